"""What was written of a person before, and who changed it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final

from django.db.models import F, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import register
from core.models import (
    Person,
    PersonMerge,
    PersonVersion,
    Post,
    PostVersion,
    User,
)
from core.vietnamese import dates

SHOWN: Final = 50  # changes on a page; nobody's row has more in a life

_OF_PERSON: Final = (
    *(field for field in register.PARTICULARS if field != "birth_precision"),
    "unit",
    "left_on",
    "left_why",
    "left_decision",
    "merged_into",
)
_OF_POST: Final = ("title", "place", "unit", "starts_on", "ends_on")
_LABELS: Final = {"merged_into": _("gộp vào")}
_TRUNCATED: Final = {"day": 0, "month": 3, "year": 6}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row, before and after; empty where nothing was written."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: when, by whom, what was done, and to which fields."""

    at: datetime
    by: User | None
    what: str | Promise
    about: str  # the post it was done to; empty for the person's own row
    fields: tuple[Field, ...]


def history(person: Person, posts: Iterable[Post]) -> list[Changed]:
    """Return what became of a person's row and of these posts, the newest first.

    What was entered before anybody noted when is left out.
    """
    found = [*_of_person(person), *_of_posts(person, posts)]
    # Of what was done at one time, what came last is on top as well.
    return sorted(found, key=lambda change: change.at)[::-1][:SHOWN]


def version_of(person: Person, version: int) -> Any:
    """Return a person's row as it was in a version, or nothing if nobody kept it."""
    if version == person.version:
        return person
    of_row = PersonVersion.objects.filter(pgh_obj_id=person.pk, version=version)
    return of_row.order_by("-pgh_id").first()


def merged_rows(person: Person) -> QuerySet[PersonMerge]:
    """Return the rows that were found to be this person's, the latest first."""
    merges = PersonMerge.objects.filter(gone__merged_into=person)
    return merges.select_related("gone__unit", "kept", "by").order_by("-at", "pk")


def changes_between(
    before: Any, after: Any, fields: Iterable[str]
) -> tuple[Field, ...]:
    """Return the fields in which two states of a row differ, as words."""
    model = type(after)
    return tuple(
        Field(
            _LABELS.get(field) or model._meta.get_field(field).verbose_name,
            written_field(before, field),
            written_field(after, field),
        )
        for field in fields
        if _differs(before, after, field)
    )


def label_of(field: str) -> str:
    """Return what a field of a person is called at the head of a line or a column."""
    found: Any = Person._meta.get_field(field)
    return capfirst(str(found.verbose_name))


def written_field(row: Any, field: str) -> str:
    """Write a field of a person or post as a screen shows it."""
    value = getattr(row, field)
    if value in (None, "", 0):
        return ""
    if field == "born_on":
        return dates.short(value)[_TRUNCATED[row.birth_precision] :]
    if field.endswith(("_on", "_since")):
        return dates.short(value)
    return str(_words_of(row.__class__, field).get(value, value))


def party_age_of(person: Person, *, day: date) -> register.PartyAge | None:
    """Return how long somebody has been in the Party; until he left, if he did."""
    return register.party_age_on(
        min(day, person.left_on or day),
        membership=person.membership,
        admitted=person.party_since,
        official=person.official_since,
        lost_months=person.party_age_lost_months,
    )


def written_party_age(person: Person, *, day: date) -> str:
    """Write the time in the Party in words, or nothing when it is not known."""
    found = party_age_of(person, day=day)
    if found is None:
        return ""
    return gettext("%(years)s năm %(months)s tháng") % found._asdict()


def _words_of(model: type[Model], field: str) -> dict[Any, Any]:
    """Return the words for the codes of a field that has any."""
    found: Any = model._meta.get_field(field)
    return dict(found.flatchoices) if found.choices else {}


def _of_person(person: Person) -> Iterator[Changed]:
    versions = PersonVersion.objects.filter(pgh_obj_id=person.pk)
    states = _states(versions, ("unit", "merged_into", "changed_by"), person)
    merges = PersonMerge.objects.filter(kept=person)
    merged_at = set(merges.values_list("at", flat=True))
    if len(states) <= SHOWN:
        yield from _first(states[0], _("ghi vào sổ"))
    for before, after in pairwise(states):
        fields = changes_between(before, after, _OF_PERSON)
        at = _when(before, after)
        what = _("gộp với dòng khác") if at in merged_at else _done_to_person(fields)
        yield Changed(at, after.changed_by, what, "", fields)


def _done_to_person(fields: tuple[Field, ...]) -> Promise:
    left = _field_called("left_on", fields)
    if left is not None:
        return _("ghi rời sổ") if left.after else _("đưa trở lại sổ")
    if len(fields) == 1 and _field_called("unit", fields):
        return _("chuyển sinh hoạt đảng")
    return _("sửa")


def _field_called(name: str, fields: tuple[Field, ...]) -> Field | None:
    found: Any = Person._meta.get_field(name)
    label = str(found.verbose_name)
    return next((each for each in fields if str(each.label) == label), None)


def _of_posts(person: Person, posts: Iterable[Post]) -> Iterator[Changed]:
    now = {post.pk: post for post in posts}
    rows = PostVersion.objects.filter(Q(person_id=person.pk) | Q(pgh_obj_id__in=now))
    of_post: dict[Any, list[Any]] = {key: [] for key in now}
    for row in rows.select_related("unit", "changed_by").order_by("pgh_id"):
        of_post.setdefault(row.pgh_obj_id, []).append(row)
    for key, before in of_post.items():
        yield from _of_post([*before, *([now[key]] if key in now else [])])


def posts_of(person: Person) -> QuerySet[Post]:
    """Return a person's posts, those held now first, then the latest."""
    posts = person.posts.select_related("unit", "changed_by")
    return posts.order_by(
        F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True), "pk"
    )


def _of_post(states: list[Any]) -> Iterator[Changed]:
    for change in _first(states[0], _("ghi chức vụ")):
        yield replace(change, about=states[0].title)
    for before, after in pairwise(states):
        fields = changes_between(before, after, _OF_POST)
        gone = getattr(after, "pgh_label", "") == "deleted"
        what = _("bỏ chức vụ") if gone else _("sửa chức vụ")
        if before.person_id != after.person_id:
            what = _("chức vụ theo sang khi gộp")
        yield Changed(_when(before, after), after.changed_by, what, after.title, fields)


def _states(versions: Any, related: tuple[str, ...], now: Any) -> list[Any]:
    """Return the states of a row, the oldest first; more than are shown, to tell."""
    newest = versions.select_related(*related).order_by("-pgh_id")[: SHOWN + 1]
    return [*reversed(newest), now]


def _first(state: Any, what: Promise) -> Iterator[Changed]:
    if state.changed_at is not None:
        yield Changed(state.changed_at, state.changed_by, what, "", ())


def _when(before: Any, after: Any) -> datetime:
    """Return when a row was changed; a bulk update may not have marked it."""
    marked = after.version != before.version and after.changed_at
    found: datetime = marked or before.pgh_created_at
    return found


def _differs(before: Any, after: Any, field: str) -> bool:
    if field == "born_on" and before.birth_precision != after.birth_precision:
        return True
    name = after._meta.get_field(field).attname
    return bool(getattr(before, name) != getattr(after, name))
