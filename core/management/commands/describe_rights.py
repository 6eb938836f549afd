"""Write docs/reference/rights.md: who may do what, and which page asks for it."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from core.access.rights import RIGHTS_OF, TALLY_ROLES, Reach, Right, Role
from core.management.described import DescribingCommand, table

HEAD = """\
# Rights

Written by `manage.py describe_rights` from `core/access/rights.py` and the addresses;
do not edit it by hand. Rights are code, appointments are data
([decision 0005](../decisions/0005-rights-as-code.md)).

## Rights

*Beneath*: the right reaches everything below the place where the role was given.
*Here*: only what the same unit owns.

"""
ROLES = """
## Roles and their rights

A role marked with * is given for one voting body only, to an account that names its
person.

"""
PAGES = """
## Pages and the right each asks for

Whoever holds the right nowhere, or not where the page lies, gets a 404. The back office
under `/quan-tri/` is for administrators alone.

"""
REACHES = {Reach.BENEATH: "beneath", Reach.HERE: "here"}


class Command(DescribingCommand):
    help = "Write docs/reference/rights.md from the table of roles and rights."
    page = "rights.md"

    def text(self) -> str:
        return HEAD + _rights() + ROLES + _roles() + PAGES + _pages()


def _rights() -> str:
    return table(
        ("right", "Vietnamese", "English", "reach"),
        [
            (f"`{right.value}`", *_both(right.label), REACHES[right.reach])
            for right in Right
        ],
    )


def _roles() -> str:
    rows = []
    for role in Role:
        star = " *" if role in TALLY_ROLES else ""
        held = ", ".join(f"`{r.value}`" for r in Right if r in RIGHTS_OF[role])
        rows.append((f"`{role.value}`{star}", *_both(role.label), held))
    return table(("role", "Vietnamese", "English", "rights"), rows)


def _pages() -> str:
    rows = sorted(_doors(get_resolver().url_patterns, address="/", namespace=""))
    return table(
        ("address", "name", "right"),
        [(f"`{address}`", f"`{name}`", door) for address, name, door in rows],
    )


def _doors(
    patterns: list[Any], *, address: str, namespace: str
) -> Iterator[tuple[str, str, str]]:
    """Walk the addresses; a view without a door belongs to the back office."""
    for each in patterns:
        here = address + str(each.pattern)
        if isinstance(each, URLResolver):
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _doors(each.url_patterns, address=here, namespace=inside)
        elif isinstance(each, URLPattern) and hasattr(each.callback, "door"):
            door = each.callback.door
            said = f"`{door.value}`" if isinstance(door, Right) else str(door)
            yield _bare(here), f"{namespace}{each.name}", said


def _bare(address: str) -> str:
    """Leave the converters out of an address: ``<slug:congress>`` is ``<congress>``."""
    return re.sub(r"<\w+:", "<", address)


def _both(label: object) -> tuple[str, str]:
    with translation.override("vi"):
        vietnamese = str(label)
    with translation.override("en"):
        return vietnamese, str(label)
