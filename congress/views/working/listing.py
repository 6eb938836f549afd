"""All bodies within reach, those of one congress, and founding them."""

from collections import Counter
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from congress import queries as congresses
from congress.forms.working.founding import CustomaryForm, OfUnitForm, WorkingBodyForm
from congress.models import (
    BodyField,
    BodyForm,
    Congress,
    WorkingBody,
)
from congress.queries import above
from congress.queries import working as queries
from congress.services import working as services
from congress.views.desk import added, typed
from congress.views.working.frame import body_url, crumbs, list_url
from core.access import policy
from core.access.rights import Right
from core.audit import trail
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.models import Unit, User
from core.web import StaffRequest

ENDED: Final = "da-ket-thuc"
ALL: Final = "tat-ca"
UNITS: Final = 100  # to choose from
_STATES: Final = {
    ENDED: gettext_lazy("đã kết thúc"),
    ALL: gettext_lazy("cả đang hoạt động và đã kết thúc"),
}


@require_safe
@policy.requires(Right.WORK_READ)
def bodies(request: StaffRequest) -> HttpResponse:
    return _listed(request, queries.bodies(request.user), None)


@require_safe
@policy.requires(Right.WORK_READ)
def of_congress(request: StaffRequest, congress: str) -> HttpResponse:
    found = congresses.congress_kept_or_404(request.user, Right.WORK_READ, congress)
    return _listed(request, queries.bodies_of(found, request.user), found)


def _listed(
    request: StaffRequest, rows: QuerySet[WorkingBody], congress: Congress | None
) -> HttpResponse:
    rows, filters = _narrowed(request, rows)
    told: dict[Any, Any] = {}
    if wants_file(request):
        with transaction.atomic():
            found = list(rows)
            told |= _told(found, request.user)
            return as_file(
                request,
                rows,
                _columns(told),
                default="ten",
                title=_("Tiểu ban, tổ công tác"),
                file_name="tieu-ban-to-cong-tac.xlsx",
                # It names people, so that it leaves is a line in the trail.
                note=partial(_note, request, found),
            )
    shown: Listing[WorkingBody] = listing(
        request, rows, _columns(told), default="ten", filters=filters
    )
    page = list(shown.page.object_list)
    told |= _told(page, request.user)
    units = above.own_units(request.user, Right.WORK_KEEP)
    context = {
        "listing": shown,
        "lines": [{"row": row, **told[row.pk]} for row in page],
        "congress": congress,
        "may_found": any(congress is None or unit == congress.unit for unit in units),
        "today": timezone.localdate(),
    }
    return render(request, "congress/working_bodies.html", context)


def _note(request: StaffRequest, found: list[WorkingBody], _rows: int) -> None:
    """Write one line for each unit whose people leave with the file."""
    rows = Counter(body.unit for body in found)
    for unit, number in sorted(rows.items(), key=lambda each: each[0].pk):
        trail.record(
            "congress.bodies_taken_out",
            subject=unit,
            scope=unit.scope,
            actor=request.user,
            at=timezone.now(),
            rows=number,
        )


def _told(found: list[WorkingBody], user: User) -> dict[Any, dict[str, Any]]:
    figures = queries.figures_of(found, user, today=timezone.localdate())
    people = queries.standing_members([row.pk for row in found])
    return {
        row.pk: {
            "figures": figures[row.pk],
            "people": people[row.pk],
            "is_open": queries.reads(user, row),
        }
        for row in found
    }


def _narrowed(
    request: StaffRequest, rows: QuerySet[WorkingBody]
) -> tuple[QuerySet[WorkingBody], list[Filter]]:
    keys = list(rows.order_by().values_list("unit", flat=True).distinct()[: UNITS + 1])
    # So many are no choice any more; words find them too.
    held = Unit.objects.filter(pk__in=keys if len(keys) <= UNITS else [])
    units = list(held.order_by("sort_key", "pk").values_list("code", "name"))
    unit = chosen(request, "to-chuc", dict(units))
    form = chosen(request, "loai", dict(BodyForm.choices))
    field = chosen(request, "linh-vuc", dict(BodyField.choices))
    state = chosen(request, "tinh-trang", _STATES)
    if state != ALL:
        rows = rows.filter(ended_on__isnull=state != ENDED)
    wanted = {"unit__code": unit, "form": form, "field": field}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if words := request.GET.get("tim", "").strip():
        rows = queries.bodies_with_words(rows, words)
    return rows, [
        Filter("to-chuc", _("Đơn vị"), units, unit),
        Filter("loai", _("Loại"), BodyForm.choices, form),
        Filter("linh-vuc", _("Lĩnh vực"), BodyField.choices, field),
        Filter(
            "tinh-trang",
            _("Tình trạng"),
            list(_STATES.items()),
            state,
            blank=_("đang hoạt động"),
        ),
    ]


def _columns(told: dict[Any, Any]) -> list[Column[WorkingBody]]:
    def people(row: WorkingBody) -> str:
        return "; ".join(
            f"{each.full_name} ({each.get_part_display()})"
            for each in told[row.pk]["people"]
        )

    def plan(row: WorkingBody) -> str:
        done = told[row.pk]["figures"].plan
        return f"{done.done}/{done.total}" if done else ""

    def met(row: WorkingBody) -> Any:
        at = told[row.pk]["figures"].met_at
        return timezone.localdate(at) if at else None

    return [
        Column("ten", _("Tên"), lambda row: row.name, ("sort_key", "pk")),
        Column(
            "to-chuc",
            _("Đơn vị"),
            lambda row: row.unit.name,
            ("unit__sort_key", "sort_key", "pk"),
        ),
        Column("loai", _("Loại"), lambda row: str(row.get_form_display())),
        Column(
            "quyet-dinh",
            _("Quyết định"),
            lambda row: row.decided_on,
            ("decided_on", "pk"),
        ),
        Column(
            "thanh-vien",
            _("Thành viên"),
            lambda row: told[row.pk]["figures"].members,
        ),
        Column("ke-hoach", _("Kế hoạch"), plan),
        Column("hop", _("Họp gần nhất"), met),
        Column(
            "so", _("Số quyết định"), lambda row: row.decision_number, only_in_file=True
        ),
        Column(
            "linh-vuc",
            _("Lĩnh vực"),
            lambda row: str(row.get_field_display()),
            only_in_file=True,
        ),
        Column(
            "dai-hoi",
            _("Đại hội"),
            lambda row: str(row.congress) if row.congress else "",
            only_in_file=True,
        ),
        Column("gom", _("Danh sách thành viên"), people, only_in_file=True),
        Column(
            "ket-thuc",
            _("Ngày kết thúc"),
            lambda row: row.ended_on,
            only_in_file=True,
        ),
    ]


# --- founding -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def found(request: StaffRequest) -> HttpResponse:
    unit = _unit(request)
    if unit is None:
        return _ask_unit(request, _("Lập tiểu ban, tổ công tác"))
    congress = _congress(request, unit)
    form = WorkingBodyForm(
        request.POST or None, unit=unit, initial={"congress": congress}
    )

    def act() -> str:
        made = services.found_body(
            unit, form.said(), by=request.user, at=timezone.now()
        )
        # Staff of the organisation do not open what is about personnel.
        return body_url(made) if queries.reads(request.user, made) else list_url()

    return added(
        request,
        form,
        act,
        done=_("Đã lập. Hãy ghi thành viên."),
        title=_("Lập tiểu ban, tổ công tác"),
        button=_("Lập tiểu ban, tổ"),
        crumbs=crumbs(),
        said=[(_("Đơn vị"), unit.name)],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def customary(request: StaffRequest) -> HttpResponse:
    """Found the sub-committees that a congress has by custom, in one go."""
    unit = _unit(request)
    if unit is None:
        return _ask_unit(request, _("Lập bốn tiểu ban"))
    congress = _congress(request, unit) or (
        Congress.objects.filter(unit=unit)
        .select_related("unit", "term")
        .order_by("-opens_on", "pk")
        .first()
    )
    if congress is None:
        messages.error(
            request,
            _("%(unit)s chưa có đại hội nào trên cổng. Hãy lập đại hội trước.")
            % {"unit": unit.name},
        )
        return redirect(list_url())
    held = congress
    rows = WorkingBody.objects.filter(congress=held, ended_on__isnull=True)
    form = CustomaryForm(
        request.POST or None, taken=set(rows.values_list("field", flat=True))
    )

    def act() -> str:
        services.found_customary(
            unit,
            held,
            form.chosen(),
            decision_number=form.cleaned_data["decision_number"],
            decided_on=form.cleaned_data["decided_on"],
            by=request.user,
            at=timezone.now(),
        )
        return reverse("congress:working-of-congress", args=[held.slug])

    return added(
        request,
        form,
        act,
        done=_("Đã lập các tiểu ban. Hãy ghi thành viên của từng tiểu ban."),
        title=_("Lập bốn tiểu ban"),
        button=_("Lập các tiểu ban đã chọn"),
        crumbs=crumbs(),
        said=[(_("Đại hội"), str(held))],
        notes=[
            _(
                "Tên và nhiệm vụ ghi sẵn theo cách nhiều nơi làm, không phải quy định; "
                "cần xác nhận. Hãy sửa cho đúng với quyết định của cấp ủy; bỏ dấu ở "
                "tiểu ban không lập."
            )
        ],
    )


def _unit(request: StaffRequest) -> Unit | None:
    """Return for which unit a body is founded; nothing where it has to be asked."""
    units = above.own_units(request.user, Right.WORK_KEEP)
    code = request.GET.get("to-chuc", "")
    slug = request.GET.get("dai-hoi", "")
    if slug and not code:
        wanted = Q(congresses__slug=slug)
        found = Unit.objects.filter(wanted, pk__in=[each.pk for each in units])
        units = list(found.select_related("scope"))
    elif code:
        units = [each for each in units if each.code == code]
    if (code or slug) and not units:
        raise Http404
    return units[0] if len(units) == 1 else None


def _ask_unit(request: StaffRequest, title: str) -> HttpResponse:
    """Ask for which of one's units; where there is but one nobody is asked."""
    form = OfUnitForm(request.POST or None, user=request.user)
    own = {unit.pk for unit in above.own_units(request.user, Right.WORK_KEEP)}
    if request.method == "POST" and form.is_valid():
        if form.unit().pk in own:
            return redirect(f"{request.path}?to-chuc={form.unit().code}")
        form.add_error("unit", _("Bạn không có quyền lập tiểu ban cho tổ chức này."))
    return typed(request, form, title=title, button=_("Tiếp tục"), crumbs=crumbs())


def _congress(request: StaffRequest, unit: Unit) -> Congress | None:
    slug = request.GET.get("dai-hoi", "")
    found = Congress.objects.filter(unit=unit).select_related("unit", "term")
    return found.filter(slug=slug).first() if slug else None
