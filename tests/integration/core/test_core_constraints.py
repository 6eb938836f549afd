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
    AccountSlips,
    Appointment,
    AuditEvent,
    AuditSeal,
    Backup,
    BackupPlan,
    Figure,
    ImportChange,
    ImportRow,
    ImportRun,
    Job,
    Journey,
    JourneyEnd,
    Letter,
    MailChoice,
    Notice,
    Parcel,
    Person,
    PersonMerge,
    Post,
    RememberedMapping,
    RuleSet,
    RuleSetEdition,
    Scope,
    SignIn,
    StoredFile,
    StoredFileChunk,
    StoredPrint,
    Unit,
    UnitChange,
    UnitSuccession,
    User,
    WorkItem,
)
from tests import make

pytestmark = pytest.mark.django_db

Breach = Callable[[], object]


def scope(**changes: Any) -> Scope:
    path = f"a.b{Scope.objects.count()}"
    return Scope.objects.create(
        **{"path": path, "home": "a", "kind": "unit", "title": "x"} | changes
    )


def journey(**changes: Any) -> Journey:
    fields = {"destination": "x", "block": 1, "secret": "x", "recipient": "x"}
    return Journey.objects.create(
        scope=scope(), salt="x", by=make.user(), at=make.NOON, **fields | changes
    )


def unit(**changes: Any) -> Unit:
    fields = {"code": "X", "name": "Một", "kind_id": "cell"} | changes
    return Unit.objects.create(scope=scope(), **fields)


def beneath_itself() -> None:
    made = unit()
    Unit.objects.filter(pk=made.pk).update(parent=made)


def unit_change(**changes: Any) -> UnitChange:
    fields = {"act": "split", "on": date(2025, 7, 1), "at": make.NOON} | changes
    return UnitChange.objects.create(unit=unit(), **fields)


def succeeded(*, keeps_files: bool) -> None:
    change = unit_change()
    one = unit(code="A")
    other = unit(code="B") if keeps_files else one
    for heir in (one, other):
        UnitSuccession.objects.create(
            change=change, successor=heir, keeps_files=keeps_files
        )


def person(**changes: Any) -> Person:
    fields = {"full_name": "Lục Văn Quý", "sort_key": "x"} | changes
    return Person.objects.create(unit=Unit.objects.first() or unit(), **fields)


def twice_in_one_unit(**number: str) -> None:
    for _time in (1, 2):
        person(**number)


def double_of_self() -> None:
    made = person()
    Person.objects.filter(pk=made.pk).update(merged_into=made)


def post(**changes: Any) -> Post:
    return Post.objects.create(person=person(), **{"title": "Bí thư"} | changes)


def merged(kept: Person, gone: Person) -> PersonMerge:
    return PersonMerge.objects.create(
        kept=kept, gone=gone, reason="x", by=None, at=make.NOON
    )


def merge_with_self() -> PersonMerge:
    made = person()
    return merged(made, made)


def gone_twice() -> None:
    gone = person()
    merged(person(), gone)
    merged(person(), gone)


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


def stored(at: Scope | None = None) -> StoredFile:
    return StoredFile.objects.create(
        scope=at or scope(), name="x", size=1, sha256="", stored_at=make.NOON
    )


def chunk_twice() -> None:
    file = stored()
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


def backup_plan(**changes: Any) -> BackupPlan:
    fields = {
        "recipient": "age1",
        "salt": "x",
        "set_by": make.user(),
        "set_at": make.NOON,
    } | changes
    return BackupPlan.objects.create(**fields)


def backup(**changes: Any) -> Backup:
    fields = {
        "reason": "button",
        "file_name": "x.saoluu",
        "size": 1,
        "sha256": "",
        "taken_at": make.NOON,
    } | changes
    return Backup.objects.create(**fields)


def line(act: str) -> AuditEvent:
    return AuditEvent.objects.create(
        at=make.NOON, act=act, subject_kind="x", subject_key="1", subject_title="x"
    )


def edition_twice() -> None:
    first = make.edition()
    RuleSetEdition.objects.create(
        rule_set=first.rule_set,
        number=first.number,
        values={},
        clauses={},
        digest="x",
        reason="x",
        made_at=make.NOON,
    )


def sign_in(**changes: Any) -> SignIn:
    fields = {
        "user": make.user(),
        "session_key": "k",
        "signed_in_at": make.NOON,
        "last_seen_at": make.NOON,
    } | changes
    return SignIn.objects.create(**fields)


def fetched_and_kept() -> AccountSlips:
    return AccountSlips.objects.create(
        wanted={},
        made_by=make.user(),
        made_at=make.NOON,
        data=b"x",
        fetched_at=make.NOON,
    )


def import_run(**changes: Any) -> ImportRun:
    here, by = scope(), make.user()
    file = stored(here)
    fields = {
        "kind": "units",
        "scope": here,
        "file": file,
        "started_by": by,
        "started_at": make.NOON,
    } | changes
    return ImportRun.objects.create(**fields)


def row_twice() -> None:
    run = import_run()
    for _time in (1, 2):
        ImportRow.objects.create(run=run, number=2, cells=[], verdict="new")


def change_twice() -> None:
    run = import_run()
    for number in (2, 3):
        ImportChange.objects.create(
            run=run, number=number, table="core.unit", key="a", version=1
        )


def mapping_twice() -> None:
    here = scope()
    for _time in (1, 2):
        RememberedMapping.objects.create(
            kind="units", scope=here, headings="x", mapping={}
        )


BREACHES: Final[dict[str, Breach]] = {
    "core_scope_lies_beneath_its_home": lambda: scope(home="b"),
    "core_scope_known_kind": lambda: scope(kind="planet"),
    "core_scope_path_key": lambda: [scope(path="a"), scope(path="a")],
    "core_unit_has_a_name": lambda: unit(name=""),
    "core_unit_has_a_code": lambda: unit(code=""),
    "core_unit_code_key": lambda: [unit(), unit()],
    "core_unit_not_beneath_itself": beneath_itself,
    "core_unit_dissolved_after_founded": lambda: unit(
        founded_on=date(2025, 7, 2), dissolved_on=date(2025, 7, 1)
    ),
    "core_unit_congress_number_can_be_written": lambda: unit(congress_number=400),
    "core_unit_change_known_act": lambda: unit_change(act="forgotten"),
    "core_succession_once": lambda: succeeded(keeps_files=False),
    "core_succession_one_keeps_the_files": lambda: succeeded(keeps_files=True),
    "core_person_has_a_name": lambda: person(full_name=""),
    "core_person_one_for_a_citizen_id": lambda: twice_in_one_unit(
        citizen_id="008075000123"
    ),
    "core_person_one_for_a_party_card": lambda: twice_in_one_unit(
        party_card="12345678"
    ),
    "core_person_no_double_of_self": double_of_self,
    "core_person_official_after_admitted": lambda: person(
        party_since=date(1998, 2, 3), official_since=date(1998, 2, 2)
    ),
    "core_person_admitted_after_born": lambda: person(
        born_on=date(1998, 2, 3), party_since=date(1998, 2, 3)
    ),
    "core_person_left_on_a_day_for_a_reason": lambda: person(left_on=date(2025, 7, 1)),
    "core_person_left_after_born": lambda: person(
        born_on=date(1998, 2, 3), left_on=date(1998, 2, 2), left_why="died"
    ),
    "core_person_lost_no_more_than_a_life": lambda: person(party_age_lost_months=1_201),
    "core_person_known_words": lambda: person(sex="other"),
    "core_post_has_a_title": lambda: post(title=""),
    "core_post_ends_after_it_starts": lambda: post(
        starts_on=date(2025, 7, 2), ends_on=date(2025, 7, 1)
    ),
    "core_merge_of_two_rows": merge_with_self,
    "core_personmerge_gone_id_key": gone_twice,
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
    "core_sign_in_ended_somehow": lambda: sign_in(ended_at=make.NOON),
    "core_signin_session_key_key": lambda: [sign_in(), sign_in()],
    "core_slips_fetched_once": fetched_and_kept,
    "core_audit_act_names_its_app": lambda: line("done"),
    "core_seal_numbers_from_one": lambda: AuditSeal.objects.create(
        number=0, event=line("core.x"), digest="x", sealed_at=make.NOON
    ),
    "core_rule_set_ends_after_it_starts": lambda: RuleSet.objects.create(
        code="x",
        title="x",
        issued_on=make.LONG_AGO,
        valid_from=make.NOON.date(),
        valid_until=make.LONG_AGO,
    ),
    "core_rule_set_edition_once": edition_twice,
    "core_job_one_live_for_a_subject": lambda: [job(), job(**RUNNING)],
    "core_job_running_is_claimed_and_beats": lambda: job(state="running"),
    "core_job_done_within_total": lambda: job(done=2, total=1),
    "core_job_ended_when_it_is_over": lambda: job(state="done"),
    "core_backup_plan_is_one": lambda: backup_plan(id=2),
    "core_backup_plan_is_sensible": lambda: backup_plan(keep=1),
    "core_backup_file_name_key": lambda: [backup(), backup()],
    "core_import_applied_by_somebody_at_some_time": lambda: import_run(state="applied"),
    "core_import_undone_by_somebody_at_some_time": lambda: import_run(
        undone_at=make.NOON
    ),
    "core_import_row_once": row_twice,
    "core_import_change_once": change_twice,
    "core_mapping_once": mapping_twice,
    "core_file_chunk_number_once": chunk_twice,
    "core_print_once_for_its_facts": lambda: [shelved(), shelved(data=b"y")],
    "core_print_has_bytes": lambda: shelved(data=b""),
    "core_journey_says_where_and_is_sealed": lambda: journey(secret=""),
    "core_journey_block_leaves_numbers_exact": lambda: journey(block=9_000_000),
    "core_parcel_known_way": lambda: Parcel.objects.create(
        journey=journey(), way="sideways", file=stored(), rows=1, at=make.NOON
    ),
    "core_journey_end_says_why_or_what": lambda: JourneyEnd.objects.create(
        journey=journey(), how="given_up", by=make.user(), at=make.NOON
    ),
    "core_journey_given_up_by_somebody": lambda: JourneyEnd.objects.create(
        journey=journey(), how="given_up", at=make.NOON, reason="x"
    ),
    "core_mail_choice_known_mode": lambda: MailChoice.objects.create(
        user=make.user(), mode="pigeon"
    ),
    "core_mail_choice_token_runs_out": lambda: MailChoice.objects.create(
        user=make.user(), digest="x", wanted_address="a@b.vn"
    ),
    "core_letter_of_a_day_once": lambda: twice(letter, user=make.user(), kind="day"),
    "core_letter_known_kind": lambda: letter(kind="parcel"),
    "core_letter_sent_after_it_was_begun": lambda: letter(sent_at=make.NOON),
    "core_notice_unread_once_a_day": lambda: twice(
        notice, user=make.user(), url_args=["x"]
    ),
    "core_notice_says_something": lambda: notice(said=""),
    "core_work_item_once_a_subject": lambda: twice(work_item),
    "core_work_item_has_a_title_and_a_known_tone": lambda: work_item(tone="loud"),
    "core_work_item_done_of_a_total": lambda: work_item(done=2, total=1),
    "core_figure_once_a_scope": lambda: twice(figure, scope=scope()),
}


def letter(**changes: Any) -> Letter:
    fields = {"kind": "notice", "day": date(2025, 7, 24)} | changes
    return Letter.objects.create(**{"user": make.user()} | fields)


def notice(**changes: Any) -> Notice:
    fields = {"kind": "x", "said": "x", "url_name": "x", "day": date(2025, 7, 24)}
    who = {"user": make.user(), "scope": scope()}
    return Notice.objects.create(**who | fields | {"at": make.NOON} | changes)


def work_item(**changes: Any) -> WorkItem:
    fields = {"kind": "x", "subject_key": "x", "title": "x", "at": make.NOON}
    return WorkItem.objects.create(**fields | {"scope": scope()} | changes)


def figure(**changes: Any) -> Figure:
    fields = {"code": "x", "value": 1, "at": make.NOON}
    return Figure.objects.create(**fields | {"scope": scope()} | changes)


def twice(made: Callable[..., object], **same: Any) -> list[object]:
    return [made(**same), made(**same)]


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


def test_a_row_laid_aside_keeps_its_numbers_beside_the_one_that_stands() -> None:
    kept = person(citizen_id="008075000123")
    gone = person(merged_into=kept, citizen_id="008075000123", party_card="1")

    assert set(Person.objects.filter(citizen_id="008075000123")) == {kept, gone}


def test_what_still_has_history_is_not_deleted() -> None:
    holder = make.holder(Role.INSPECTOR, at=make.unit().scope)

    with pytest.raises(IntegrityError):  # ProtectedError is one
        User.objects.filter(pk=holder.pk).delete()


def test_keys_that_travel_are_not_counted_up() -> None:
    assert isinstance(make.unit().pk, uuid.UUID)
    assert isinstance(make.congress().pk, uuid.UUID)
