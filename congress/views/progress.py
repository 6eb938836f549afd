"""Where each congress beneath somebody stands: counted, listed, taken along."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congress import labels
from congress.forms.progress import BeneathForm
from congress.models import Congress
from congress.queries import lessons, matching, plans, progress
from congress.rules.planning import GATES, Standing
from congress.rules.progress import State
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.models import Unit
from core.paging import Pages
from core.queries import units_matching
from core.vietnamese import dates
from core.web import StaffRequest

_LATE: Final = "co"
ROWS: Final = 25  # to a page: each is several lines high


@dataclass(frozen=True, slots=True)
class Light:
    """How one gate stands: a colour and a word."""

    head: str
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """One congress as the board shows it."""

    congress: Congress
    word: str
    tone: str
    lights: list[Light]
    ends: str  # early or late against the level's last day
    ends_late: bool
    next_title: str
    next_on: date | None
    next_late: bool
    is_early: bool = False  # before the lessons of the pilot


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a board, a calendar or a timeline is narrowed to, and its fields."""

    within: progress.Within
    unit: Unit | None
    unit_form: BeneathForm
    filters: list[Filter]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.within.level or self.unit_form.is_bound)


@require_safe
@policy.requires(Right.PLAN_READ)
def board(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    years = progress.years_of_terms()
    narrowed = narrow(request, year=year_asked(request, years, today))
    state = chosen(request, "tinh-trang", labels.STATES)
    filters = [*_filters(request, state, years, narrowed), *narrowed.filters]
    counted = progress.counted(narrowed.within, today=today)
    context: dict[str, Any] = {
        "counters": _counters(request, counted, state),
        "total": counted.total,
        "late": counted.late,
        "unit": narrowed.unit,
        "unit_field": narrowed.unit_form["to-chuc"],
        "year": narrowed.within.year,
        "reported": narrowed.unit or progress.highest_unit(request.user),
        "may_read_units": policy.holds(request.user, Right.UNIT_READ),
    }
    if state == State.NONE.value:
        return _without(request, narrowed, filters, context)
    return _with(request, narrowed, filters, context, counted=counted, today=today)


def narrow(request: StaffRequest, *, year: int | None = None) -> Narrowed:
    """Read from the address what is looked at: beneath which unit, on which level."""
    form = BeneathForm(request.user, request.GET.get("to-chuc", ""))
    words = {each.code: str(each) for each in progress.levels()}
    level = chosen(request, "cap", words)
    unit = form.chosen()
    within = progress.within_reach(request.user, year=year, level=level, beneath=unit)
    return Narrowed(
        within, unit, form, [Filter("cap", _("Cấp"), list(words.items()), level)]
    )


def year_asked(request: StaffRequest, years: list[int], today: date) -> int:
    """Return the first year of the term that is looked at."""
    asked = request.GET.get("nhiem-ky", "")
    if asked in map(str, years):
        return int(asked)
    return progress.year_looked_at(request.user, years, today)


def years_filter(request: StaffRequest, years: list[int], shown: int | None) -> Filter:
    """Return the choice of a term; ``shown`` is the one looked at without a choice."""
    return Filter(
        "nhiem-ky",
        _("Nhiệm kỳ từ năm"),
        [(str(year), str(year)) for year in years],
        chosen(request, "nhiem-ky", {str(year): "" for year in years}),
        blank=str(shown or "–"),
    )


def _filters(
    request: StaffRequest, state: str, years: list[int], narrowed: Narrowed
) -> list[Filter]:
    late = chosen(request, "cham", {_LATE: ""})
    return [
        years_filter(request, years, narrowed.within.year),
        Filter(
            "tinh-trang",
            _("Tình trạng"),
            list(labels.STATES.items()),
            state,
            blank=_("Mọi đại hội đã lập"),
        ),
        Filter("cham", _("Việc chậm"), [(_LATE, _("Chỉ nơi có việc chậm"))], late),
    ]


def _with(
    request: StaffRequest,
    narrowed: Narrowed,
    filters: list[Filter],
    context: dict[str, Any],
    *,
    counted: progress.Counted,
    today: date,
) -> HttpResponse:
    rows, known = _rows(request, narrowed, counted, today)
    if wants_file(request):
        return _file(request, rows, today)
    found: Listing[Congress] = listing(
        request,
        rows,
        _columns(),
        default="khai-mac",
        filters=filters,
        size=ROWS,
        pages=Pages if known is None else _of_known(known),
    )
    found = replace(found, narrowed=found.narrowed or narrowed.is_narrowed)
    congresses = progress.read(found.page.object_list, today=today)
    lines = _lines(congresses, today=today)
    context |= {"listing": found, "page": found.page, "lines": lines}
    return render(request, "congress/progress.html", context)


def _rows(
    request: StaffRequest,
    narrowed: Narrowed,
    counted: progress.Counted,
    today: date,
) -> tuple[QuerySet[Congress], int | None]:
    """Return the congresses that are asked for; and how many, where it is known."""
    rows = progress.congresses_in(narrowed.within)
    rows = progress.with_order(progress.with_state(rows, today=today), today=today)
    state = chosen(request, "tinh-trang", labels.STATES)
    number: int | None = counted.total - counted.of_state[State.NONE.value]
    if state:
        rows, number = rows.filter(Q(state=state)), counted.of_state[state]
    if chosen(request, "cham", {_LATE: ""}):
        rows, number = rows.filter(Q(is_late=True)), None if state else counted.late
    if day := _day(request):
        rows, number = rows.filter(opens_on__lte=day, closes_on__gte=day), None
    if wanted := request.GET.get("tim", "").strip():
        rows, number = matching(rows, wanted), None
    return rows, number


def _without(
    request: StaffRequest,
    narrowed: Narrowed,
    filters: list[Filter],
    context: dict[str, Any],
) -> HttpResponse:
    """The units that have no congress of the term."""
    rows = progress.units_without(narrowed.within)
    rows = rows.select_related("kind__level", "parent")
    if wanted := request.GET.get("tim", "").strip():
        rows = units_matching(rows, wanted)
    columns: list[Column[Unit]] = [
        Column("ten", _("Tổ chức đảng"), lambda unit: unit.name, ("sort_key", "pk")),
        Column("cap", _("Cấp"), lambda unit: str(unit.kind.level)),
        Column("truc-thuoc", _("Trực thuộc"), _parent_name),
        Column("ma", _("Mã"), lambda unit: unit.code, only_in_file=True),
    ]
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="ten",
            title=_("Chưa lập đại hội"),
            file_name="chua-lap-dai-hoi.xlsx",
        )
    found: Listing[Unit] = listing(
        request, rows, columns, default="ten", filters=filters
    )
    may_convene = policy.holds(request.user, Right.CONGRESS_KEEP)
    context |= {"listing": found, "page": found.page, "may_convene": may_convene}
    return render(request, "congress/progress_without.html", context)


def _day(request: StaffRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return None


def _of_known(number: int) -> type[Pages]:
    """Return pages of a list that was counted already."""
    return type("Known", (Pages,), {"_seen": number})


def _counters(
    request: StaffRequest, counted: progress.Counted, state: str
) -> list[dict[str, Any]]:
    found = []
    for code, word in labels.STATES.items():
        query = request.GET.copy()
        for key in ("trang", "in", "xuat", "cham", "sap-xep"):
            query.pop(key, None)
        query["tinh-trang"] = code
        found.append(
            {
                "word": word,
                "number": counted.of_state[code],
                "url": f"?{query.urlencode()}",
                "current": code == state,
            }
        )
    return found


def _lines(congresses: list[Congress], *, today: date) -> list[Line]:
    grounds = progress.deadlines()
    beneath = progress.beneath_of(congresses, today=today)
    early = lessons.too_early(congresses, today)
    return [
        replace(
            _line(congress, grounds, beneath, today=today),
            is_early=congress.pk in early,
        )
        for congress in congresses
    ]


def _line(
    congress: Any, grounds: plans.Grounds, beneath: Collection[UUID], *, today: date
) -> Line:
    late = progress.days_late(congress, grounds)
    return Line(
        congress=congress,
        word=str(labels.STATES[congress.state]),
        tone=labels.STATE_TONES[congress.state],
        lights=_lights(congress, beneath, today=today),
        ends=_early_or_late(late),
        ends_late=bool(late and late > 0),
        next_title=_(congress.next_title) if congress.next_title else "",
        next_on=congress.next_on,
        next_late=bool(congress.next_on and congress.next_on < today),
    )


def _lights(
    congress: Congress, beneath: Collection[UUID], *, today: date
) -> list[Light]:
    standings = progress.gates_of(congress, beneath, today=today)
    return [
        _light(code, standing) for code, standing in zip(GATES, standings, strict=True)
    ]


def _light(code: str, standing: Standing | None) -> Light:
    head = str(labels.GATE_HEADS[code])
    if standing is None:
        return Light(head, "none", _("không có"))
    word = str(labels.PLAN_STANDINGS[standing.value])
    return Light(head, plans.tone_of(standing), word)


def _early_or_late(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("đúng hạn")
    said = {"days": labels.days_words(abs(days))}
    return (_("chậm %(days)s") if days > 0 else _("sớm %(days)s")) % said


# --- the list as it is ordered, and as a file ---------------------------------------


def _columns() -> list[Column[Congress]]:
    """Return the columns of the screen; a file has values of rows read with a plan."""
    return [
        Column("ten", _("Tổ chức đảng"), lambda row: row.unit.name, ("by_name", "pk")),
        Column("khai-mac", _("Khai mạc"), lambda row: row.opens_on, ("opens_on", "pk")),
        Column("tinh-trang", _("Tình trạng"), _state),
        Column("ke-tiep", _("Việc kế tiếp"), _next),
        Column("cham", _("Việc chậm"), _number_late, ("late", "pk"), number=True),
        Column("cua", _("Phải xong trước khai mạc"), lambda _row: ""),
        Column("so-han", _("So với hạn của cấp"), lambda _row: ""),
    ]


def _file(request: StaffRequest, rows: QuerySet[Congress], today: date) -> HttpResponse:
    grounds = progress.deadlines()
    beneath = progress.all_done_beneath(rows, today=today)
    columns = [
        *_columns()[:2],
        Column[Congress]("be-mac", _("Bế mạc"), lambda row: row.closes_on),
        Column[Congress]("cap", _("Cấp"), lambda row: str(row.unit.kind.level)),
        Column[Congress]("truc-thuoc", _("Trực thuộc"), _parent),
        *_columns()[2:5],
        *(
            Column[Congress](code, head, partial(_gate_word, place, beneath, today))
            for place, (code, head) in enumerate(labels.GATE_HEADS.items())
        ),
        Column[Congress]("so-han", _("So với hạn của cấp"), _ends(grounds)),
    ]
    return as_file(
        request,
        progress.with_plan(rows, today=today),
        columns,
        default="khai-mac",
        title=_("Tiến độ đại hội"),
        file_name="tien-do-dai-hoi.xlsx",
    )


def _ends(grounds: plans.Grounds) -> Callable[[Congress], str]:
    return lambda row: _early_or_late(progress.days_late(row, grounds))


def _gate_word(
    place: int, beneath: Collection[UUID], today: date, row: Congress
) -> str:
    return _lights(row, beneath, today=today)[place].word


def _state(row: Any) -> str:
    return str(labels.STATES[row.state])


def _next(row: Any) -> str:
    if row.next_on is None:
        return ""
    return f"{dates.short(row.next_on)} {_(row.next_title)}"


def _number_late(row: Any) -> int:
    return int(row.number_late)


def _parent(row: Congress) -> str:
    return _parent_name(row.unit)


def _parent_name(unit: Unit) -> str:
    return unit.parent.name if unit.parent else ""
