"""Lists of those convened to a congress, brought in from files.

A list never enters people into the register: whom it does not find there it tells, row
by row. Lists go to the congress itself; meetings take those just elected.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congress.models import Congress, RollEntry
from congress.services.importing.clerk import RollClerk
from congress.services.importing.columns import COLUMNS, SENTENCES
from congress.services.readiness import refresh
from congress.services.roll import POINT
from core.access import policy
from core.access.rights import Right
from core.imports.kinds import ImportKind, Place
from core.models import Scope, User


def _place(user: User, slug: str) -> Place | None:
    """Return the congress of that address, where the user keeps the roll."""
    congresses = policy.within_reach(Congress.objects.all(), user, Right.ROLL_READ)
    found = congresses.filter(slug=slug).select_related("scope", "unit").first()
    if found is None or not policy.allows(user, Right.ROLL_KEEP, found.scope):
        return None
    url = reverse("congress:roll", args=[found.slug, "dai-hoi"])
    return Place(found.scope, str(found), url)


def _roll_at(scope: Scope, _into: str) -> str:
    slug = Congress.objects.filter(scope=scope).values_list("slug", flat=True).first()
    return reverse("congress:roll", args=[slug, "dai-hoi"]) if slug else ""


def _address_of(entry: RollEntry) -> str:
    body = entry.body
    args = [body.congress.slug, body.address, entry.pk]
    return reverse("congress:roll-change", args=args)


def _undone(scope: Scope, _keys: Sequence[Any], at: datetime) -> None:
    held = Congress.objects.filter(scope=scope).values_list("pk", flat=True)
    refresh(list(held), POINT, at=at)


ROLL: Final = ImportKind(
    code="roll",
    address="trieu-tap",
    label=_("danh sách triệu tập"),
    title=_("Nhập danh sách triệu tập"),
    about=_(
        "Mỗi dòng là một người đã có trong sổ người, tìm theo số định danh, số thẻ, "
        "hoặc tên cùng ngày sinh, tổ chức. Nhập không ghi người mới vào sổ."
    ),
    right=Right.ROLL_KEEP,
    model=RollEntry,
    columns=COLUMNS,
    clerk=RollClerk,
    sentences=SENTENCES,
    related=("person", "body__congress"),
    address_of=_address_of,
    within=_("Xem danh sách triệu tập"),
    place=_place,
    undone=_undone,
    address_at=_roll_at,
)
