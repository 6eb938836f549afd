"""Posts that people hold or held."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
from core.models import Person, Post, Unit, User
from core.services.people import looking
from core.vietnamese import names


class PostUnsound(Refused):
    """What was said of a post cannot be so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """What is written of a post."""

    title: str
    place: str = ""
    unit: Unit | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def cleaned(self) -> dict[str, Any]:
        """Return it by field, as the register writes it."""
        return {
            "title": names.clean(self.title),
            "place": names.clean(self.place),
            "unit": self.unit,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }


@transaction.atomic
def add_post(
    *, person_id: UUID, facts: PostFacts, by: User | None, at: datetime
) -> Post:
    """Enter a post that a person holds or held."""
    person = looking.to_change(person_id)
    values = facts.cleaned()
    _refuse_unsound(values)
    post = Post.objects.create(person=person, changed_by=by, changed_at=at, **values)
    _record("core.post_added", post, person, by=by, at=at)
    return post


@transaction.atomic
def change_post(
    *,
    post_id: UUID,
    seen_version: int,
    facts: PostFacts,
    by: User | None,
    at: datetime,
) -> Post:
    """Put right what is written of a post."""
    person, post = _to_change(post_id, seen_version)
    values = facts.cleaned()
    changes = {f: value for f, value in values.items() if value != getattr(post, f)}
    if not changes:
        return post
    _refuse_unsound(values)
    _write(post, by=by, at=at, **changes)
    _record("core.post_changed", post, person, by=by, at=at, fields=sorted(changes))
    return post


@transaction.atomic
def end_post(
    *, post_id: UUID, seen_version: int, ends_on: date, by: User | None, at: datetime
) -> Post:
    """Say since when a person holds a post no more."""
    person, post = _to_change(post_id, seen_version)
    if post.ends_on == ends_on:
        return post
    dated = {"starts_on": post.starts_on, "ends_on": ends_on}
    _refuse_unsound({"title": post.title} | dated)
    _write(post, by=by, at=at, ends_on=ends_on)
    _record("core.post_ended", post, person, by=by, at=at, on=ends_on.isoformat())
    return post


@transaction.atomic
def remove_post(
    *, post_id: UUID, seen_version: int, by: User | None, at: datetime
) -> None:
    """Take out a post that was entered by mistake; its versions keep the trace."""
    person, post = _to_change(post_id, seen_version)
    # Marked first: the version that stays says who took it out.
    _write(post, by=by, at=at)
    _record("core.post_removed", post, person, by=by, at=at)
    post.delete()


def _to_change(post_id: UUID, seen_version: int) -> tuple[Person, Post]:
    """Lock a post as it was seen, and its person before it."""
    holder = Post.objects.filter(pk=post_id).values_list("person_id", flat=True).first()
    if holder is None:
        raise PostUnsound(_("Chức vụ này vừa được bỏ khỏi sổ."))
    person = looking.to_change(holder)
    post = Post.objects.select_for_update().filter(pk=post_id, person=person).first()
    if post is None or post.version != seen_version:
        raise ChangedMeanwhile
    return person, post


def _refuse_unsound(values: dict[str, Any]) -> None:
    if not values["title"]:
        raise PostUnsound(_("Hãy ghi chức vụ."))
    first, last = values["starts_on"], values["ends_on"]
    if first and last and last < first:
        raise PostUnsound(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."))


def _write(post: Post, *, by: User | None, at: datetime, **changes: Any) -> None:
    for field, value in changes.items():
        setattr(post, field, value)
    post.version += 1
    post.changed_by, post.changed_at = by, at
    post.save(update_fields=[*changes, "version", "changed_by", "changed_at"])


def _record(
    act: str,
    post: Post,
    person: Person,
    *,
    by: User | None,
    at: datetime,
    **detail: Any,
) -> None:
    scope = person.unit.scope
    trail.record(act, subject=post, scope=scope, actor=by, at=at, **detail)
