"""The organisation tree, and the same units as a list to search, keep and print."""

from dataclasses import replace
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import policy
from core.access.rights import Right
from core.listing import (
    Column,
    Filter,
    Listing,
    as_file,
    chosen,
    listing,
    wants_file,
)
from core.models import Level, Unit, UnitKind
from core.models.unit import UnitAct
from core.queries import units as reads
from core.vietnamese.numbers import roman
from core.web import StaffRequest

DEFAULT: Final = "ma"
LIVING: Final = "dang-hoat-dong"
GONE: Final = "da-giai-the"
STATES: Final = {
    LIVING: gettext_lazy("đang hoạt động"),
    GONE: gettext_lazy("đã kết thúc hoạt động"),
}
# What in the address asks for the list; without them the tree is shown.
LIST: Final = ("tim", "cap", "loai", "tinh-trang", "thuoc", "xem", "in", "xuat")


def columns() -> list[Column[Unit]]:
    """Return what is shown of a unit in a list, and in its file.

    Only what an index orders can order a whole country.
    """
    return [
        Column("ten", _("Tên tổ chức"), lambda u: u.name, ("sort_key", "pk")),
        Column("ma", _("Mã"), lambda u: u.code, ("code", "pk")),
        Column("loai", _("Loại"), lambda u: str(u.kind)),
        Column("cap", _("Cấp"), lambda u: str(u.kind.level), only_in_file=True),
        Column("thuoc", _("Trực thuộc"), lambda u: u.parent.name if u.parent else ""),
        Column(
            "ma-thuoc",
            _("Mã nơi trực thuộc"),
            lambda u: u.parent.code if u.parent else "",
            only_in_file=True,
        ),
        Column(
            "so-truc-thuoc",
            _("Số trực thuộc"),
            lambda u: getattr(u, "children_counted", 0),
            number=True,
        ),
        Column(
            "lan-thu",
            _("Đại hội lần thứ"),
            lambda u: roman(u.congress_number) if u.congress_number else "",
        ),
        Column("thanh-lap", _("Thành lập ngày"), lambda u: u.founded_on),
        Column(
            "giai-the",
            _("Kết thúc hoạt động ngày"),
            lambda u: u.dissolved_on,
            only_in_file=True,
        ),
        Column("vi-sao", _("Kết thúc do"), how_it_ended, only_in_file=True),
    ]


def how_it_ended(unit: Unit) -> str:
    """Say by which act a unit is no more, where the list was asked to know."""
    act = getattr(unit, "ended_by", None)
    return "" if act is None else str(UnitAct(act).label)


@require_safe
@policy.requires(Right.UNIT_READ)
def units(request: StaffRequest) -> HttpResponse:
    if not any(request.GET.get(key) for key in LIST):
        return _tree(request)
    return _list(request)


def narrowed(request: StaffRequest, rows: QuerySet[Unit], state: str) -> QuerySet[Unit]:
    """Keep what the address asks for, in the shape that lists need."""
    wanted = request.GET.get("tim", "").strip()
    if wanted:
        rows = reads.units_matching(rows, wanted)
    if state:
        rows = rows.filter(dissolved_on__isnull=state == LIVING)
    return reads.with_end(rows).select_related("kind__level", "parent")


def state_asked(request: StaffRequest) -> str:
    """Return which units are asked for: the living, where nothing is said."""
    if "tinh-trang" not in request.GET:
        return LIVING
    return chosen(request, "tinh-trang", STATES)


def with_children(shown: Listing[Unit]) -> list[tuple[Unit, int]]:
    """Pair the units of a page with how many lie right beneath each."""
    found = list(shown.page)
    counted = reads.living_children_of(found)
    return [(unit, counted.get(unit.pk, 0)) for unit in found]


def as_asked(request: StaffRequest, shown: Listing[Unit]) -> Listing[Unit]:
    """Call a list narrowed only by what the person asked for, not by the default."""
    asked = any(request.GET.get(key) for key in LIST if key != "xem")
    return replace(shown, narrowed=asked or request.GET.get("tinh-trang") == "")


def _tree(request: StaffRequest) -> HttpResponse:
    opened = None
    if code := request.GET.get("mo"):
        rows = Unit.objects.select_related("scope", "kind__level")
        opened = policy.get_or_404(rows, request.user, Right.UNIT_READ, code=code)
    shown = reads.tree_rows(request.user, Right.UNIT_READ, opened)
    if opened is None and len(shown) == 1:
        shown = reads.tree_rows(request.user, Right.UNIT_READ, shown[0].unit)
    context: dict[str, Any] = {
        "rows": shown,
        "opened": opened,
        "may_begin": request.user.is_superuser and request.user.is_staff,
    }
    return render(request, "core/unit_tree.html", context)


def _list(request: StaffRequest) -> HttpResponse:
    by_level, by_kind = _level_filter(request), _kind_filter(request)
    state, above = state_asked(request), _above(request)
    rows = reads.units_within(request.user, Right.UNIT_READ)
    if above is not None:
        rows = reads.beneath_unit(rows, above)
    if by_level.chosen:
        rows = reads.on_level(rows, by_level.chosen)
    if by_kind.chosen:
        rows = rows.filter(kind=by_kind.chosen)
    rows = narrowed(request, rows, state)
    if wants_file(request):
        return as_file(
            request,
            reads.with_children_counted(rows),
            columns(),
            default=DEFAULT,
            title=_("Tổ chức đảng"),
            file_name="to-chuc-dang.xlsx",
        )
    filters = [
        by_level,
        by_kind,
        Filter("tinh-trang", _("Tình trạng"), list(STATES.items()), state),
        *([] if above is None else [_above_filter(above)]),
    ]
    shown = listing(request, rows, columns(), default=DEFAULT, filters=filters)
    shown = as_asked(request, shown)
    context = {"listing": shown, "rows": with_children(shown), "above": above}
    return render(request, "core/unit_list.html", context)


def _above(request: StaffRequest) -> Unit | None:
    """Return the unit beneath which is looked; one out of reach does not exist."""
    code = request.GET.get("thuoc", "")
    if not code:
        return None
    rows = Unit.objects.select_related("scope")
    return policy.get_or_404(rows, request.user, Right.UNIT_READ, code=code)


def _level_filter(request: StaffRequest) -> Filter:
    choices = {each.pk: str(each) for each in Level.objects.order_by("rank")}
    asked = chosen(request, "cap", choices)
    return Filter("cap", _("Cấp"), list(choices.items()), asked)


def _kind_filter(request: StaffRequest) -> Filter:
    kinds = UnitKind.objects.order_by("level__rank", "name")
    choices = {each.pk: str(each) for each in kinds}
    asked = chosen(request, "loai", choices)
    return Filter("loai", _("Loại"), list(choices.items()), asked)


def _above_filter(above: Unit) -> Filter:
    return Filter("thuoc", _("Bên dưới"), [(above.code, above.name)], above.code)
