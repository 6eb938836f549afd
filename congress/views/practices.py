"""The catalogue of good practice: found, read, proposed, published, spoken of."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress import labels
from congress.forms.lessons import (
    CommentForm,
    OfUnitForm,
    PracticeForm,
    SendBackForm,
    practice_facts,
)
from congress.forms.progress import BeneathForm
from congress.models import Practice, PracticeArea, PracticeState
from congress.queries import above, progress
from congress.queries import practices as found_in
from congress.services import practices as services
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.models import Unit
from core.web import StaffRequest, explain

ROWS: Final = 25


@require_safe
@policy.requires(Right.PLAN_READ)
def practices(request: StaffRequest) -> HttpResponse:
    unit_form = BeneathForm(request.user, request.GET.get("to-chuc", ""))
    unit = unit_form.chosen()
    rows, filters = _narrowed(request, unit)
    columns = _columns()
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="-ngay",
            title=_("Cách làm hay"),
            file_name="cach-lam-hay.xlsx",
        )
    shown: Listing[Practice] = listing(
        request, rows, columns, default="-ngay", filters=filters, size=ROWS
    )
    context = {
        "listing": shown,
        "page": shown.page,
        "unit": unit,
        "unit_field": unit_form["to-chuc"],
        "lines": [
            {"row": row, "tone": labels.PRACTICE_TONES[row.state]} for row in shown.page
        ],
        "may_propose": policy.holds(request.user, Right.CONGRESS_KEEP),
    }
    return render(request, "congress/practices.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def practice_propose(request: StaffRequest) -> HttpResponse:
    year = timezone.localdate().year
    form = PracticeForm(
        request.POST or None,
        user=request.user,
        initial={"from_year": year, "to_year": year},
    )
    if request.method == "POST" and form.is_valid():
        made = services.propose_practice(
            form.cleaned_data["unit"],
            form.proposing(),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã gửi đề xuất lên cấp trên."))
        return redirect("congress:practice", made.pk)
    return typed(
        request,
        form,
        title=_("Đề xuất cách làm hay"),
        button=_("Gửi đề xuất"),
        crumbs=_crumbs(),
        here="practices",
        notes=[
            _(
                "Chỉ tổ chức của bạn và cấp trên thấy, cho đến khi một cấp trên phổ "
                "biến cho mọi nơi bên dưới mình."
            )
        ],
    )


@require_safe
@policy.requires(Right.PLAN_READ)
def practice(request: StaffRequest, practice: UUID) -> HttpResponse:
    row = found_in.practice_or_404(request.user, practice)
    return _page(request, row)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def practice_change(request: StaffRequest, practice: UUID) -> HttpResponse:
    row = found_in.practice_or_404(request.user, practice)
    may = policy.allows(request.user, Right.CONGRESS_KEEP, row.unit.scope)
    if not may or row.state == PracticeState.PUBLISHED:
        raise Http404
    form = PracticeForm(request.POST or None, initial=practice_facts(row))
    versions = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_practice(
                row.pk,
                form.proposing(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = practice_facts(found_in.practice_or_404(request.user, practice))
            versions = {"fields": form.differences(now)}
            form = PracticeForm(initial=form.joined(now))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:practice", row.pk)
    again = row.state == PracticeState.SENT_BACK
    return typed(
        request,
        form,
        title=_("Sửa đề xuất"),
        button=_("Lưu và gửi lại") if again else _("Lưu"),
        crumbs=[*_crumbs(), _crumb(row)],
        here="practices",
        versions=versions,
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PLAN_READ)
def practice_publish(request: StaffRequest, practice: UUID) -> HttpResponse:
    row = found_in.practice_or_404(request.user, practice)
    units = found_in.may_publish(request.user, row)
    if not units or row.state == PracticeState.SENT_BACK:
        raise Http404
    form = OfUnitForm(request.POST or None, units=units)
    form.fields["unit"].label = _("Cho mọi nơi bên dưới")
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_practice(
                row.pk,
                form.cleaned_data["unit"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã phổ biến."))
            return redirect("congress:practice", row.pk)
    return typed(
        request,
        form,
        title=_("Phổ biến cách làm hay"),
        button=_("Phổ biến"),
        crumbs=[*_crumbs(), _crumb(row)],
        here="practices",
        notes=[
            _(
                "Mọi tổ chức bên dưới đọc được, cùng tên nơi đã làm. Phổ biến rồi thì "
                "không sửa, không rút."
            )
        ],
        said=[
            (_("Nơi đề xuất"), row.unit.name),
            (_("Đã làm gì"), row.done),
            (_("Kết quả"), row.result),
        ],
        is_grave=True,
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PLAN_READ)
def practice_send_back(request: StaffRequest, practice: UUID) -> HttpResponse:
    row = found_in.practice_or_404(request.user, practice)
    units = found_in.may_publish(request.user, row)
    if not units or row.state != PracticeState.PROPOSED:
        raise Http404
    form = SendBackForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_back_practice(
                row.pk,
                form.cleaned_data["unit"],
                form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã trả lại."))
            return redirect("congress:practice", row.pk)
    return typed(
        request,
        form,
        title=_("Trả lại đề xuất"),
        button=_("Trả lại"),
        crumbs=[*_crumbs(), _crumb(row)],
        here="practices",
    )


@require_POST
@policy.requires(Right.CONGRESS_KEEP)
def practice_mark(request: StaffRequest, practice: UUID) -> HttpResponse:
    row = found_in.practice_or_404(request.user, practice)
    units = above.own_units(request.user, Right.CONGRESS_KEEP)
    asked = request.POST.get("to-chuc", "")
    unit = next((each for each in units if str(each.pk) == asked), None)
    if unit is None or row.state != PracticeState.PUBLISHED:
        raise Http404
    services.mark_useful(
        row,
        unit,
        useful=request.POST.get("co-ich") == "co",
        by=request.user,
        at=timezone.now(),
    )
    return redirect("congress:practice", row.pk)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def practice_comment(request: StaffRequest, practice: UUID) -> HttpResponse:
    row = found_in.practice_or_404(request.user, practice)
    # Whoever had to sign in again comes back here; his text waits in his browser.
    if request.method == "GET":
        return redirect("congress:practice", row.pk)
    form = CommentForm(
        request.POST, units=above.own_units(request.user, Right.CONGRESS_KEEP)
    )
    if form.is_valid():
        try:
            services.comment_on(
                row,
                form.cleaned_data["unit"],
                form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi góp ý."))
            return redirect("congress:practice", row.pk)
    return _page(request, row, form)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def practice_comment_withdraw(
    request: StaffRequest, practice: UUID, comment: UUID
) -> HttpResponse:
    row = found_in.practice_or_404(request.user, practice)
    said = found_in.comment_or_404(row, comment, request.user)
    if request.method == "POST":
        services.withdraw_comment(said.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Đã rút góp ý."))
        return redirect("congress:practice", row.pk)
    return typed(
        request,
        None,
        title=_("Rút góp ý?"),
        button=_("Rút góp ý"),
        crumbs=[*_crumbs(), _crumb(row)],
        here="practices",
        notes=[_("Không ai đọc được nữa; trang vẫn ghi là đã có góp ý và đã rút.")],
        said=[(_("Góp ý"), said.text)],
        is_grave=True,
    )


# --- what the pages share ---------------------------------------------------------


def _page(
    request: StaffRequest, row: Practice, form: CommentForm | None = None
) -> HttpResponse:
    user = request.user
    is_within = found_in.is_within(user, row)
    units = above.own_units(user, Right.CONGRESS_KEEP)
    marked = found_in.marked_by(row, units)
    is_published = row.state == PracticeState.PUBLISHED
    may_keep = policy.allows(user, Right.CONGRESS_KEEP, row.unit.scope)
    may_publish = is_within and bool(found_in.may_publish(user, row))
    context = {
        "practice": row,
        "tone": labels.PRACTICE_TONES[row.state],
        "steps": found_in.steps(row) if is_within else found_in.published_to_all(row),
        "comments": found_in.comments(row),
        "marks": [{"unit": unit, "is_marked": unit.pk in marked} for unit in units],
        "is_published": is_published,
        "may_change": may_keep and not is_published,
        "may_publish": may_publish and row.state != PracticeState.SENT_BACK,
        "may_send_back": may_publish and row.state == PracticeState.PROPOSED,
        "form": (form or CommentForm(units=units)) if units else None,
        "keeps_text": True,
    }
    return render(request, "congress/practice.html", context)


def _narrowed(
    request: StaffRequest, unit: Unit | None
) -> tuple[QuerySet[Practice], list[Filter]]:
    rows = found_in.practices(request.user)
    area = chosen(request, "linh-vuc", dict(PracticeArea.choices))
    state = chosen(request, "tinh-trang", dict(PracticeState.choices))
    levels = {each.code: str(each) for each in progress.levels()}
    level = chosen(request, "cap", levels)
    years = [str(year) for year in found_in.years(request.user)]
    year = chosen(request, "nam", dict.fromkeys(years))
    kept: dict[str, Any] = {"area": area, "state": state, "unit__kind__level": level}
    rows = rows.filter(**{name: value for name, value in kept.items() if value})
    if year:
        rows = rows.filter(from_year__lte=int(year), to_year__gte=int(year))
    if unit is not None:
        rows = rows.filter(unit__scope__path__descendants_of=unit.scope.path)
    if wanted := request.GET.get("tim", "").strip():
        rows = found_in.having_words(rows, wanted)
    return rows, [
        Filter("linh-vuc", _("Lĩnh vực"), PracticeArea.choices, area),
        Filter("tinh-trang", _("Tình trạng"), PracticeState.choices, state),
        Filter("cap", _("Cấp"), list(levels.items()), level),
        Filter("nam", _("Năm"), [(each, each) for each in years], year),
    ]


def _columns() -> list[Column[Practice]]:
    return [
        Column("ten", _("Cách làm"), lambda row: row.title),
        Column(
            "noi-lam", _("Nơi làm"), lambda row: row.unit.name, ("unit__sort_key", "id")
        ),
        Column("linh-vuc", _("Lĩnh vực"), lambda row: str(row.get_area_display())),
        Column(
            "nam",
            _("Năm"),
            _years,
            ("from_year", "to_year", "id"),
        ),
        Column(
            "co-ich",
            _("Có ích"),
            lambda row: row.useful,
            ("useful", "at", "id"),
            number=True,
        ),
        Column("ngay", _("Ngày ghi"), lambda row: timezone.localdate(row.at), _NEWEST),
        Column("tinh-trang", _("Tình trạng"), lambda row: str(row.get_state_display())),
        Column("da-lam", _("Đã làm gì"), lambda row: row.done, only_in_file=True),
        Column("ket-qua", _("Kết quả"), lambda row: row.result, only_in_file=True),
    ]


_NEWEST: Final = ("at", "id")


def _years(row: Practice) -> str:
    if row.from_year == row.to_year:
        return str(row.from_year)
    return f"{row.from_year}–{row.to_year}"


def _crumbs() -> list[Crumb]:
    return [(_("Cách làm hay"), reverse("congress:practices"))]


def _crumb(row: Practice) -> Crumb:
    return row.title, reverse("congress:practice", args=[row.pk])
