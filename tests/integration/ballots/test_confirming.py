import pytest
from django.db import connection

from ballots.models import Candidate, Confirmation, Poll
from ballots.services import confirm_tally
from ballots.services.board import OnTheList
from ballots.services.checking import OwnReading
from ballots.services.confirming import StaleTally, TallyNotConfirmable
from core import registry
from core.access.rights import Role
from core.audit import chain
from core.audit.verification import Claim, verify
from core.models import AuditEvent, AuditSeal, UnsealedEvent, User
from tests import make

pytestmark = pytest.mark.django_db


def confirm(poll: Poll, by: User, *, digest: str = "") -> Confirmation:
    digest = digest or poll.tallies.get().digest
    return confirm_tally(str(poll.pk), digest=digest, by=by, at=make.NOON)


def test_the_head_makes_a_fact_of_the_tally_he_saw() -> None:
    board = make.board()
    poll = make.counted(board.body, by=board.technician)

    confirmation = confirm(poll, board.head)

    poll.refresh_from_db()
    line = AuditEvent.objects.get(act="ballots.tally_confirmed")
    assert (confirmation.tally, confirmation.by, confirmation.at) == (
        poll.tallies.get(),
        board.head,
        make.NOON,
    )
    assert poll.stage == "confirmed"
    assert (line.actor, line.scope) == (board.head, board.body.scope)
    assert line.detail == {"digest": confirmation.tally.digest}


def test_it_keeps_the_head_of_the_audit_chain_with_its_own_line_in_it() -> None:
    board = make.board()
    poll = make.counted(board.body)
    waiting = UnsealedEvent.objects.count()

    confirmation = confirm(poll, board.head)

    head = chain.head()
    own = AuditSeal.objects.get(event__act="ballots.tally_confirmed")
    assert head
    assert (confirmation.link_number, confirmation.link_digest) == head[:2]
    assert (own.number, own.digest) == head[:2]
    # Whom it elected is told first, then the confirmation itself.
    assert head.number == waiting + 2
    assert not UnsealedEvent.objects.exists()
    assert list(registry.printed_heads()) == [
        Claim(
            head.number,
            head.digest,
            f"biên bản đại hội {poll.election.congress.slug}, cuộc bầu 1, lần 1",
        )
    ]


def test_a_chain_built_anew_after_it_is_caught_by_what_it_keeps() -> None:
    board = make.board()
    confirm(make.counted(board.body), board.head)
    with make.past_every_trigger(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditevent SET subject_title = 'khác'")
        cursor.execute("DELETE FROM core_auditseal")
        cursor.execute(
            "INSERT INTO core_unsealedevent (event_id) SELECT id FROM core_auditevent"
        )
    chain.seal_waiting(at=make.NOON)

    alone, compared = verify(), verify(registry.printed_heads())

    assert (alone.is_whole, compared.is_whole) == (True, False)


def test_the_board_stands_in_it_as_it_was_that_day() -> None:
    board = make.board()
    past = make.holder(Role.TALLY_MEMBER, at=board.body.scope, full_name="Cũ Văn Ra")
    past.appointments.update(ends_on=make.NOON.date().replace(day=23))
    poll = make.counted(board.body)

    confirmation = confirm(poll, board.head)

    assert confirmation.board == [
        {"name": "Lục Văn Quý", "role": "tally_head"},
        {"name": "Nông Thị Quỳnh", "role": "tally_member"},
        {"name": "Đàm Văn Thái", "role": "tally_technician"},
    ]


def test_confirming_twice_is_confirming_once() -> None:
    board = make.board()
    poll = make.counted(board.body)

    first, second = confirm(poll, board.head), confirm(poll, board.head)

    assert first == second
    assert AuditEvent.objects.filter(act="ballots.tally_confirmed").count() == 1


def test_a_tally_seen_before_a_new_count_is_not_confirmed() -> None:
    board = make.board()
    poll = make.counted(board.body)

    with pytest.raises(StaleTally, match="Phiếu vừa được kiểm lại"):
        confirm(poll, board.head, digest="0" * 64)

    assert not Confirmation.objects.exists()


def test_a_confirmed_poll_is_confirmed_with_no_other_tally() -> None:
    board = make.board()
    poll = make.confirmed(board.body, head=board.head).poll

    with pytest.raises(TallyNotConfirmable):
        confirm(poll, board.head, digest="0" * 64)

    assert Confirmation.objects.count() == 1


def test_nothing_is_confirmed_before_it_is_counted() -> None:
    board = make.board()
    poll = make.imported(board.body)

    with pytest.raises(TallyNotConfirmable, match="Chưa có kết quả để chốt"):
        confirm(poll, board.head, digest="0" * 64)

    assert Poll.objects.get().stage == "entered"


def test_nobody_checks_his_own_entry() -> None:
    board = make.board()
    poll = make.counted(board.body, by=board.head)

    with pytest.raises(OwnReading):
        confirm(poll, board.head)

    assert not Confirmation.objects.exists()


def stands(poll: Poll, user: User) -> None:
    with make.past_every_trigger():
        Candidate.objects.create(
            poll=poll, place=9, number=9, name="x", person=user.person
        )


@pytest.mark.parametrize("who", ["head", "member", "technician"])
def test_nobody_on_the_list_sits_on_the_board(who: str) -> None:
    board = make.board()
    poll = make.imported(board.body)
    # Names in a file have no person yet; the portal's own lists will.
    user: User = getattr(board, who)
    stands(poll, user)
    make.tally(poll)

    said = r"ban kiểm phiếu \(Điều 8, Quyết định 190-QĐ/TW \(10/10/2024\)\)"
    with pytest.raises(OnTheList, match=said):
        confirm(poll, board.head)

    assert not Confirmation.objects.exists()


def test_whoever_has_left_the_board_may_stand() -> None:
    board = make.board()
    poll = make.imported(board.body)
    board.member.appointments.update(ends_on=make.NOON.date().replace(day=23))
    stands(poll, board.member)
    make.tally(poll)

    confirmation = confirm(poll, board.head)

    assert [each["role"] for each in confirmation.board] == [
        "tally_head",
        "tally_technician",
    ]


def test_somebody_with_two_roles_stands_on_the_board_once() -> None:
    board = make.board()
    make.appointment(board.technician, Role.TALLY_MEMBER, at=board.body.scope)
    poll = make.counted(board.body)

    confirmation = confirm(poll, board.head)

    assert [each["name"] for each in confirmation.board] == [
        "Lục Văn Quý",
        "Nông Thị Quỳnh",
        "Đàm Văn Thái",
    ]
