"""What the hall is shown of a poll: the minutes' figures, and none too early."""

import re
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils.html import escape

from ballots import prints, queries, services
from ballots.models import Confirmation, Poll
from ballots.prints.paper import Minutes
from ballots.queries.frames import before_frames, result_frames
from ballots.rules.command import Mode
from ballots.rules.purposes import Purpose
from ballots.services.entering import Typing
from congress.models import Deck, DeckKind, DeckWay, Frame, FrameKind, Step
from congress.services import Page
from core.access.rights import Role
from core.models import User
from tests import make
from tests.integration.congress import walls
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

REFUSED_BY_TRIGGER = "23001"


def decks(poll: Poll, kind: DeckKind) -> list[Deck]:
    return list(Deck.objects.filter(source=poll.pk, kind=kind, retired_at=None))


def frames(poll: Poll, kind: DeckKind) -> list[Frame]:
    found = Frame.objects.filter(
        deck__source=poll.pk, deck__kind=kind, deck__retired_at=None
    )
    return list(found.order_by("order"))


def of_kind(pages: list[Page], kind: FrameKind) -> list[dict[str, Any]]:
    return [page.content for page in pages if page.kind == kind]


# --- the same figures as in the minutes ----------------------------------------------


def said_by(paper: Minutes) -> dict[str, str]:
    return dict((*paper.people, *paper.papers))


def rows_of(pages: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [tuple(row["cells"]) for page in pages for row in page["rows"]]


CASES = {
    "four names": make.election_file(),
    "tied": make.tied_file(),
    "boxes": make.election_file(
        id="dong-y",
        layout="agree_disagree",
        candidates=make.election_file()["candidates"][:3],
        ballots=[
            {"agree": [1, 2, 3], "count": 7},
            {"agree": [1], "disagree": [2]},
            {"agree": [1, 2], "disagree": [2, 3]},
        ],
    ),
    **{
        name: make.case(name)
        for name in (
            "B3-many-invalid",
            "C2-fourth-passed-no-seat",
            "C3-tie-inside",
            "C12-nobody-past-half",
            "D10-three-names",
            "D12-one-name",
        )
    },
}


@pytest.mark.parametrize("name", CASES)
def test_every_figure_on_the_walls_is_that_of_the_minutes(name: str) -> None:
    file = CASES[name]
    confirmation = make.confirmed(make.of_its_time(file), file=file)
    paper = prints.minutes(confirmation)
    pages = result_frames(confirmation, DeckWay.ALL)

    [figures] = of_kind(pages, FrameKind.FIGURES)
    people = rows_of(of_kind(pages, FrameKind.PEOPLE))
    won = rows_of(of_kind(pages, FrameKind.ELECTED))

    assert dict(figures["figures"]).items() <= said_by(paper).items()
    assert len(figures["figures"]) == 6
    assert [row[:3] for row in people] == [
        (line.order, line.name, line.votes) for line in paper.lines
    ]
    boxes = [line.disagree for line in paper.lines]
    assert [row[3:-1] for row in people] == [
        (disagree, line.percent) if disagree else (line.percent,)
        for disagree, line in zip(boxes, paper.lines, strict=True)
    ]
    assert won == [
        (line.order, line.name, line.votes, line.percent)
        for each in paper.won
        for line in each.lines
    ]
    threshold = re.search(r"ít nhất ([\d.]+) phiếu", figures["lead"])
    assert threshold is None or threshold[0] in paper.rule


def test_what_is_read_aloud_has_the_figures_of_the_frame() -> None:
    pages = result_frames(make.confirmed(), DeckWay.ALL)

    for page in pages:
        for row in page.content.get("rows", ()):
            _order, name, votes, percent, *_verdict = row["cells"]
            assert f"Đồng chí {name}: {votes} phiếu, đạt {percent} phần" in page.reading


def test_long_results_are_cut_into_even_pages_of_eight_at_most() -> None:
    names = [{"number": n, "name": f"Người {n}"} for n in range(1, 32)]
    file = make.election_file(
        id="dai", seats=27, max_votes=27, candidates=names, ballots=LONG
    )

    pages = result_frames(make.confirmed(file=file), DeckWay.ALL)

    people = of_kind(pages, FrameKind.PEOPLE)
    assert [len(page["rows"]) for page in people] == [8, 8, 8, 7]
    assert people[0]["page"] == "Trang 1 / 4"


LONG = [{"struck": [28, 29, 30, 31], "count": 9}]


def test_the_elected_alone_or_one_after_the_other() -> None:
    confirmation = make.confirmed()

    alone = result_frames(confirmation, DeckWay.ELECTED)
    each = of_kind(result_frames(confirmation, DeckWay.EACH), FrameKind.PEOPLE)

    assert [page.kind for page in alone] == [FrameKind.FIGURES, FrameKind.ELECTED]
    assert [len(page["rows"]) for page in each] == [1, 2, 3, 4]


def test_nobody_elected_is_said_in_words() -> None:
    file = make.election_file(ballots=[{"kept": [1]}, *[{"kept": [2]}] * 8], id="it")
    file["tally_base"] = file["present"] = file["printed"] = file["issued"] = 20
    pages = result_frames(make.confirmed(file=file), DeckWay.ELECTED)

    [page] = of_kind(pages, FrameKind.ELECTED)

    assert (page["rows"], page["nobody"]) == ([], "Không có đồng chí nào trúng cử.")


# --- how to vote ---------------------------------------------------------------------


def guide_of(poll: Poll) -> dict[str, Any]:
    [found] = of_kind(before_frames(poll), FrameKind.GUIDE)
    return found


@pytest.mark.parametrize(("names", "seats"), [(4, 3), (31, 27), (5, 1), (2, 1), (3, 1)])
def test_the_numbers_to_keep_and_to_strike_are_those_of_this_paper(
    names: int, seats: int
) -> None:
    guide = guide_of(make.open_box(names=names, seats=seats))

    assert guide["points"][0] == (
        f"Để lại nhiều nhất {seats:02} người – gạch ít nhất {names - seats:02} người"
    )
    right = [each for each in guide["examples"] if each["right"]]
    wrong = [each for each in guide["examples"] if not each["right"]]
    assert len(right) == (2 if seats > 1 else 1)
    assert len(wrong) == 4
    if names <= 4:
        struck = [sum(row["struck"] for row in each["rows"]) for each in right]
        assert struck[0] == names - seats


@pytest.mark.parametrize("names", [1, 3])
def test_where_there_are_boxes_the_examples_have_boxes(names: int) -> None:
    guide = guide_of(make.open_box(names=names, seats=names))

    assert {row["boxes"] for row in guide["examples"][0]["rows"]} == {"☒ ☐"}
    assert all("gạch" not in point.lower() for point in guide["points"])


def test_nobody_on_the_list_stands_on_an_example() -> None:
    poll = make.open_box(names=31, seats=27)
    names = {each.name for each in queries.slate(poll)}

    drawn = str(guide_of(poll))

    assert not any(name in drawn for name in names)


def test_progress_has_no_number() -> None:
    pages = before_frames(make.open_box(names=31, seats=27))

    for page in of_kind(pages, FrameKind.PROGRESS):
        words = [page["title"], page["lead"], *(row["label"] for row in page["stages"])]
        assert not re.search(r"\d", " ".join(words))


def test_a_rehearsal_is_marked_on_every_frame() -> None:
    poll = make.open_box()
    with make.past_every_trigger():
        poll.election.purpose = Purpose.REHEARSAL.value
        poll.election.save(update_fields=["purpose"])

    marks = {page.content.get("mark") for page in before_frames(poll)}

    assert marks == {"Diễn tập – không phải kết quả bầu cử"}


# --- when ----------------------------------------------------------------------------


def test_a_closed_list_can_be_shown_and_one_taken_up_again_cannot() -> None:
    poll = make.closed_list()
    shown = [frame.kind for frame in frames(poll, DeckKind.BEFORE)]

    services.reopen_list(str(poll.pk), reason="x", by=make.user(), at=make.NOON)

    assert shown == ["guide", "list", "progress", "progress", "progress"]
    assert decks(poll, DeckKind.BEFORE) == []


def test_there_is_no_result_to_show_before_it_is_confirmed() -> None:
    poll = make.counted()
    before = frames(poll, DeckKind.RESULT)

    make.confirm(poll, by=make.holder(Role.TALLY_HEAD, at=queries.scope_of(poll)))

    assert before == []
    assert [frame.kind for frame in frames(poll, DeckKind.RESULT)] == [
        "figures",
        "people",
        "elected",
    ]


def refusal_of(statement: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as fault:
        return str(getattr(fault.__cause__, "pgcode", ""))
    return ""


FRAME = """INSERT INTO congress_frame (id, deck_id, "order", kind, content, reading)
    SELECT gen_random_uuid(), id, 99, 'people', '{}', '' FROM congress_deck
    WHERE kind = 'result'"""
STEP = """INSERT INTO congress_step (congress_id, number, frame_id, key, at)
    SELECT deck.congress_id, 1, frame.id, gen_random_uuid(), now()
    FROM congress_frame frame JOIN congress_deck deck ON deck.id = frame.deck_id
    WHERE deck.kind = 'result' LIMIT 1"""


def test_the_database_refuses_frames_of_a_result_that_is_not_confirmed() -> None:
    poll = make.counted()
    walls.deck(poll.election.body.congress, source=poll.pk, kind=DeckKind.RESULT)

    assert refusal_of(FRAME) == REFUSED_BY_TRIGGER


def test_the_database_refuses_steps_to_a_result_taken_up_again() -> None:
    poll = make.confirmed().poll
    assert (refusal_of(FRAME), refusal_of(STEP)) == ("", "")
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(revision=2)
        Step.objects.all().delete()

    found = [refusal_of(each) for each in (FRAME, STEP)]

    assert found == [REFUSED_BY_TRIGGER] * 2


def typed_and_confirmed() -> tuple[Confirmation, User, User]:
    """A result of typed papers, its head and somebody of the presidium."""
    board = make.board()
    chair = make.holder(Role.PRESIDIUM, at=make.place_of(Role.PRESIDIUM, board.body))
    poll = make.open_box(board.body, returned=2)
    [batch] = services.divide_papers(
        str(poll.pk), size=25, by=board.member, at=make.NOON
    )
    entry = services.take_batch(str(batch.pk), by=board.technician, at=make.NOON)
    for position in (1, 2):
        typing = Typing(position, "1 2", Mode.STRUCK, uuid.uuid4(), position - 1)
        services.save_ballot(str(entry.pk), typing, by=board.technician)
    services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)
    services.check_entry(
        str(entry.pk), wrong=set(), note="", compared=2, by=board.member, at=make.NOON
    )
    services.finish_entry(str(poll.pk), by=board.head, at=make.NOON)
    tally = make.tally(poll, by=board.member)
    make.unlooked(poll, by=board.head)
    made = services.confirm_tally(
        str(poll.pk), digest=tally.digest, by=board.head, at=make.NOON
    )
    return made, board.head, chair


def test_asking_to_take_a_result_up_again_blanks_the_walls() -> None:
    confirmation, head, chair = typed_and_confirmed()
    poll = confirmation.poll
    congress = poll.election.body.congress
    operator = walls.operator(congress)
    walls.step(congress, frames(poll, DeckKind.RESULT)[0], by=operator)

    services.take_up_again(str(poll.pk), reason="x", by=head, at=make.NOON)
    waiting = decks(poll, DeckKind.RESULT)
    services.refuse_reopening(str(poll.pk), reason="x", by=chair, at=make.NOON)
    standing = decks(poll, DeckKind.RESULT)
    services.take_up_again(str(poll.pk), reason="y", by=head, at=make.NOON)
    services.consent_to_reopening(str(poll.pk), by=chair, at=make.NOON)

    assert (waiting, len(standing)) == ([], 1)
    assert decks(poll, DeckKind.RESULT) == []
    assert [step.frame_id is None for step in Step.objects.order_by("number")] == [
        False,
        True,
    ]


def test_a_poll_that_is_withdrawn_shows_nothing() -> None:
    poll = make.closed_list()

    services.withdraw_poll(str(poll.pk), reason="x", by=make.user(), at=make.NOON)

    assert decks(poll, DeckKind.BEFORE) == []


# --- the head's page -----------------------------------------------------------------


def test_the_head_chooses_how_the_result_is_told(
    signed_in: SignedIn, django_assert_num_queries: Queries
) -> None:
    confirmation = make.confirmed()
    poll = confirmation.poll
    client = signed_in(confirmation.by)
    address = reverse("ballots:poll-wall", args=queries.address(poll))

    page = client.post(address, {"way": "elected"}, follow=True)
    again = client.post(address, {"way": "elected"}, follow=True)
    odd = client.post(address, {"way": "khac"})

    assert "Đã lập trang chiếu." in page.text
    assert escape("Chỉ người trúng cử") in again.text
    assert odd.status_code == 200
    assert [deck.way for deck in decks(poll, DeckKind.RESULT)] == ["elected"]
    assert Deck.objects.filter(source=poll.pk, kind="result").count() == 2


def test_nothing_is_written_of_a_list_that_is_still_made() -> None:
    poll = make.election()

    with pytest.raises(services.walls.NothingToShow):
        services.write_frames(
            str(poll.pk), way=DeckWay.ALL, by=make.user(), at=make.NOON
        )


@pytest.mark.usefixtures("own_cache")
def test_a_result_is_put_on_the_walls_by_the_head_alone(signed_in: SignedIn) -> None:
    confirmation = make.confirmed()
    poll = confirmation.poll
    congress = poll.election.body.congress
    secretary = walls.operator(congress)
    frame = frames(poll, DeckKind.RESULT)[0]
    form = {"follows": 0, "frame": frame.pk, "key": uuid.uuid4()}
    address = reverse("congress:wall-step", args=[congress.slug])
    script = {"accept": "application/json"}

    refused = signed_in(secretary).post(address, form, headers=script)
    head = signed_in(confirmation.by)
    head.post(reverse("congress:wall-control", args=[congress.slug]))
    shown = head.post(address, form, headers=script)

    assert (refused.status_code, shown.status_code) == (409, 200)
    assert "trưởng ban kiểm phiếu chiếu" in refused.json()["refusal"]
    assert shown.json()["frame"]["title"] == "Kết quả bầu Ban Chấp hành"
