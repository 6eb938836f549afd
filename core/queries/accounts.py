"""Reads of accounts, of people without one, and of sign-ins."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import AccountSlips, Appointment, Person, Scope, SignIn, Unit, User
from core.paging import COUNTED, SEARCHED
from core.queries.people import beneath, everybody, named, who_have_not_left
from core.queries.words import with_words
from core.vietnamese import names

OVER: Final = 20  # ended sessions that a person sees of his own


# Of an account, what a list shows.
_SHOWN: Final = (
    *("username", "full_name", "is_active", "is_superuser"),
    *("given_password_until", "last_login", "person"),
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How a list of accounts is narrowed; empty says nothing."""

    words: str = ""
    state: str = ""
    what: str = ""


def listed_accounts(*, today: date) -> QuerySet[User]:
    """Return all accounts: ``in_force`` roles of today, ``devices``, person and unit.

    Of a person nothing is read but the unit: administrators see no more.
    """
    people = Person.objects.select_related("unit").only("unit__name")
    roles = Appointment.objects.in_force(today).order_by("starts_on", "pk")
    devices = TOTPDevice.objects.filter(confirmed=True).only("user")
    # Read for the rows of a page only: joined, they would be read for every account.
    return User.objects.only(*_SHOWN).prefetch_related(
        Prefetch("person", people),
        Prefetch("appointments", roles, to_attr="in_force"),
        Prefetch("totpdevice_set", devices, to_attr="devices"),
    )


def narrowed_accounts(
    found: QuerySet[User], by: Narrowing, *, at: datetime
) -> QuerySet[User]:
    """Keep accounts as the filters say."""
    if by.state:
        found = found.filter(is_active=by.state == "active")
    kinds = {
        "administrator": Q(is_superuser=True),
        "no_second_factor": ~_has_device(),
        "never_signed_in": Q(last_login__isnull=True),
        "expired": Q(given_password_until__lte=at),
    }
    if by.what in kinds:
        found = found.filter(kinds[by.what])
    return _with_words(found, by.words) if by.words else found


def _with_words(found: QuerySet[User], wanted: str) -> QuerySet[User]:
    """Keep those whose name has all the words, or whose user name begins so.

    The first that are met: to put all of a common name in order would take long.
    """
    beginning = names.fold(wanted).replace(" ", ".")
    by_name = with_words(found, "full_name", wanted)
    by_username = found.filter(username__startswith=beginning)
    # Each finds its own in an index; asked together, every account would be read.
    met = [each.values("pk")[: SEARCHED + 1] for each in (by_name, by_username)]
    return found.filter(pk__in=met[0].union(met[1]))


def people_without_account(unit: Unit, wanted: str) -> QuerySet[Person]:
    """Return the people of a unit and beneath that have no account, by given name."""
    within = beneath(unit)
    people = within.people
    other_trees = Unit.objects.filter(parent=None).exclude(pk=unit.pk)
    if within.is_wide and not other_trees.exists():
        # One tree: asking each of half a million people where he lies says nothing.
        people = everybody()
    people = who_have_not_left(people)
    if wanted:
        most = COUNTED if within.is_wide else None
        # The order by name comes with the search, where types do not see it.
        by_name: Any = named(people, wanted, at_most=most)
        people = by_name.order_by("by_name", "pk")
    else:
        people = people.order_by("sort_key", "pk")
    # As a subquery: of a left join PostgreSQL thinks that nearly nothing is left.
    theirs = User.objects.filter(person=OuterRef("pk"))
    found: QuerySet[Person] = people.filter(~Exists(theirs)).select_related("unit")
    return found.only("full_name", "unit__name")


def chosen_people(unit: Unit, ids: list[UUID]) -> list[UUID]:
    """Keep those of the ids that are people there without an account."""
    return list(
        people_without_account(unit, "").filter(pk__in=ids).values_list("pk", flat=True)
    )


def own_sign_ins(user: User, *, at: datetime) -> tuple[list[SignIn], list[SignIn]]:
    """Return one's sessions that go on, newest first, and the last that are over."""
    alive = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=at
    )
    mine = SignIn.objects.filter(user=user).order_by("-signed_in_at", "-pk")
    going_on = mine.filter(Exists(alive), ended_at__isnull=True)
    over = mine.exclude(Exists(alive), ended_at__isnull=True)
    return list(going_on), list(over[:OVER])


def own_slips(user: User) -> QuerySet[AccountSlips]:
    """Return the papers a person asked for, without their bytes."""
    mine = AccountSlips.objects.filter(made_by=user)
    return mine.annotate(is_waiting=Q(data__isnull=False)).defer("data")


def scope_of_account(user: User) -> Scope | None:
    """Return where work on an account is noted: its person's unit, or the top."""
    if user.person is not None:
        return user.person.unit.scope
    return Scope.objects.filter(unit__parent__isnull=True).order_by("path").first()


def _has_device() -> Exists:
    return Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True))
