"""Tổng hợp: figures of the units one level beneath, summed over all they hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import registry
from core.access import policy
from core.access.rights import Right
from core.models import Unit
from core.paging import Pages
from core.queries import units as unit_queries
from core.queries.figures import Summed, sums_beneath
from core.queries.words import with_words
from core.vietnamese import names, numbers
from core.web import StaffRequest
from core.writers import xlsx

SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One sum as the page writes it."""

    head: Promise
    sum: Summed

    @property
    def words(self) -> str:
        """``12/34``, or one number where nobody knows out of how many."""
        value = numbers.grouped(self.sum.value)
        if self.sum.total is None:
            return value
        return f"{value}/{numbers.grouped(self.sum.total)}"

    @property
    def share(self) -> str:
        """The part in per cent, with a decimal comma."""
        if not self.sum.total:
            return ""
        return f"{numbers.share(self.sum.value, self.sum.total, decimals=1)} %"


@dataclass(frozen=True, slots=True)
class Row:
    """One unit, or what the unit above holds itself."""

    name: str
    url: str
    cells: Sequence[Cell]


@require_safe
@policy.requires(Right.PLAN_READ)
def figures(request: StaffRequest) -> HttpResponse:
    tops = unit_queries.top_units(request.user, Right.PLAN_READ)
    unit = _chosen(request, tops)
    if unit is None:
        return render(request, "core/figures.html", {"unit": None})
    kinds = {
        code: kind
        for code, kind in registry.figures().items()
        if policy.allows(request.user, kind.right, unit.scope)
    }
    words = names.clean(request.GET.get("tim", ""))
    children = Unit.objects.filter(parent=unit, dissolved_on__isnull=True)
    found = with_words(children, "name", words) if words else children
    found = unit_queries.in_order_of_name(found.select_related("scope"))
    sums = sums_beneath(unit, kinds)
    if request.GET.get("xuat") == "xlsx":
        return _file(kinds, [*_own(unit, sums, kinds), *_rows(found, sums, kinds)])
    page = Pages(found, SIZE).get_page(request.GET.get("trang"))
    own = _own(unit, sums, kinds) if page.number == 1 and not words else []
    return render(
        request,
        "core/figures.html",
        {
            "unit": unit,
            "tops": [top for top in tops if top.pk != unit.pk],
            "crumbs": _crumbs(request, unit),
            "kinds": [kind.label for kind in kinds.values()],
            "rows": [*own, *_rows(page, sums, kinds)],
            "all": _row(_("Cộng"), "", _added(sums), kinds),
            "page": page,
            "words": words,
        },
    )


Sums = Mapping[str, Mapping[str, Summed]]
Kinds = Mapping[str, registry.FigureKind]


def _chosen(request: StaffRequest, tops: Sequence[Unit]) -> Unit | None:
    """Return the unit asked for, else the highest within reach."""
    code = request.GET.get("to-chuc", "").strip()
    if not code:
        return tops[0] if tops else None
    within = unit_queries.units_within(request.user, Right.PLAN_READ)
    found = within.select_related("scope").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _address(unit: Unit) -> str:
    return f"{reverse('core:figures')}?to-chuc={unit.code}"


def _crumbs(request: StaffRequest, unit: Unit) -> list[dict[str, str]]:
    above = unit_queries.ancestors_within(unit, request.user, Right.PLAN_READ)
    return [
        {"label": each.name, "url": _address(each) if each.pk != unit.pk else ""}
        for each in [*(each for each in above if each.pk != unit.pk), unit]
    ]


def _own(unit: Unit, sums: Sums, kinds: Kinds) -> list[Row]:
    if unit.scope.path not in sums:
        return []
    name = _("Riêng %(unit)s") % {"unit": unit.name}
    return [_row(name, "", sums[unit.scope.path], kinds)]


def _rows(units: Iterable[Unit], sums: Sums, kinds: Kinds) -> list[Row]:
    return [
        _row(each.name, _address(each), sums.get(each.scope.path, {}), kinds)
        for each in units
    ]


def _row(name: str, url: str, found: Mapping[str, Summed], kinds: Kinds) -> Row:
    return Row(
        name,
        url,
        [Cell(kind.label, found.get(code, Summed())) for code, kind in kinds.items()],
    )


def _added(sums: Sums) -> dict[str, Summed]:
    added: dict[str, Summed] = {}
    for found in sums.values():
        for code, each in found.items():
            added[code] = added.get(code, Summed()) + each
    return added


def _file(kinds: Kinds, rows: Sequence[Row]) -> HttpResponse:
    headings = [_("Tổ chức đảng")]
    for kind in kinds.values():
        headings += [str(kind.label), _("trên tổng số"), "%"]
    lines: list[list[xlsx.Value]] = []
    for row in rows:
        line: list[xlsx.Value] = [row.name]
        for cell in row.cells:
            line += [cell.sum.value, cell.sum.total, cell.share]
        lines.append(line)
    title = _("Tổng hợp")
    return xlsx.download("tong-hop.xlsx", xlsx.workbook(title, headings, lines))
