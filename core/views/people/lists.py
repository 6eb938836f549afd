"""Lists of the register: people within reach, and rows that may be one person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import services
from core.access import policy
from core.access.rights import Right
from core.forms.people import UnitFilterForm
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.models import Person, Unit
from core.models.person import Membership, Sex, TheoryLevel
from core.paging import SEARCHED, Pages, Searched
from core.queries import people as register
from core.queries.people import label_of, written_field, written_party_age
from core.web import StaffRequest

EXPORTED: Final = 20_000  # rows of one file: more would keep a person waiting too long
DOUBLES: Final = 15  # to a page; to count them all would be to look at everybody

_FILTERS: Final = (
    ("gioi-tinh", "sex", Sex),
    ("tu-cach", "membership", Membership),
    ("ly-luan", "theory", TheoryLevel),
)
# Who is listed besides those who are in the register: key, what the trail tells.
_LEFT: Final = {"roi": "left", "ca": "all"}
_IN_FILE: Final = (
    "other_name",
    "sex",
    "born_on",
    "citizen_id",
    "ethnicity",
    "religion",
    "home_place",
    "position",
    "membership",
    "party_card",
    "party_since",
    "official_since",
    "party_age_lost_months",
    "badge",
    "schooling",
    "education",
    "profession",
    "theory",
    "languages",
    "computing",
    "left_on",
    "left_why",
    "left_decision",
)
_ON_SCREEN: Final = frozenset(
    {"born_on", "sex", "membership", "party_since", "position"}
)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The people a page lists, and by what they were narrowed."""

    rows: QuerySet[Person]
    unit: Unit | None
    unit_form: UnitFilterForm
    filters: list[Filter]
    by_words: bool
    is_wide: bool
    listed: str  # key of _LEFT; empty: who is in the register

    @property
    def pages(self) -> type[Pages]:
        """How far pages are counted: what is found in a whole country is cut off."""
        return Searched if self.by_words and self.is_wide else Pages

    @property
    def said(self) -> dict[str, str]:
        """What the trail tells of it: never the name that was searched."""
        fields = {key: field for key, field, _words in _FILTERS}
        told = {
            fields[each.key]: each.chosen
            for each in self.filters
            if each.chosen and each.key in fields
        }
        if self.listed:
            told["listed"] = _LEFT[self.listed]
        return told | ({"searched": "yes"} if self.by_words else {})


@require_safe
@policy.requires(Right.PERSON_READ)
def people(request: StaffRequest) -> HttpResponse:
    narrowed = _narrowed(request)
    columns = _columns(by_words=narrowed.by_words)
    rows = narrowed.rows.select_related("unit")
    if wants_file(request):
        return _file(request, narrowed, rows, columns)
    found: Listing[Person] = listing(
        request,
        rows,
        columns,
        default="ten",
        filters=narrowed.filters,
        pages=narrowed.pages,
    )
    if narrowed.unit_form.is_bound:
        found = replace(found, narrowed=True)
    if found.is_print:
        _note(request, narrowed, "print", len(found.page.object_list))
    return render(
        request,
        "core/people.html",
        {
            "listing": found,
            "page": found.page,
            "unit": narrowed.unit,
            "unit_field": narrowed.unit_form["to-chuc"],
            "may_keep": policy.holds(request.user, Right.PERSON_KEEP),
        },
    )


@require_safe
@policy.requires(Right.PERSON_READ)
def people_doubles(request: StaffRequest) -> HttpResponse:
    within, unit_form = _of_unit(request)
    imprecise = request.GET.get("cach") == "mot-phan"
    find = register.imprecise_twins if imprecise else register.twins
    gather = register.gathered_around if imprecise else register.gathered
    after = register.key_of(request.GET.get("sau", ""))
    found: list[Any] = list(find(within, after=after)[: DOUBLES + 1])
    shown = found[:DOUBLES]
    return render(
        request,
        "core/people_doubles.html",
        {
            "groups": gather(within, shown),
            "after": after,
            "next": register.written_key(shown[-1]) if len(found) > DOUBLES else "",
            "imprecise": imprecise,
            "unit_field": unit_form["to-chuc"],
            "may_keep": policy.holds(request.user, Right.PERSON_KEEP),
        },
    )


def _narrowed(request: StaffRequest) -> Narrowed:
    within, unit_form = _of_unit(request)
    rows = within.people
    unit = unit_form.chosen()
    filters = []
    for key, field, words in _FILTERS:
        value = chosen(request, key, dict(words.choices))
        filters.append(Filter(key, label_of(field), words.choices, value))
        if value:
            rows = rows.filter(**{field: value})
    wanted = request.GET.get("tim", "").strip()
    numbered = register.bears_number(rows, wanted)
    listed = chosen(request, "so", _LEFT)
    filters.append(_listed(listed))
    if listed == "roi":
        rows = rows.filter(left_on__isnull=False)
    elif not listed:
        rows = register.who_have_not_left(rows)
    if numbered is not None:
        # Whoever bears the number is found, wherever he is now; the list marks him.
        rows = numbered
    elif wanted:
        most = SEARCHED + 1 if within.is_wide else None
        rows = register.named(rows, wanted, at_most=most, few=listed == "roi")
    by_words = bool(wanted) and numbered is None
    if request.GET.get("sap-xep", "").endswith("noi"):
        rows = register.with_unit_order(rows, found=by_words or listed == "roi")
    return Narrowed(
        rows, unit, unit_form, filters, by_words, within.is_wide, listed=listed
    )


def _listed(value: str) -> Filter:
    words = (("roi", _("Đã rời sổ")), ("ca", _("Cả người đã rời sổ")))
    return Filter("so", _("Trong sổ"), words, value, blank=_("Đang trong sổ"))


def _of_unit(request: StaffRequest) -> tuple[register.Reach, UnitFilterForm]:
    """Return the people within reach, of the unit that was asked for."""
    unit_form = UnitFilterForm(request.user, request.GET.get("to-chuc", ""))
    if unit := unit_form.chosen():
        return register.beneath(unit), unit_form
    if unit_form.errors:
        return register.nobody(), unit_form
    return register.reach(request.user, Right.PERSON_READ), unit_form


def _columns(*, by_words: bool) -> list[Column[Person]]:
    """Return what a list shows; of few found the order is an expression (``named``)."""
    name, birth = ("by_name", "by_birth") if by_words else ("sort_key", "born_on")
    own = {
        field: Column[Person](
            field.replace("_", "-"),
            label_of(field),
            _value(field),
            only_in_file=field not in _ON_SCREEN,
        )
        for field in _IN_FILE
    }
    return [
        Column("ten", _("Họ và tên"), _value("full_name"), (name, "pk")),
        replace(own.pop("born_on"), key="sinh", order=(birth, "pk")),
        own.pop("sex"),
        Column("noi", _("Sinh hoạt tại"), _unit_name, ("by_unit", name, "pk")),
        Column("ma", _("Mã tổ chức"), _unit_code, only_in_file=True),
        own.pop("membership"),
        own.pop("party_since"),
        own.pop("position"),
        Column("tuoi-dang", _("Tuổi đảng"), _party_age(), only_in_file=True),
        *own.values(),
    ]


def _value(field: str) -> Callable[[Person], str]:
    return lambda person: written_field(person, field)


def _party_age() -> Callable[[Person], str]:
    today = timezone.localdate()
    return lambda person: written_party_age(person, day=today)


def _unit_name(person: Person) -> str:
    return person.unit.name


def _unit_code(person: Person) -> str:
    return person.unit.code


def _file(
    request: StaffRequest,
    narrowed: Narrowed,
    rows: QuerySet[Person],
    columns: list[Column[Person]],
) -> HttpResponse:
    return as_file(
        request,
        rows,
        columns,
        default="ten",
        title=_("Sổ người"),
        file_name="so-nguoi.xlsx",
        note=partial(_note, request, narrowed, "xlsx"),
        most=EXPORTED,
        too_many=_(
            "Danh sách có hơn %(most)s người, nhiều quá một tệp. Hãy lọc theo tổ chức "
            "rồi xuất từng phần."
        ),
    )


def _note(request: StaffRequest, narrowed: Narrowed, form: str, rows: int) -> None:
    of = narrowed.unit or register.top_unit(request.user, Right.PERSON_READ)
    assert of is not None  # noqa: S101 - whoever reads people does so at some unit
    services.note_people_taken(
        form=form,
        rows=rows,
        of=of,
        narrowed=narrowed.said,
        by=request.user,
        at=timezone.now(),
    )
