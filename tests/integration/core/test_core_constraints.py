"""Each constraint of core is broken once; the database names it."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model

from core.access.rights import Role
from core.models import (
    Appointment,
    AuditEvent,
    Job,
    Person,
    Scope,
    StoredFile,
    StoredFileChunk,
    StoredPrint,
    Unit,
    User,
)
from tests import make

pytestmark = pytest.mark.django_db

Breach = Callable[[], object]


def scope(**changes: Any) -> Scope:
    path = f"a.b{Scope.objects.count()}"
    return Scope.objects.create(
        **{"path": path, "home": "a", "kind": "unit", "title": "x"} | changes
    )


def unit(**changes: Any) -> Unit:
    fields = {"code": "X", "name": "Một", "kind_id": "cell"} | changes
    return Unit.objects.create(scope=scope(), **fields)


def appointment(**changes: Any) -> Appointment:
    fields = {
        "user": make.user(),
        "role": "inspector",
        "scope": scope(),
        "starts_on": date(2025, 7, 1),
        "appointed_by": make.user(),
        "appointed_at": make.NOON,
    } | changes
    return Appointment.objects.create(**fields)


def by_oneself() -> Appointment:
    somebody = make.user()
    return appointment(user=somebody, appointed_by=somebody)


def same_role_twice() -> None:
    first = appointment(ends_on=date(2025, 7, 9))
    appointment(user=first.user, scope=first.scope, starts_on=date(2025, 7, 9))


def job(**changes: Any) -> Job:
    here = Scope.objects.first() or scope()
    fields = {
        "kind": "core.x",
        "queue": "quick",
        "subject_kind": "core.unit",
        "subject_key": "1",
        "scope": here,
        "requested_at": make.NOON,
        "sent_at": make.NOON,
    } | changes
    return Job.objects.create(**fields)


RUNNING: Final = {
    "state": "running",
    "claim": uuid.UUID(int=1),
    "beat_at": make.NOON,
}


def chunk_twice() -> None:
    file = StoredFile.objects.create(
        scope=scope(), name="x", size=1, sha256="", stored_at=make.NOON
    )
    for _time in (1, 2):
        StoredFileChunk.objects.create(file=file, number=0, data=b"x")


def shelved(**changes: Any) -> StoredPrint:
    here = Scope.objects.first() or scope()
    data = changes.get("data", b"x")
    fields = {
        "form": "x",
        "subject_kind": "core.unit",
        "subject_key": "1",
        "digest": "d",
        "scope": here,
        "file_name": "x.pdf",
        "data": data,
        "sha256": hashlib.sha256(data).hexdigest(),
        "printed_at": make.NOON,
    } | changes
    return StoredPrint.objects.create(**fields)


def line(act: str) -> AuditEvent:
    return AuditEvent.objects.create(
        at=make.NOON, act=act, subject_kind="x", subject_key="1", subject_title="x"
    )


BREACHES: Final[dict[str, Breach]] = {
    "core_scope_lies_beneath_its_home": lambda: scope(home="b"),
    "core_scope_known_kind": lambda: scope(kind="planet"),
    "core_scope_path_key": lambda: [scope(path="a"), scope(path="a")],
    "core_unit_has_a_name": lambda: unit(name=""),
    "core_person_has_a_name": lambda: Person.objects.create(
        unit=unit(), full_name="", sort_key=""
    ),
    "core_user_username_key": lambda: [make.user("an"), make.user("an")],
    "core_appointment_never_by_oneself": by_oneself,
    "core_appointment_ends_after_it_starts": lambda: appointment(
        ends_on=date(2025, 6, 30)
    ),
    "core_appointment_revoked_by_somebody_at_some_time": lambda: appointment(
        revoked_at=make.NOON
    ),
    "core_appointment_once_at_a_time": same_role_twice,
    "core_appointment_known_role": lambda: appointment(role="king"),
    "core_audit_act_names_its_app": lambda: line("done"),
    "core_job_one_live_for_a_subject": lambda: [job(), job(**RUNNING)],
    "core_job_running_is_claimed_and_beats": lambda: job(state="running"),
    "core_job_done_within_total": lambda: job(done=2, total=1),
    "core_job_ended_when_it_is_over": lambda: job(state="done"),
    "core_file_chunk_number_once": chunk_twice,
    "core_print_once_for_its_facts": lambda: [shelved(), shelved(data=b"y")],
    "core_print_has_bytes": lambda: shelved(data=b""),
}


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREACHES[name]()

    cause: Any = refusal.value.__cause__
    assert cause.diag.constraint_name == name


def named(model: type[Model]) -> set[str]:
    return {constraint.name for constraint in model._meta.constraints}


def test_every_constraint_of_core_is_broken_above() -> None:
    declared = {
        name
        for model in apps.get_app_config("core").get_models()
        for name in named(model)
    }

    assert declared - set(BREACHES) == set()


def test_what_the_constraints_allow_is_allowed() -> None:
    over = job(state="done", ended_at=make.NOON)
    again = job()
    other = job(subject_key="2")
    elsewhere = scope(path="c", home="c")
    revoked = appointment(scope=elsewhere, revoked_at=make.NOON, revoked_by=make.user())
    printed = {shelved(), shelved(digest="e")}

    assert set(Job.objects.all()) == {over, again, other}
    assert Appointment.objects.get() == revoked
    assert set(StoredPrint.objects.all()) == printed


def test_what_still_has_history_is_not_deleted() -> None:
    holder = make.holder(Role.INSPECTOR, at=make.unit().scope)

    with pytest.raises(IntegrityError):  # ProtectedError is one
        User.objects.filter(pk=holder.pk).delete()


def test_keys_that_travel_are_not_counted_up() -> None:
    assert isinstance(make.unit().pk, uuid.UUID)
    assert isinstance(make.congress().pk, uuid.UUID)
