"""What every act on a person looks at first, and how the row is written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import register
from core.errors import ChangedMeanwhile, Refused
from core.models import Person, User
from core.vietnamese import names

TAKEN: Final = {
    "citizen_id": gettext_lazy("Số định danh cá nhân này đã có trong sổ."),
    "party_card": gettext_lazy("Số thẻ đảng viên này đã có trong sổ."),
}


class ParticularsUnsound(Refused):
    """What was said of a person cannot be so."""


class AlreadyRegistered(Refused):
    """Somebody in the register bears that number already."""

    def __init__(self, field: str, person: Person) -> None:
        super().__init__(TAKEN[field])
        self.field = field
        self.person = person


class MergedAway(Refused):
    """The row was found to be another's double; that one is kept now."""


class AlreadyLeft(Refused):
    """He is no longer in the register."""


def locked(*person_ids: UUID) -> dict[UUID, Person]:
    """Lock people in one order, with their units."""
    rows = Person.objects.filter(pk__in=person_ids).order_by("pk")
    found = rows.select_related("unit__scope").select_for_update(of=("self",))
    return {person.pk: person for person in found}


def to_change(person_id: UUID, *, seen_version: int | None = None) -> Person:
    """Lock a person for an act on the row as it was seen."""
    person = locked(person_id)[person_id]
    if seen_version is not None and person.version != seen_version:
        raise ChangedMeanwhile
    refuse_merged(person)
    return person


def refuse_merged(person: Person) -> None:
    """Refuse a row that was found to be another's double."""
    if person.merged_into_id is not None:
        raise MergedAway(
            _("%(person)s đã gộp vào một dòng khác. Hãy làm việc trên dòng đó.")
            % {"person": person}
        )


def refuse_left(person: Person) -> None:
    """Refuse somebody who is no longer in the register."""
    if person.left_on is not None:
        raise AlreadyLeft(
            _(
                "%(person)s đã rời sổ. Nếu ghi nhầm hoặc người ấy trở lại, hãy đưa "
                "trở lại sổ trước."
            )
            % {"person": person}
        )


def particulars_of(person: Person) -> dict[str, Any]:
    """Return what is written of a person, by field."""
    return {field: getattr(person, field) for field in register.PARTICULARS}


def refuse_unsound(
    values: Mapping[str, Any], *, at: datetime, before: Mapping[str, Any] | None = None
) -> None:
    """Refuse particulars with a fault that was not there before."""
    today = timezone.localdate(at)
    known = register.faults_of(before, today=today) if before is not None else []
    found = [
        fault for fault in register.faults_of(values, today=today) if fault not in known
    ]
    if found:
        sentences = dict.fromkeys(str(register.FAULTS[code]) for _field, code in found)
        raise ParticularsUnsound(" ".join(sentences))


def refuse_taken(values: Mapping[str, Any], *, but: UUID | None = None) -> None:
    """Refuse a number that somebody else bears."""
    for field in register.IDENTITY:
        if not values.get(field):
            continue
        bearers = Person.objects.filter(**{field: values[field]})
        living = bearers.filter(merged_into__isnull=True).select_related("unit")
        if other := (living.exclude(pk=but) if but else living).first():
            raise AlreadyRegistered(field, other)


def create(person: Person) -> None:
    """Store a new row; two at once with one number are told apart here."""
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        refuse_taken(particulars_of(person))
        raise


def write(person: Person, *, by: User | None, at: datetime, **changes: Any) -> None:
    """Store what changes of a person, as the row's next version."""
    if "full_name" in changes:
        changes["sort_key"] = names.sort_key(changes["full_name"])
    for field, value in changes.items():
        setattr(person, field, value)
    person.version += 1
    person.changed_by, person.changed_at = by, at
    try:
        with transaction.atomic():
            person.save(update_fields=[*changes, "version", "changed_by", "changed_at"])
    except IntegrityError:
        refuse_taken(changes, but=person.pk)
        raise
