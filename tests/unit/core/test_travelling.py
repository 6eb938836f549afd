"""Every kind of row travels with a congress, follows what travels, or stays."""

from django.apps import apps
from django.db.models import ForeignKey

from core import registry
from core.models import (
    Appointment,
    AuditEvent,
    Person,
    Scope,
    StoredFile,
    Unit,
    User,
)
from core.travel.selection import LEFT_OUT, STAYS, travelling
from core.travel.tables import Table


def test_a_row_that_travels_never_points_to_one_that_stays() -> None:
    staying = STAYS | registry.staying_behind()
    pointing = [
        f"{kind._meta.label}.{field.name}"
        for kind in travelling()
        for field in kind._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.related_model in staying
        and not field.null
    ]

    assert pointing == []


def test_whatever_lies_beneath_a_congress_travels_unless_it_is_named() -> None:
    of_a_scope = {kind for kind in apps.get_models() if hasattr(kind, "scope_lookup")}
    named = STAYS | registry.staying_behind()

    assert named <= of_a_scope
    assert of_a_scope - named | {Scope} == set(travelling())


def test_kinds_without_a_scope_are_known() -> None:
    """A new model says where it lies, or somebody has thought about it here.

    They travel when something points to them, and are nobody's in a congress.
    """
    ours = {
        kind._meta.object_name
        for kind in apps.get_models()
        if kind._meta.app_label in {"core", "congress", "personnel", "ballots"}
        and not hasattr(kind, "scope_lookup")
    }

    assert ours == {
        "AccountSlips",
        "AssignmentRating",
        "AuditSeal",
        "Backup",
        "BackupPlan",
        "CalendarLink",
        "Holiday",
        "Letter",
        "Level",
        "LevelTerms",
        "MailChoice",
        "ProblemKind",
        "RuleSet",
        "RuleSetEdition",
        "Scope",
        "SignIn",
        "UnitKind",
        "UnsealedEvent",
        "User",
        "UserVersion",
    }


def test_parcels_leave_out_their_own_files() -> None:
    assert StoredFile in LEFT_OUT


def test_rows_named_by_numbers_take_them_from_a_block() -> None:
    assert all(
        Table(kind).counts_rows for kind in (Appointment, AuditEvent, Scope, User)
    )
    assert not any(Table(kind).counts_rows for kind in (Person, Unit))
