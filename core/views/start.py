"""Việc của tôi, and the language of the screens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page
from django.http import (
    HttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import (
    require_POST,
    require_safe,
)
from django.views.i18n import set_language as django_set_language

from core import registry
from core.access import policy
from core.listing import EXPORTED, PRINTED, TOO_MANY, Filter, chosen, wants_file
from core.models import WorkItem
from core.paging import Glanced, Pages
from core.queries.work import LATE, SOON, Counted, WantedWork, WorkOf
from core.vietnamese import names, numbers
from core.web import StaffRequest
from core.writers import xlsx

set_language = policy.open_to_all(require_POST(django_set_language))

SIZE: Final = 25
FIRST: Final = 10  # of what waits for others, beside one's own
OTHERS: Final = "khac"
GIVEN: Final = "giao"
TITLE: Final = gettext_lazy("Việc của tôi")
VIEWS: Final = {
    OTHERS: gettext_lazy("Việc chờ người khác"),
    GIVEN: gettext_lazy("Việc tôi đã giao"),
}
WHEN: Final = {
    LATE: gettext_lazy("quá hạn"),
    "soon": gettext_lazy("đến hạn trong 7 ngày"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A stored row in words, with what its day means today."""

    item: WorkItem
    today: date

    @property
    def title(self) -> str:
        """What is to be done; what came with the portal is in its catalogue."""
        return registry.work_said(self.item.kind, gettext(self.item.title))

    @property
    def kind(self) -> str:
        """What sort of work it is: a title may be no more than a name."""
        return str(registry.work_kinds().get(self.item.kind, ""))

    @property
    def state(self) -> str:
        """How far it is: what its day says before what the app says."""
        if self.is_late:
            return gettext("quá hạn")
        if self.is_soon:
            return gettext("sắp đến hạn")
        return gettext(self.item.state) if self.item.state else gettext("chưa xong")

    @property
    def tone(self) -> str:
        """The colour of the state."""
        if self.is_late:
            return "bad"
        return "warn" if self.is_soon else self.item.tone

    @property
    def is_late(self) -> bool:
        """Whether its day is over."""
        return self.item.due_on is not None and self.item.due_on < self.today

    @property
    def is_soon(self) -> bool:
        """Whether its day comes within a week."""
        due = self.item.due_on
        return due is not None and self.today <= due <= self.today + SOON

    @property
    def url(self) -> str:
        """The page where it is done; nothing where this release has none."""
        try:
            return reverse(self.item.url_name, args=self.item.url_args)
        except NoReverseMatch:
            return ""


@require_safe
@policy.for_anyone_signed_in
def start(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    kinds = registry.work_kinds()
    wanted = WantedWork(
        kind=chosen(request, "loai", kinds),
        when=chosen(request, "han", WHEN),
        words=request.GET.get("tim", "").strip(),
    )
    view = chosen(request, "xem", VIEWS)
    worked_out = registry.work_of(request.user)
    asked = names.fold(wanted.words).split()
    # These have neither a kind nor a day to be looked for by.
    rows = [] if wanted.kind or wanted.when else worked_out
    rows = [row for row in rows if _has(row, asked)]
    mine = [row for row in rows if row.mine]
    others = [row for row in rows if not row.mine]
    stored = WorkOf(request.user, wanted, today)
    if wants_file(request):
        return _as_file(request, view, stored, {"": mine, OTHERS: others}.get(view, []))
    counted = stored.counted()
    whole = _sum(counted.values())
    context: dict[str, Any] = {
        "view": view,
        "mine": mine,
        "others": others,
        "wanted": wanted,
        "is_print": request.GET.get("in") == "1",
        "words": _words(wanted, kinds),
        "filters": [
            Filter(
                "loai",
                gettext("Loại việc"),
                [(kind, capfirst(str(word))) for kind, word in kinds.items()],
                wanted.kind,
            ),
            Filter("han", gettext("Hạn"), list(WHEN.items()), wanted.when),
        ],
        "kinds": [
            (kind, capfirst(str(kinds.get(kind, kind))), told)
            for kind, told in counted.items()
        ],
        "counted": whole,
        "waiting": whole.total + sum(row.mine for row in worked_out),
        "given_total": stored.given.order_by().count(),
    }
    context |= _mine_shown(request, stored, view)
    context |= _others_shown(request, stored, view)
    context["other_total"] = len(others) + context["other_items"].paginator.count
    return render(request, "core/start.html", context)


def _mine_shown(request: StaffRequest, stored: WorkOf, view: str) -> dict[str, Any]:
    """Return the page of what waits for the person, where it is shown."""
    if view:
        return {}
    mine = Pages(stored.mine, _size(request, SIZE))
    page = mine.get_page(request.GET.get("trang"))
    return {"my_items": page, "my_rows": _rows(page, stored.today), "my": mine.count}


def _others_shown(request: StaffRequest, stored: WorkOf, view: str) -> dict[str, Any]:
    """Return what others have to do; beside one's own it is only glanced at."""
    rows = stored.given if view == GIVEN else stored.others
    size = _size(request, SIZE) if view else FIRST
    page = Glanced(rows, size).get_page(request.GET.get("trang") if view else 1)
    return {"other_items": page, "other_rows": _rows(page, stored.today)}


def _size(request: StaffRequest, usual: int) -> int:
    return PRINTED if request.GET.get("in") == "1" else usual


def _sum(counted: Iterable[Counted]) -> Counted:
    known = list(counted)
    return Counted(
        sum(each.total for each in known),
        sum(each.late for each in known),
        sum(each.soon for each in known),
    )


def _words(wanted: WantedWork, kinds: Mapping[str, Any]) -> list[str]:
    """Say what the list is narrowed by, as a paper does."""
    said = [str(kinds[wanted.kind])] if wanted.kind else []
    said += [str(WHEN[wanted.when])] if wanted.when else []
    return said + ([f"“{wanted.words}”"] if wanted.words else [])


def _as_file(
    request: StaffRequest, view: str, stored: WorkOf, worked_out: list[registry.Work]
) -> HttpResponse:
    """Answer with the list as it is narrowed, or why it is too long."""
    rows = {OTHERS: stored.others, GIVEN: stored.given}.get(view, stored.mine)
    if rows.order_by()[: EXPORTED + 1].count() > EXPORTED:
        messages.error(request, TOO_MANY % {"most": numbers.grouped(EXPORTED)})
        asked = request.GET.copy()
        asked.pop("xuat")
        return redirect(f"{request.path}?{asked.urlencode()}")
    found: list[list[xlsx.Value]] = [
        [row.title, row.place, "", "", None, str(row.state)] for row in worked_out
    ]
    found += [
        [
            row.title,
            str(row.item.scope),
            row.kind,
            row.item.owner.full_name if row.item.owner else "",
            row.item.due_on,
            row.state,
        ]
        for row in (Row(item, stored.today) for item in rows)
    ]
    labels = [
        gettext("STT"),
        gettext("Việc"),
        gettext("Nơi"),
        gettext("Loại việc"),
        gettext("Người làm"),
        gettext("Hạn"),
        gettext("Tình trạng"),
    ]
    lines = [[number, *line] for number, line in enumerate(found, 1)]
    data = xlsx.workbook(str(VIEWS.get(view, TITLE)), labels, lines)
    return xlsx.download("viec-cua-toi.xlsx", data)


def _has(row: registry.Work, words: list[str]) -> bool:
    text = names.fold(f"{row.title} {row.place}")
    return all(word in text for word in words)


def _rows(page: Page[WorkItem], today: date) -> list[Row]:
    return [Row(item, today) for item in page]
