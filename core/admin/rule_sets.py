"""The back office: rule sets, their editions, and correcting them.

An edition is never changed, so there is no form of Django's own here: a correction is
the next edition, made by the service that records it.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import registry, services
from core.admin.office import OwnFilters
from core.errors import Refused
from core.forms.rule_sets import EditionForm, ReasonForm
from core.models import RuleSet, RuleSetEdition, User
from core.queries import rule_sets as queries
from core.rule_book import Content, RuleBook


@admin.register(RuleSet)
class RuleSetOffice(OwnFilters[RuleSet]):
    """Regulations as dated, cited records."""

    list_display = (
        "title",
        "code",
        "issued_on",
        "valid_from",
        "valid_until",
        "edition_in_use",
        "edited_at",
    )
    ordering = ("-valid_from", "code")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[RuleSet]:
        return queries.rule_sets()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: RuleSet | None = None
    ) -> bool:
        return False

    @admin.display(description=gettext_lazy("bản đang dùng"))
    def edition_in_use(self, rule_set: Any) -> int:
        return int(rule_set.edition)

    @admin.display(description=gettext_lazy("sửa lần cuối"))
    def edited_at(self, rule_set: Any) -> Any:
        return rule_set.edited_at

    def get_urls(self) -> list[URLPattern]:
        """Put our own pages before Django's, which end in a path of any kind."""
        pages = (
            ("ban/<int:number>/", self.edition_view, "edition"),
            ("sua/", self.edit_view, "edit"),
            ("so-sanh/", self.compare_view, "compare"),
            ("ban-goc/", self.restore_view, "restore"),
        )
        own = [
            path(
                f"<path:object_id>/{tail}",
                self.admin_site.admin_view(view),
                name=f"core_ruleset_{name}",
            )
            for tail, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Name the list for what it is: nothing on it is changed."""
        title = {"title": self.opts.verbose_name_plural}
        return super().changelist_view(request, title | (extra_context or {}))

    # --- reading ------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the edition in use; nothing is changed on this page."""
        return self._show(request, self._editions(object_id)[0])

    def edition_view(
        self, request: HttpRequest, object_id: str, number: int
    ) -> HttpResponse:
        """Show one edition."""
        return self._show(request, _numbered(self._editions(object_id), number))

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show who made which edition, when and why."""
        editions = self._editions(object_id)
        context = {"editions": editions, "latest": editions[0]}
        return self._page(request, "history", editions[0], _("Các bản"), context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show from what to what the values went between two editions."""
        editions = self._editions(object_id)
        after = _numbered(editions, _number(request, "den", editions[0].number))
        before = _numbered(editions, _number(request, "tu", max(after.number - 1, 1)))
        found = queries.differences(
            queries.content_of(before), queries.content_of(after), _book(after)
        )
        context = {
            "editions": editions,
            "before": before,
            "after": after,
            "differences": found,
        }
        return self._page(request, "compare", after, _("So sánh hai bản"), context)

    def _show(self, request: HttpRequest, edition: RuleSetEdition) -> HttpResponse:
        book = _book(edition)
        values, clauses = queries.lines(_completed(edition, book), book)
        lines = [*values, *clauses]
        context = {
            "latest": queries.latest_edition(edition.rule_set_id),
            "values": values,
            "in_use": [line for line in values if line.in_use],
            "looked_up": [line for line in values if not line.in_use],
            "clauses": clauses,
            "all_lines": len(lines),
            "unconfirmed": sum(not line.is_confirmed for line in lines),
        }
        title = _("Bản %(number)s") % {"number": edition.number}
        return self._page(request, "edition", edition, title, context)

    # --- making the next edition ----------------------------------------------------

    def edit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Correct the rows that were chosen on the page of the edition in use."""
        edition = self._editions(object_id)[0]
        book = _book(edition)
        rows = request.POST.getlist("dong") or request.GET.getlist("dong")
        form = EditionForm(
            request.POST or None,
            initial={"seen": edition.number},
            code=edition.rule_set_id,
            book=book,
            content=_completed(edition, book),
            rows=rows,
        )
        if not list(form.rows()):
            messages.warning(request, _("Hãy chọn ít nhất một mục để sửa."))
            return self._to(edition)
        if request.method == "POST" and form.is_valid():
            made = self._make(request, edition, form, form.content)
            if made:
                return made
            # Somebody may have been quicker: what he typed, beside what is in use now.
            edition = self._editions(object_id)[0]
            form.look_again(edition.number)
        now = {line.key: line for line in _lines(edition, book)}
        context = {
            "form": form,
            "rows": [(row, now[row.key]) for row in form.rows()],
        }
        return self._page(request, "edit", edition, _("Sửa bộ quy định"), context)

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask, and then make an edition of what comes with the portal."""
        edition = self._editions(object_id)[0]
        book = _book(edition)
        shipped = book.shipped[edition.rule_set_id].content
        form = ReasonForm(request.POST or None, initial={"seen": edition.number})
        if request.method == "POST" and form.is_valid():
            made = self._make(request, edition, form, shipped)
            if made:
                return made
            edition = self._editions(object_id)[0]
            form.look_again(edition.number)
        context = {
            "form": form,
            "differences": queries.differences(
                _completed(edition, book), shipped, book
            ),
        }
        return self._page(request, "restore", edition, _("Về bản phát hành"), context)

    def _make(
        self,
        request: HttpRequest,
        edition: RuleSetEdition,
        form: ReasonForm,
        content: Content,
    ) -> HttpResponse | None:
        """Make the edition and lead to it; a refusal stands above the form."""
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
        try:
            made = services.change_rule_set(
                edition.rule_set_id,
                seen=form.cleaned_data["seen"],
                content=content,
                reason=form.cleaned_data["reason"],
                by=by,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return None
        messages.success(
            request,
            _("Đã lưu bản %(number)s. Cuộc bầu lập từ nay dùng bản này.")
            % {"number": made.number},
        )
        return self._to(made)

    # --- what the pages share ---------------------------------------------------------

    def _editions(self, object_id: str) -> list[RuleSetEdition]:
        """Return the editions, newest first; without one there is no rule set."""
        found = list(queries.editions(unquote(object_id)))
        if not found:
            raise Http404
        return found

    def _page(
        self,
        request: HttpRequest,
        name: str,
        edition: RuleSetEdition,
        title: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "rule_set": edition.rule_set,
            "edition": edition,
            "key": quote(edition.rule_set_id),
        }
        template = f"admin/core/ruleset/{name}.html"
        return TemplateResponse(request, template, shared | context)

    def _to(self, edition: RuleSetEdition) -> HttpResponse:
        key = quote(edition.rule_set_id)
        return redirect(reverse("admin:core_ruleset_change", args=[key]))


def _book(edition: RuleSetEdition) -> RuleBook:
    book = registry.rule_book(edition.rule_set_id)
    if book is None:
        raise Http404
    return book


def _completed(edition: RuleSetEdition, book: RuleBook) -> Content:
    return book.completed(edition.rule_set_id, queries.content_of(edition))


def _lines(edition: RuleSetEdition, book: RuleBook) -> list[queries.Line]:
    values, clauses = queries.lines(_completed(edition, book), book)
    return [*values, *clauses]


def _numbered(editions: list[RuleSetEdition], number: int) -> RuleSetEdition:
    found = next((each for each in editions if each.number == number), None)
    if found is None:
        raise Http404
    return found


def _number(request: HttpRequest, key: str, default: int) -> int:
    asked = request.GET.get(key, "")
    return int(asked) if asked.isascii() and asked.isdecimal() else default
