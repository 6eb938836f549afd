"""Who was elected, as far as the result stands and the office has not ended."""

from django.db.models import Exists, OuterRef, QuerySet

from congress.models import (
    BodyKind,
    Congress,
    Elected,
    OfficeEnd,
    RollEntry,
    VotingBody,
)
from congress.rules.incumbency import BY_THE_SUPERIOR, Cause
from congress.rules.offices import Office
from core.models import Person


def still_elected(found: QuerySet[Elected]) -> QuerySet[Elected]:
    """Keep those whose result stands and whose office has not come to an end."""
    ended = OfficeEnd.objects.filter(elected=OuterRef("pk"), taken_back_at=None)
    return found.filter(elected_list__revoked_at=None).exclude(Exists(ended))


def elected_people(congress: Congress, office: Office) -> list[Elected]:
    """Return those elected to an office, official ones first, most votes first."""
    rows = Elected.objects.filter(
        elected_list__body__congress=congress, elected_list__office=office.value
    )
    return list(
        still_elected(rows)
        .select_related("person", "elected_list")
        .order_by("is_alternate", "elected_list__recorded_at", "rank", "pk")
    )


def undone(congress: Congress, *causes: Cause) -> list[Elected]:
    """Return those whom a decision of the level above has undone, wholly or singly."""
    wanted = causes or tuple(BY_THE_SUPERIOR)
    ended = OfficeEnd.objects.filter(
        elected=OuterRef("pk"), cause__in=[each.value for each in wanted]
    )
    rows = Elected.objects.filter(Exists(ended), elected_list__body__congress=congress)
    return list(rows.select_related("person", "elected_list"))


def offices_ended(congress: Congress) -> list[OfficeEnd]:
    """Return whose office has come to an end, and how, the latest first."""
    found = OfficeEnd.objects.filter(elected__elected_list__body__congress=congress)
    return list(
        found.filter(taken_back_at=None)
        .select_related("elected__elected_list", "by")
        .order_by("-ended_on", "-at", "pk")
    )


def incumbents(congress: Congress) -> list[Person]:
    """Return who makes up the committee now.

    Those elected to it whose office stands, and whoever sat in its last meeting without
    having been elected: co-opted, or named by the level above.
    """
    found = {
        row.person.pk: row.person
        for row in elected_people(congress, Office.COMMITTEE)
        if row.person and not row.is_alternate
    }
    last = (
        VotingBody.objects.filter(congress=congress, kind=BodyKind.COMMITTEE)
        .filter(Exists(RollEntry.objects.filter(body=OuterRef("pk"))))
        .order_by("-number")
        .first()
    )
    if last:
        gone = Elected.objects.filter(
            elected_list__body__congress=congress,
            elected_list__office=Office.COMMITTEE.value,
        ).values("person")
        sat = Person.objects.filter(roll_entries__body=last).exclude(
            pk__in=gone.filter(person__isnull=False)
        )
        found |= {person.pk: person for person in sat.filter(left_on=None)}
    return sorted(found.values(), key=lambda each: (each.sort_key, str(each.pk)))
