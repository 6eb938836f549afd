"""What the apps above offer to the pages of core.

Imports point down, so core never asks an app by name: each app fills these tables in
``AppConfig.ready()`` from its ``provides.py``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, cast

from django.db.models import Model, Q
from django.utils.functional import Promise, lazy

from core.access.rights import Right
from core.audit.verification import Claim
from core.imports.kinds import ImportKind
from core.models import Scope, User
from core.rule_book import RuleBook


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry of the top bar, for whoever holds the right somewhere, or for all."""

    order: int
    label: Promise
    url_name: str
    right: Right | None
    pages: tuple[str, ...] = ()  # how the names of other pages under it begin


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the second bar, inside a congress; its address takes the slug."""

    order: int
    label: Promise
    url_name: str
    right: Right
    pages: tuple[str, ...] = ()  # how the names of its pages begin, if not of the app
    # Shown where the right is held at the congress itself, not merely somewhere.
    here_only: bool = False
    # Not for whoever only works in a sub-committee: he would find nothing there.
    of_units: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A page of the portal that the back office leads to."""

    order: int
    label: Promise
    about: Promise
    url_name: str
    right: Right


@dataclass(frozen=True, slots=True)
class Work:
    """Something that waits for the person who looks, or for others."""

    title: str
    place: str
    state: Promise | str
    tone: str
    url: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that audit lines tell: what it is called, and words for its codes."""

    label: Promise
    words: Mapping[str, Promise] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One column of Tổng hợp: what is counted, out of what, and who may see it."""

    label: Promise
    right: Right


WorkOf = Callable[[User], list[Work]]


@dataclass(frozen=True, slots=True)
class Proved:
    """One thing beneath a scope that was looked at, in words for a terminal."""

    what: str
    told: tuple[str, ...]
    holds: bool


Proof = Callable[[Scope], Iterable[Proved]]
# Why what lies beneath a scope cannot leave now, in sentences; none where it can.
Hindrance = Callable[[Scope], Iterable[str]]
# Writes anew what does not travel but follows from what does.
Renewal = Callable[[Scope, datetime], None]
# Has what waits for somebody by name wait for others where he acts no longer.
PassingOn = Callable[[User, datetime], None]

_tabs: Final[list[Tab]] = []
_sections: Final[list[Section]] = []
_desk: Final[list[Section]] = []
_rooms: Final[list[Room]] = []
_work: Final[list[WorkOf]] = []
_imports: Final[dict[str, ImportKind]] = {}
_acts: Final[dict[str, Promise]] = {}
_details: Final[dict[str, Detail]] = {}
_heads: Final[list[Callable[[], Iterable[Claim]]]] = []
_rule_books: Final[list[RuleBook]] = []
_facts: Final[set[str]] = set()
_with_people: Final[dict[tuple[str, str], None]] = {}
_totals: Final[dict[str, Promise]] = {}
_staying: Final[set[type[Model]]] = set()
_kept_here: Final[dict[type[Model], list[Q]]] = {}
_proofs: Final[list[Proof]] = []
_whole: Final[list[type[Model]]] = []
_hindrances: Final[list[Hindrance]] = []
_renewals: Final[list[Renewal]] = []
_passing_on: Final[list[PassingOn]] = []
_notices: Final[dict[str, Promise]] = {}
_notice_labels: Final[dict[str, Promise]] = {}
_work_kinds: Final[dict[str, Promise]] = {}
_work_to_do: Final[dict[str, Promise]] = {}
_figures: Final[dict[str, FigureKind]] = {}


def _without_values(kind: str) -> str:
    return str(_notices[kind]) % defaultdict(lambda: "…")


_NoticeLabel: Final = lazy(_without_values, str)


def offer_tab(tab: Tab) -> None:
    """Add an entry to the top bar."""
    if tab not in _tabs:
        _tabs.append(tab)
        _tabs.sort(key=lambda known: known.order)


def offer_section(section: Section) -> None:
    """Add an entry to the bar inside a congress."""
    if section not in _sections:
        _sections.append(section)
        _sections.sort(key=lambda known: known.order)


def offer_at_desk(section: Section) -> None:
    """Add an entry to the bar beside Việc của tôi; its address takes nothing."""
    if section not in _desk:
        _desk.append(section)
        _desk.sort(key=lambda known: known.order)


def offer_room(room: Room) -> None:
    """Add a page to the front of the back office."""
    if room not in _rooms:
        _rooms.append(room)
        _rooms.sort(key=lambda known: known.order)


def offer_work(work_of: WorkOf) -> None:
    """Add a source of rows to the page Việc của tôi."""
    if work_of not in _work:
        _work.append(work_of)


def offer_import(kind: ImportKind) -> None:
    """Add a kind of list that can be brought in from a file."""
    _imports[kind.code] = kind


def name_acts(labels: Mapping[str, Promise]) -> None:
    """Say what audit lines of an app are called on screen."""
    _acts.update(labels)


def name_details(details: Mapping[str, Detail]) -> None:
    """Say what the keys in the detail of audit lines are called on screen."""
    _details.update(details)


def offer_printed_heads(heads: Callable[[], Iterable[Claim]]) -> None:
    """Add a source of heads of the audit chain that stand on papers."""
    if heads not in _heads:
        _heads.append(heads)


def name_totals(labels: Mapping[str, Promise]) -> None:
    """Say which models are counted when a person asks what a database holds."""
    _totals.update(labels)


def offer_rule_sets(book: RuleBook) -> None:
    """Add the rule sets that an app ships."""
    if all(known.shipped.keys() != book.shipped.keys() for known in _rule_books):
        _rule_books.append(book)


def name_facts(*tables: str) -> None:
    """Say which tables hold finished facts: the application may only add to them."""
    _facts.update(tables)


def move_with_people(model: str, field: str) -> None:
    """Say that rows follow when two rows of the register are found to be one person.

    Whatever is not named here is a finished fact and goes on pointing where it did.
    """
    _with_people[model, field] = None


def moving_with_people() -> list[tuple[str, str]]:
    """Return model and field of what follows a person whose rows are merged."""
    return list(_with_people)


def stay_behind(*models: type[Model]) -> None:
    """Say which rows beneath a scope belong to one machine and never travel."""
    _staying.update(models)


def keep_here(model: type[Model], condition: Q) -> None:
    """Say which rows do not leave on a journey; what was made away does come back."""
    _kept_here.setdefault(model, []).append(condition)


def staying_behind() -> frozenset[type[Model]]:
    """Return the models whose rows belong to one machine."""
    return frozenset(_staying)


def kept_here(model: type[Model]) -> list[Q]:
    """Return which rows of a model do not leave on a journey."""
    return list(_kept_here.get(model, ()))


def offer_proof(proof: Proof) -> None:
    """Add a way to look whether what came back holds together."""
    if proof not in _proofs:
        _proofs.append(proof)


def take_whole(*models: type[Model]) -> None:
    """Say which tables go along whole: the portal there has rows of its own in them."""
    _whole.extend(model for model in models if model not in _whole)


def taken_whole() -> list[type[Model]]:
    """Return the tables that go along whole."""
    return list(_whole)


def name_notices(sentences: Mapping[str, Promise]) -> None:
    """Say what people are told: kind → sentence with ``%(name)s`` for its values.

    Values are names of units and congresses, of things to do, and days: never a word
    about a person.
    """
    _notices.update(sentences)
    for kind in sentences:
        _notice_labels[kind] = cast("Promise", _NoticeLabel(kind))


def notices() -> dict[str, Promise]:
    """Return kind of notice → its sentence."""
    return dict(_notices)


def notice_labels() -> Mapping[str, Promise]:
    """Return kind of notice → its sentence without values, also of kinds to come."""
    return _notice_labels


def name_work(
    labels: Mapping[str, Promise], to_do: Mapping[str, Promise] | None = None
) -> None:
    """Say what kinds of rows of Việc của tôi are called, and what is done there.

    The latter for rows whose title is but a name: ``Ghi biên bản: %(what)s``.
    """
    _work_kinds.update(labels)
    _work_to_do.update(to_do or {})


def work_kinds() -> dict[str, Promise]:
    """Return kind of work → what it is called."""
    return dict(_work_kinds)


def work_said(kind: str, title: str) -> str:
    """Return what is to be done about something of that title."""
    pattern = _work_to_do.get(kind)
    return str(pattern) % {"what": title} if pattern else title


def name_figures(kinds: Mapping[str, FigureKind]) -> None:
    """Say what the figures of Tổng hợp are called, in the order of their columns."""
    _figures.update(kinds)


def figures() -> dict[str, FigureKind]:
    """Return code of a figure → what it is."""
    return dict(_figures)


def renew_after_journey(renewal: Renewal) -> None:
    """Add what is written anew beneath a scope that arrived or came back."""
    if renewal not in _renewals:
        _renewals.append(renewal)


def renew(scope: Scope, at: datetime) -> None:
    """Write anew what follows from rows that came by a journey."""
    for renewal in _renewals:
        renewal(scope, at)


def offer_passing_on(passing_on: PassingOn) -> None:
    """Add what happens to somebody's work when his roles, or his account, change."""
    if passing_on not in _passing_on:
        _passing_on.append(passing_on)


def pass_on_work_of(user: User, at: datetime) -> None:
    """Have the apps see to the work of somebody whose roles have just changed."""
    for passing_on in _passing_on:
        passing_on(user, at)


def offer_hindrance(hindrance: Hindrance) -> None:
    """Add a reason why a journey may have to wait."""
    if hindrance not in _hindrances:
        _hindrances.append(hindrance)


def hindrances(scope: Scope) -> list[str]:
    """Return why what lies beneath a scope cannot leave now."""
    return [why for hindrance in _hindrances for why in hindrance(scope)]


def proofs() -> list[Proof]:
    """Return the ways to look whether what came back holds together."""
    return list(_proofs)


def facts() -> list[str]:
    """Return the tables of finished facts."""
    return sorted(_facts)


def totals() -> dict[str, Promise]:
    """Return model (``core.Unit``) → what its rows are called."""
    return dict(_totals)


def details() -> dict[str, Detail]:
    """Return key of an audit line's detail → what it is called."""
    return dict(_details)


def rule_books() -> list[RuleBook]:
    """Return the books of all rule sets that come with the portal."""
    return list(_rule_books)


def rule_book(code: str) -> RuleBook | None:
    """Return the book that the rule set stands in, while an app still ships it."""
    return next((book for book in _rule_books if code in book.shipped), None)


def printed_heads() -> Iterable[Claim]:
    """Return every head of the audit chain that stands on a paper."""
    for heads in _heads:
        yield from heads()


def tabs() -> list[Tab]:
    """Return the top bar's entries in order."""
    return list(_tabs)


def sections() -> list[Section]:
    """Return the entries inside a congress in order."""
    return list(_sections)


def desk() -> list[Section]:
    """Return the entries beside Việc của tôi in order."""
    return list(_desk)


def is_at_desk(view_name: str) -> bool:
    """Whether a page lies under Việc của tôi, whichever app it is of."""
    return any(view_name.startswith(each.pages) for each in _desk if each.pages)


def rooms() -> list[Room]:
    """Return the pages the back office leads to, in order."""
    return list(_rooms)


def work_of(user: User) -> list[Work]:
    """Gather what every app has for this person."""
    return [row for source in _work for row in source(user)]


def acts() -> dict[str, Promise]:
    """Return act → Vietnamese name."""
    return dict(_acts)


def imports() -> dict[str, ImportKind]:
    """Return the kinds of lists that can be brought in, by code."""
    return dict(_imports)
