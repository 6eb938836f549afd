"""What the apps above offer to the pages of core.

Imports point down, so core never asks an app by name: each app fills these tables in
``AppConfig.ready()`` from its ``provides.py``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from core.access.rights import Right
from core.models import User


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry of the top bar, for whoever holds the right somewhere, or for all."""

    order: int
    label: Promise
    url_name: str
    right: Right | None


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the second bar, inside a congress; its address takes the slug."""

    order: int
    label: Promise
    url_name: str
    right: Right


@dataclass(frozen=True, slots=True)
class Work:
    """Something that waits for the person who looks, or for others."""

    title: str
    place: str
    state: Promise
    tone: str
    url: str
    mine: bool


WorkOf = Callable[[User], list[Work]]

_tabs: Final[list[Tab]] = []
_sections: Final[list[Section]] = []
_work: Final[list[WorkOf]] = []
_acts: Final[dict[str, Promise]] = {}
_facts: Final[set[str]] = set()


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


def offer_work(work_of: WorkOf) -> None:
    """Add a source of rows to the page Việc của tôi."""
    if work_of not in _work:
        _work.append(work_of)


def name_acts(labels: Mapping[str, Promise]) -> None:
    """Say what audit lines of an app are called on screen."""
    _acts.update(labels)


def name_facts(*tables: str) -> None:
    """Say which tables hold finished facts: the application may only add to them."""
    _facts.update(tables)


def facts() -> list[str]:
    """Return the tables of finished facts."""
    return sorted(_facts)


def tabs() -> list[Tab]:
    """Return the top bar's entries in order."""
    return list(_tabs)


def sections() -> list[Section]:
    """Return the entries inside a congress in order."""
    return list(_sections)


def work_of(user: User) -> list[Work]:
    """Gather what every app has for this person."""
    return [row for source in _work for row in source(user)]


def acts() -> dict[str, Promise]:
    """Return act → Vietnamese name."""
    return dict(_acts)
