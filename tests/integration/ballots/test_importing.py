import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from ballots import services
from ballots.interchange import FileRefused
from ballots.models import (
    Ballot,
    Batch,
    Candidate,
    Election,
    Entry,
    Poll,
    Tally,
    Upload,
)
from ballots.rules.outcome import percent_text
from ballots.services.importing import (
    AlreadyImported,
    RegulationNotInForce,
    RunOffOfOthers,
    UnstorableText,
)
from congress.models import BodyKind
from core.models import AuditEvent, StoredFile
from core.services import FileTooLarge
from tests import make

pytestmark = pytest.mark.django_db

FILES: Final = sorted(make.CASES.glob("*.json"))
EXPECTED: Final = {path: json.loads(path.read_bytes())["expect"] for path in FILES}
COUNTED: Final = [
    path
    for path in FILES
    if EXPECTED[path].get("next") not in (None, "undecided_ballots")
]
REFUSED: Final = [path for path in FILES if "refused" in EXPECTED[path]]
BELOW_UPLOAD: Final = (Election, Poll, Candidate, Batch, Entry, Ballot)


def case_name(path: Path) -> str:
    return path.stem


def read(upload: Upload) -> Poll:
    return services.import_upload(str(upload.pk), at=make.NOON, report=make.unheard)


def told(tally: Tally) -> dict[str, Any]:
    """What is stored, in the words of a result file."""
    lines = tally.lines.select_related("candidate").order_by("candidate__place")
    won = {
        verdict: [
            line.candidate.number
            for line in lines.filter(verdict=verdict).order_by("rank")
        ]
        for verdict in ("elected", "alternate")
    }
    return {
        "threshold": tally.threshold,
        "returned": tally.returned,
        "valid": tally.valid,
        "invalid": tally.invalid,
        "undecided": tally.undecided,
        "invalid_reasons": dict(tally.reasons.values_list("reason", "ballots")),
        "candidates": [
            {
                "number": line.candidate.number,
                "votes": line.votes,
                "percent": percent_text(line.hundredths),
            }
            for line in lines
        ],
        "elected": won["elected"],
        "alternates": won["alternate"],
        "tied": [line.candidate.number for line in lines if line.verdict == "tied"],
        "open_seats": tally.open_seats,
        "open_alternates": tally.open_alternates,
        "next": tally.next,
    }


@pytest.mark.parametrize("path", COUNTED, ids=case_name)
def test_a_worked_case_comes_to_its_written_answer(path: Path) -> None:
    upload = make.upload(make.of_its_time(make.case(path.stem)), path.read_bytes())
    poll = read(upload)

    tally = make.tally(poll)

    assert told(tally) == EXPECTED[path]


@pytest.mark.parametrize("path", REFUSED, ids=case_name)
def test_a_broken_case_leaves_only_the_file_and_its_line(path: Path) -> None:
    upload = make.upload(make.body(), path.read_bytes())

    with pytest.raises(FileRefused):
        read(upload)

    lines = AuditEvent.objects.filter(act__startswith="ballots.")
    assert [model.objects.count() for model in BELOW_UPLOAD] == [0] * 6
    assert list(Upload.objects.all()) == [upload]
    assert [line.act for line in lines] == ["ballots.file_received"]


def test_a_poll_is_what_the_file_says() -> None:
    board = make.board()
    file = make.election_file(
        note="buổi sáng",
        candidates=[
            {"number": 7, "name": "Nguyễn Văn An", "party_since": "2001-02-03"},
            *make.election_file()["candidates"][1:],
        ],
        ballots=[{"struck": [4], "count": 9}],
    )

    poll = make.imported(board.body, by=board.technician, file=file)

    first = poll.candidates.get(place=0)
    entry = Entry.objects.get()
    ballot = Ballot.objects.get()
    assert (poll.stage, poll.number, poll.election.number) == ("entered", 1, 1)
    assert (poll.tally_base, poll.present, poll.printed) == (10, 9, 12)
    assert (poll.issued, poll.returned, poll.note) == (9, 9, "buổi sáng")
    assert (first.number, first.name, first.party_since) == (
        7,
        "Nguyễn Văn An",
        date(2001, 2, 3),
    )
    assert (entry.by, entry.finished_at) == (board.technician, make.NOON)
    assert (bytes(ballot.struck or b""), ballot.kept, ballot.copies) == (
        b"\x08",
        None,
        9,
    )


def test_what_was_done_stands_in_the_trail_with_its_digest() -> None:
    board = make.board()

    poll = make.imported(board.body, by=board.technician)

    lines = AuditEvent.objects.filter(act__startswith="ballots.").order_by("pk")
    digest = Entry.objects.get().digest
    assert [(line.act, line.actor, line.scope) for line in lines] == [
        (act, board.technician, board.body.scope)
        for act in (
            "ballots.file_received",
            "ballots.poll_imported",
            "ballots.entry_finished",
        )
    ]
    assert [line.detail for line in lines[1:]] == [
        {"digest": digest, "papers": poll.returned}
    ] * 2


def test_reading_an_upload_twice_returns_the_same_poll() -> None:
    upload = make.upload(make.body(), make.election_file())

    first, second = read(upload), read(upload)

    assert first == second
    assert (Poll.objects.count(), Ballot.objects.count()) == (1, 4)


def test_the_same_bytes_are_taken_into_a_body_once() -> None:
    body = make.body()
    read(make.upload(body, make.election_file()))
    again = make.upload(body, make.election_file(), name="ten-khac.json")

    with pytest.raises(AlreadyImported, match="đã được nhập vào Bầu Ban Chấp"):
        read(again)

    assert Poll.objects.count() == 1


def test_another_body_may_take_the_same_bytes() -> None:
    congress = make.congress()
    body = make.body(congress)
    meeting = make.body(congress, kind=BodyKind.COMMITTEE)

    polls = [make.imported(each) for each in (body, meeting)]

    assert [poll.election.number for poll in polls] == [1, 2]


def test_a_packed_file_is_unpacked_while_it_is_read() -> None:
    upload = make.upload(make.body(), make.election_file(), name="CUOC-BAU.JSON.GZ")

    poll = read(upload)

    assert poll.returned == 9


def test_a_file_that_only_pretends_to_be_packed_is_refused() -> None:
    body = make.body()
    upload = make.upload(body, make.election_file())
    with make.past_every_trigger():
        StoredFile.objects.update(name="x.json.gz")

    with pytest.raises(FileRefused):
        read(upload)

    assert not Poll.objects.exists()


def test_a_character_no_database_keeps_is_refused_with_a_sentence() -> None:
    candidates = make.election_file()["candidates"]
    candidates[0] = {"number": 1, "name": "An\x00"}
    upload = make.upload(make.body(), make.election_file(candidates=candidates))

    with pytest.raises(UnstorableText, match="ký tự rỗng"):
        read(upload)

    assert not Poll.objects.exists()


def test_a_name_longer_than_its_column_is_refused_with_a_sentence() -> None:
    candidates = make.election_file()["candidates"]
    candidates[0] = {"number": 1, "name": "A" * 401}
    upload = make.upload(make.body(), make.election_file(candidates=candidates))

    with pytest.raises(UnstorableText, match="dài hơn 400 ký tự"):
        read(upload)


def test_the_largest_numbers_of_the_format_are_kept() -> None:
    most = 999_999_999
    file = make.election_file(
        id="x" * 200,
        **dict.fromkeys(
            ("tally_base", "present", "printed", "issued", "returned"), most
        ),
        ballots=[{"struck": [4], "count": most}],
    )

    poll = make.imported(file=file)

    assert (poll.returned, Ballot.objects.get().copies) == (most, most)
    assert make.tally(poll).valid == most


def test_what_is_beyond_the_limit_is_not_received(settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 100

    with pytest.raises(FileTooLarge):
        make.upload(make.body(), make.election_file())

    assert not Upload.objects.exists()


def test_progress_is_reported_in_papers() -> None:
    upload = make.upload(make.body(), make.large_file(5000))
    seen = []

    services.import_upload(
        str(upload.pk),
        at=make.NOON,
        report=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(2000, 5000), (4000, 5000), (5000, 5000)]


def test_reading_asks_as_often_for_three_names_as_for_many(
    django_assert_num_queries: make.Queries,
) -> None:
    make.edition()
    body = make.body()
    uploads = [
        make.upload(body, make.large_file(ballots) | {"id": f"co-{ballots}"})
        for ballots in (3, 1999)
    ]

    for upload in uploads:
        with django_assert_num_queries(31):
            read(upload)


# --- later rounds -----------------------------------------------------------------


def run_off_file(**changes: Any) -> dict[str, Any]:
    return make.election_file(
        **{
            "id": "bau-lai",
            "round": "run_off",
            "seats": 1,
            "max_votes": 1,
            "candidates": make.election_file()["candidates"][1:3],
            "ballots": [{"struck": [2], "count": 4}, {"struck": [3], "count": 5}],
        }
        | changes
    )


def further_file(**changes: Any) -> dict[str, Any]:
    return make.election_file(**{"id": "bau-them", "round": "further"} | changes)


def one_open_seat() -> dict[str, Any]:
    """Cúc has five of ten votes: half is not enough."""
    return make.election_file(
        ballots=[{"struck": [3, 4], "count": 4}, {"struck": [4], "count": 5}]
    )


def test_a_run_off_joins_the_election_whose_tie_it_settles() -> None:
    body = make.body()
    tied = make.confirmed(body, file=make.tied_file())

    second = make.imported(body, file=run_off_file())

    assert (second.election, second.number) == (tied.poll.election, 2)


def test_a_further_round_joins_the_election_with_an_open_place() -> None:
    body = make.body()
    first = make.confirmed(body, file=one_open_seat())

    second = make.imported(
        body,
        file=further_file(
            seats=1, max_votes=1, ballots=[{"struck": [2, 3, 4], "count": 9}]
        ),
    )

    assert (second.election, second.number) == (first.poll.election, 2)


@pytest.mark.parametrize("why", ["not confirmed", "another office", "another round"])
def test_a_later_round_that_fits_no_election_begins_one(why: str) -> None:
    body = make.body()
    earlier = make.counted if why == "not confirmed" else make.confirmed
    earlier(body, file=one_open_seat())
    changes = {
        "not confirmed": {},
        "another office": {"office": "standing_committee"},
        "another round": run_off_file(),
    }[why]

    poll = make.imported(body, file=further_file(**changes))

    assert (poll.election.number, poll.number) == (2, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"candidates": make.election_file()["candidates"][:2]},
        {"candidates": make.election_file()["candidates"][1:4]},
    ],
    ids=["others", "one too many"],
)
def test_a_run_off_is_between_those_who_were_tied(changes: dict[str, Any]) -> None:
    body = make.body()
    make.confirmed(body, file=make.tied_file())
    first, second = (each["number"] for each in changes["candidates"][:2])
    ballots = [
        {"kept": [first], "count": 5},
        {"kept": [second], "count": 4},
    ]

    with pytest.raises(RunOffOfOthers, match="Lê Thị Cúc, Trần Thị Bình"):
        make.imported(body, file=run_off_file(ballots=ballots, **changes))

    assert Poll.objects.count() == 1


def test_a_run_off_tied_again_may_be_held_once_more() -> None:
    body = make.body()
    make.confirmed(body, file=make.tied_file())
    level = [{"struck": [2], "count": 4}, {"struck": [3], "count": 4}]
    again = run_off_file(ballots=level, returned=8)
    make.confirmed(body, file=again)

    third = make.imported(body, file=again | {"id": "bau-lai-nua"})

    assert third.number == 3


@pytest.mark.parametrize(
    ("opens_on", "regulation", "taken"),
    [
        (date(2025, 7, 24), "190-QD/TW", True),
        (date(2025, 7, 24), "244-QD/TW", False),
        (date(2020, 6, 1), "190-QD/TW", False),
        (date(2020, 6, 1), "244-QD/TW", True),
    ],
)
def test_the_regulation_is_that_of_the_day_the_congress_opened(
    opens_on: date, regulation: str, taken: bool
) -> None:
    body = make.body(make.congress(opens_on=opens_on))
    upload = make.upload(body, make.election_file(regulation=regulation))

    if not taken:
        with pytest.raises(RegulationNotInForce):
            read(upload)
    else:
        read(upload)

    assert Poll.objects.exists() is taken


def test_one_poll_is_brought_in_once_whatever_its_bytes() -> None:
    body = make.body()
    make.imported(body)
    same = make.upload(body, make.election_file(note="bản khác"))

    with pytest.raises(AlreadyImported, match="«thu»"):
        read(same)

    assert Poll.objects.count() == 1


def test_a_first_round_always_begins_an_election() -> None:
    body = make.body()
    make.confirmed(body, file=one_open_seat())

    poll = make.imported(body, file=make.election_file(id="lan-khac"))

    assert poll.election.number == 2


def test_an_election_that_is_closed_takes_no_further_round() -> None:
    body = make.body()
    make.confirmed(body)

    poll = make.imported(body, file=further_file())

    assert poll.election.number == 2
