"""The chain over the audit trail: how it grows, and that nothing is changed unseen."""

import hashlib
import io
import time
from collections.abc import Iterator
from typing import Any, Final

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction

from core.access.rights import Role
from core.audit import chain
from core.audit.chain import COLUMNS, START
from core.audit.verification import Broken, Claim, Flaw, Tail, verify
from core.models import AuditEvent, AuditSeal, UnsealedEvent
from core.tasks import seal_audit
from tests import make
from tests.second import Second
from tests.worker import Worker, until

Lines = list[AuditEvent]
# How a line is written for its digest. No release may write it in another way: every
# chain made before would be broken by it.
WRITTEN: Final = (
    '{"act":"core.unit_changed","actor_id":7,"at":"2025-07-24T05:00:00.000000Z",'
    '"detail":{"a":"Đổi tên","b":[1,null]},"id":12,"restricted":false,"scope_id":3,'
    '"subject_key":"9","subject_kind":"core.unit","subject_title":"Xã"}'
)


@transaction.atomic
def lines(number: int, *, title: str = "Đảng bộ xã") -> Lines:
    return [
        AuditEvent.objects.create(
            at=make.NOON,
            act="core.unit_changed",
            subject_kind="core.unit",
            subject_key=str(i),
            subject_title=f"{title} {i}",
            detail={"reason": "đổi tên", "fields": ["name"], "n": 1.5},
        )
        for i in range(1, number + 1)
    ]


@pytest.fixture
def sealed(db: None) -> Lines:
    """Five lines in the chain."""
    made = lines(5)
    chain.seal_waiting(at=make.NOON)
    with connection.cursor() as cursor:
        # Keys are compared now: some of these lines will be gone at the end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return made


@pytest.fixture
def past_triggers(sealed: Lines) -> Iterator[Any]:
    """What only somebody with the database's highest right could do."""
    with make.past_every_trigger(), connection.cursor() as cursor:
        yield cursor


# --- growing ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_line_waits_until_it_is_chained() -> None:
    [line] = lines(1)
    before = list(UnsealedEvent.objects.values_list("event", flat=True))

    head = chain.seal_waiting(at=make.NOON)

    [link] = AuditSeal.objects.all()
    assert before == [line.pk]
    assert not UnsealedEvent.objects.exists()
    assert head == (1, link.digest, make.NOON)
    assert link.event == line


@pytest.mark.django_db
def test_before_the_first_line_there_is_no_head() -> None:
    assert chain.head() is None
    assert chain.seal_waiting(at=make.NOON) is None
    assert verify().is_whole


@pytest.mark.django_db
def test_links_are_numbered_from_one_in_the_order_of_lines() -> None:
    made = lines(3)
    chain.seal_waiting(at=make.NOON)
    made += lines(2)

    chain.seal_waiting(at=make.NOON)

    links = AuditSeal.objects.order_by("number").values_list("number", "event")
    assert list(links) == [(n, line.pk) for n, line in enumerate(made, start=1)]


@pytest.mark.django_db
def test_more_lines_than_a_batch_are_one_chain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chain, "BATCH", 2)
    monkeypatch.setattr(
        chain, "_WAITING", chain._WAITING.replace("LIMIT 2000", "LIMIT 2")
    )
    lines(5)

    sealed = chain.seal_committed(at=make.NOON)

    assert (sealed, verify().links) == (5, 5)


@pytest.mark.django_db
def test_where_nothing_waits_the_sealer_asks_little(
    sealed: Lines, django_assert_num_queries: make.Queries
) -> None:
    with django_assert_num_queries(2):
        seal_audit()


@pytest.mark.django_db
def test_a_line_that_waits_a_second_time_is_not_chained_twice(sealed: Lines) -> None:
    UnsealedEvent.objects.create(event=sealed[0])
    lines(1)

    chain.seal_committed(at=make.NOON)

    assert not UnsealedEvent.objects.exists()
    assert (AuditSeal.objects.count(), verify().is_whole) == (6, True)


def test_every_column_of_a_line_is_covered() -> None:
    columns = sorted(str(each.column) for each in AuditEvent._meta.concrete_fields)

    assert list(COLUMNS) == columns


def test_a_digest_is_computed_as_it_always_was() -> None:
    line = (
        *("core.unit_changed", 7, "2025-07-24T05:00:00.000000Z"),
        *('{"b": [1, null], "a": "Đổi tên"}', 12, False, 3, "9", "core.unit", "Xã"),
    )

    digest = chain.digest_of(START, line)

    assert digest == hashlib.sha256(f"{START}{WRITTEN}".encode()).hexdigest()
    assert digest.startswith("4b47bce3")


# --- two at once, and a sudden end --------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_sealer_waits_for_another_and_goes_on_from_its_end() -> None:
    lines(3)

    with transaction.atomic():
        chain.seal_waiting(at=make.NOON)
        second = Second(_one_more_and_seal)
        assert second.waits

    assert second.ends() == [4]
    assert verify().is_whole


def _one_more_and_seal() -> int:
    lines(1)
    head = chain.seal_waiting(at=make.NOON)
    assert head
    return head.number


@pytest.mark.django_db(transaction=True)
def test_the_periodic_sealer_does_not_wait_for_another() -> None:
    lines(1)

    with transaction.atomic():
        chain.seal_waiting(at=make.NOON)
        second = Second(lambda: chain.seal_committed(at=make.NOON))
        found = second.ends()

    assert found == [0]
    assert verify().links == 1


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_waits_for_the_sealer_and_has_its_own_line_in_the_head() -> None:
    poll = make.counted()
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)

    with transaction.atomic():
        chain.seal_waiting(at=make.NOON)
        second = Second(lambda: make.confirm(poll, by=head).link_number)
        assert second.waits

    found = second.ends()
    own = AuditSeal.objects.get(event__act="ballots.tally_confirmed")
    assert found == [own.number]
    assert verify().is_whole


@pytest.mark.django_db(transaction=True)
def test_lines_not_committed_yet_are_chained_after_those_that_are() -> None:
    with transaction.atomic():
        [early] = lines(1)
        Second(_one_more_and_seal).ends()
    chain.seal_committed(at=make.NOON)

    order = list(AuditSeal.objects.order_by("number").values_list("event", flat=True))
    assert order[1] == early.pk
    assert order[0] > early.pk
    assert verify().is_whole


@pytest.mark.django_db(transaction=True)
def test_a_sealer_cut_off_leaves_the_lines_waiting() -> None:
    lines(3)

    def be_cut_off() -> str:
        mine = connections["default"]
        with transaction.atomic():
            chain.seal_waiting(at=make.NOON)
            with mine.cursor() as cursor:
                try:
                    cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                except OperationalError:
                    mine.close()
                    return "cut off"
        return "went on"

    cut = Second(be_cut_off).ends()

    assert cut == ["cut off"]
    assert (AuditSeal.objects.count(), UnsealedEvent.objects.count()) == (0, 3)
    assert chain.seal_committed(at=make.NOON) == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_the_chain_does_no_harm(worker: Worker) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_auditevent (at, act, subject_kind, subject_key, "
            "subject_title, detail, restricted) SELECT now(), 'core.x', 'core.unit', "
            "n, 'x', '{}', false FROM generate_series(1, 20000) n"
        )

    current_app.send_task("core.seal_audit", queue="quick")
    until(AuditSeal.objects.exists)
    worker.kill()
    half = AuditSeal.objects.count()
    worker.start_again()

    def asked_until_chained() -> bool:
        # As beat asks every second: the first to be asked may find the lock still
        # held, for PostgreSQL notices late that whoever held it was killed.
        current_app.send_task("core.seal_audit", queue="quick")
        time.sleep(0.5)
        return not UnsealedEvent.objects.exists()

    try:
        until(asked_until_chained, seconds=120)
    finally:
        # What was asked for in vain must not chain the lines of the next test.
        current_app.control.purge()

    report = verify()
    assert half < 20_000
    assert (report.links, report.is_whole) == (20_000, True)


# --- what was changed ---------------------------------------------------------------


CHANGES: Final = {
    "act": "act = 'core.unit_founded'",
    "actor_id": "actor_id = 99",
    "at": "at = at + interval '1 microsecond'",
    "detail": """detail = '{"reason": "đổi tên.", "fields": ["name"], "n": 1.5}'""",
    "restricted": "restricted = true",
    "scope_id": "scope_id = 99",
    "subject_key": "subject_key = '9'",
    "subject_kind": "subject_kind = 'core.units'",
    "subject_title": "subject_title = 'đảng bộ xã 3'",
}


def test_every_column_is_changed_below() -> None:
    assert {*CHANGES, "id"} == set(COLUMNS)


@pytest.mark.parametrize("column", CHANGES)
def test_one_byte_changed_in_a_line_is_found(
    column: str, sealed: Lines, past_triggers: Any
) -> None:
    past_triggers.execute(
        f"UPDATE core_auditevent SET {CHANGES[column]} WHERE id = %s",  # noqa: S608 - ours
        [sealed[2].pk],
    )

    broken = verify().broken

    assert broken
    assert (broken.flaw, broken.number, broken.event) == (
        Flaw.LINE_CHANGED,
        3,
        sealed[2].pk,
    )


def test_the_last_line_is_guarded_as_well(sealed: Lines, past_triggers: Any) -> None:
    past_triggers.execute(
        "UPDATE core_auditevent SET subject_title = '' WHERE id = %s", [sealed[4].pk]
    )

    broken = verify().broken

    assert broken == Broken(
        Flaw.LINE_CHANGED, 5, sealed[4].pk, make.NOON, "core.unit_changed"
    )


def test_a_line_taken_out_is_found(sealed: Lines, past_triggers: Any) -> None:
    past_triggers.execute("DELETE FROM core_auditevent WHERE id = %s", [sealed[1].pk])

    assert verify().broken == Broken(Flaw.LINE_MISSING, 2, sealed[1].pk)


def test_a_line_taken_out_with_its_link_is_found(
    sealed: Lines, past_triggers: Any
) -> None:
    past_triggers.execute("DELETE FROM core_auditseal WHERE number = 2")
    past_triggers.execute("DELETE FROM core_auditevent WHERE id = %s", [sealed[1].pk])

    broken = verify().broken

    assert broken
    assert (broken.flaw, broken.number, broken.event) == (
        Flaw.LINK_MISSING,
        2,
        sealed[2].pk,
    )


def test_links_numbered_anew_over_a_gap_do_not_hide_it(
    sealed: Lines, past_triggers: Any
) -> None:
    past_triggers.execute("DELETE FROM core_auditseal WHERE number = 2")
    past_triggers.execute("DELETE FROM core_auditevent WHERE id = %s", [sealed[1].pk])
    for number in (3, 4, 5):
        past_triggers.execute(
            "UPDATE core_auditseal SET number = number - 1 WHERE number = %s", [number]
        )

    broken = verify().broken

    assert broken
    assert (broken.number, broken.event) == (2, sealed[2].pk)


def test_a_link_changed_beside_a_sound_line_is_told_apart(past_triggers: Any) -> None:
    past_triggers.execute(
        "UPDATE core_auditseal SET digest = repeat('ab', 32) WHERE number = 3"
    )

    broken = verify().broken

    assert broken
    assert (broken.flaw, broken.number) == (Flaw.LINK_CHANGED, 3)


@pytest.mark.parametrize("column", ["event_id", "number"])
def test_lines_that_changed_places_are_found(
    column: str, sealed: Lines, past_triggers: Any
) -> None:
    places = {"number": (2, 99, 4), "event_id": (sealed[1].pk, 0, sealed[3].pk)}
    one, between, other = places[column]
    for old, new in ((one, between), (other, one), (between, other)):
        past_triggers.execute(
            f"UPDATE core_auditseal SET {column} = %s WHERE {column} = %s",  # noqa: S608 - names of ours
            [new, old],
        )

    broken = verify().broken

    assert broken
    assert (broken.flaw, broken.number) == (Flaw.ORDER, 2)


def test_a_line_that_neither_waits_nor_is_chained_is_found(sealed: Lines) -> None:
    [hidden] = lines(1)
    UnsealedEvent.objects.all().delete()
    lines(1)
    chain.seal_waiting(at=make.NOON)

    report = verify()

    assert report.broken is None
    assert (report.unchained, report.unchained_lines) == (
        Broken(Flaw.LINE_UNCHAINED, None, hidden.pk, make.NOON, "core.unit_changed"),
        1,
    )
    assert not report.is_whole


def test_a_line_taken_out_while_it_waited_is_found(sealed: Lines) -> None:
    [gone] = lines(1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with make.past_every_trigger():
        AuditEvent.objects.filter(pk=gone.pk)._raw_delete("default")

    assert verify().broken == Broken(Flaw.LINE_MISSING, None, gone.pk)


def test_what_waits_is_no_fault_but_is_told(sealed: Lines) -> None:
    lines(2)

    report = verify()

    assert (report.links, report.tail) == (5, Tail(2, make.NOON))
    assert report.is_whole


# --- heads on paper -----------------------------------------------------------------


def build_anew(cursor: Any) -> None:
    """What somebody would do who changes a line and knows how the chain is made."""
    cursor.execute(
        "UPDATE core_auditevent SET subject_title = 'khác' WHERE subject_key = '2'"
    )
    cursor.execute("DELETE FROM core_auditseal")
    cursor.execute(
        "INSERT INTO core_unsealedevent (event_id) SELECT id FROM core_auditevent"
    )
    chain.seal_waiting(at=make.NOON)


def test_a_chain_built_anew_is_caught_by_a_head_on_paper(past_triggers: Any) -> None:
    printed = chain.head()
    assert printed
    build_anew(past_triggers)

    report = verify([Claim(printed.number, printed.digest[:32])])

    assert report.broken is None
    [denied] = report.denied
    assert denied.found not in ("", printed.digest)
    assert not report.is_whole


def test_a_chain_cut_at_its_end_is_caught_by_a_head_on_paper(
    sealed: Lines, past_triggers: Any
) -> None:
    printed = chain.head()
    assert printed
    past_triggers.execute("DELETE FROM core_auditseal WHERE number > 3")
    past_triggers.execute("DELETE FROM core_auditevent WHERE id > %s", [sealed[2].pk])

    report = verify([Claim(printed.number, printed.digest)])

    assert (report.links, report.broken) == (3, None)
    assert [each.found for each in report.denied] == [""]


def test_a_head_on_paper_agrees_with_a_sound_chain(sealed: Lines) -> None:
    link = AuditSeal.objects.get(number=3)

    report = verify([Claim(3, link.digest[:32])])

    assert (report.claims, report.denied, report.is_whole) == (1, [], True)


# --- the command --------------------------------------------------------------------


def said(*words: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_audit", *words, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_that_all_is_well(sealed: Lines) -> None:
    lines(1)
    head = chain.head()
    assert head

    code, text = said()

    assert code == 0
    assert text.splitlines() == [
        f"Đã tính lại 5 mắt xích; mắt xích đúng cuối cùng có mã {head.digest}.",
        (
            "1 dòng chưa nối chuỗi, sớm nhất từ 12:00:00 24/07/2025; những dòng này "
            "chưa được bảo vệ. Nếu cổng đang chạy mà số này không về 0 thì bộ nối "
            "chuỗi đã dừng."
        ),
        "Kết luận: nhật ký nguyên vẹn.",
    ]


def test_the_command_names_the_first_broken_line(
    sealed: Lines, past_triggers: Any
) -> None:
    past_triggers.execute(
        "UPDATE core_auditevent SET subject_title = 'khác' WHERE id IN (%s, %s)",
        [sealed[1].pk, sealed[3].pk],
    )

    code, text = said()

    assert code == 1
    assert (
        f"HỎNG ĐẦU TIÊN: mắt xích số 2, dòng {sealed[1].pk}, lúc 12:00:00 24/07/2025, "
        "việc «Sửa tổ chức đảng»: dòng không còn như lúc nối chuỗi: đã bị sửa.\n"
    ) in text
    assert "Kết luận: NHẬT KÝ ĐÃ BỊ CAN THIỆP." in text


def test_the_command_reads_a_head_as_it_is_printed(sealed: Lines) -> None:
    digest = AuditSeal.objects.get(number=5).digest
    groups = " ".join(digest[i : i + 4] for i in range(0, 32, 4)).upper()

    code, text = said("--head", f"5: {groups} …")
    wrong, other = said("--head", f"5:{'0' * 32}", "--head", f"1.234:{digest}")

    assert (code, wrong) == (0, 1)
    assert "Đối chiếu 1 mắt xích đã ghi trong biên bản hoặc đã nhập: 1 khớp." in text
    assert f"ghi {'0' * 32}, nay là {digest}. Chuỗi đã bị dựng lại" in other
    assert "số 1.234 (đã nhập): chuỗi không có số này" in other


@pytest.mark.parametrize("typed", ["5", "5:abcd", "x:" + "0" * 32, "5:" + "z" * 40])
def test_a_head_mistyped_is_said_to_be_one(typed: str, db: None) -> None:
    with pytest.raises(CommandError, match="hãy ghi số mắt xích, dấu hai chấm"):
        said("--head", typed)


def test_the_applications_role_may_verify(sealed: Lines, application_role: str) -> None:
    lines(1)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application_role}")
        head = chain.seal_waiting(at=make.NOON)
        report = verify()
        cursor.execute("RESET ROLE")

    assert head
    assert (head.number, report.is_whole, report.links) == (6, True, 6)
