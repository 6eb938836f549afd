"""One person: what is known, what is missing, what became of the row."""

from typing import Final, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import policy
from core.access.rights import Right
from core.models import Person, User
from core.queries import people as register
from core.queries.people import label_of, written_field
from core.web import StaffRequest

PARTY_AGE: Final = "party_age"  # counted, not written
_PANELS: Final[tuple[tuple[Promise, tuple[str, ...]], ...]] = (
    (
        gettext_lazy("Nhân thân"),
        (
            "full_name",
            "other_name",
            "born_on",
            "sex",
            "citizen_id",
            "ethnicity",
            "religion",
            "home_place",
        ),
    ),
    (
        gettext_lazy("Đảng viên"),
        (
            "unit",
            "membership",
            "party_card",
            "party_since",
            "official_since",
            PARTY_AGE,
            "party_age_lost_months",
            "badge",
        ),
    ),
    (
        gettext_lazy("Trình độ và công tác"),
        (
            "schooling",
            "education",
            "profession",
            "theory",
            "languages",
            "computing",
            "position",
        ),
    ),
)
# Few have one: its absence is no gap.
_RARE: Final = frozenset(
    {"other_name", "party_age_lost_months", "badge", "languages", "computing"}
)
# Only members have these.
_OF_MEMBERS: Final = frozenset({"party_card", "party_since", "official_since"})


class Known(NamedTuple):
    """One particular as the page shows it."""

    field: str
    label: str
    value: str
    missing: bool


@require_safe
@policy.requires(Right.PERSON_READ)
def person(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = person_or_404(request, Right.PERSON_READ, pk, merged=True)
    panels = [(title, _known(found, fields)) for title, fields in _PANELS]
    missing = [each for _name, all_of in panels for each in all_of if each.missing]
    posts = list(register.posts_of(found))
    within = register.people_within(request.user, Right.PERSON_READ)
    return render(
        request,
        "core/person.html",
        {
            "person": found,
            "panels": panels,
            "missing": len(missing),
            "account": account_of(found) if found.left_on else None,
            "posts": posts,
            "history": register.history(found, posts),
            "merges": register.merged_rows(found),
            "doubles": register.doubles_of(within, found),
            "may_keep": found.merged_into is None
            and policy.allows(request.user, Right.PERSON_KEEP, found.unit.scope),
        },
    )


def account_of(person: Person) -> User | None:
    """Return the account of a person that may still be used to sign in."""
    return User.objects.filter(person=person, is_active=True).first()


def person_or_404(
    request: StaffRequest, right: Right, pk: UUID, *, merged: bool = False
) -> Person:
    """Return a person where the right reaches; a row merged away only to be read."""
    people = Person.objects.select_related(
        "unit__scope", "unit__parent", "merged_into", "changed_by"
    )
    found = policy.get_or_404(people, request.user, right, pk=pk)
    if found.merged_into_id is not None and not merged:
        raise Http404
    return found


def _known(person: Person, fields: tuple[str, ...]) -> list[Known]:
    return [_particular(person, field) for field in fields]


def _particular(person: Person, field: str) -> Known:
    if field == PARTY_AGE:
        age = register.written_party_age(person, day=timezone.localdate())
        return Known(field, _("Tuổi đảng"), age, missing=False)
    value = written_field(person, field)
    label = label_of(field)
    needless = field in _RARE or (
        field in _OF_MEMBERS and not _is_expected(person, field)
    )
    return Known(field, label, value, missing=not value and not needless)


def _is_expected(person: Person, field: str) -> bool:
    """Whether somebody of that standing has such a date or card."""
    if person.membership == "probationary":
        return field == "party_since"
    return person.membership != "none"
