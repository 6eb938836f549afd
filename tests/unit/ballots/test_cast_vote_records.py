"""Cast vote records in the common data format: what each record says of its paper."""

import json
from datetime import UTC, date, datetime
from typing import Any

from ballots.interchange.cast_vote_records import Paper, Report, write_report
from ballots.interchange.header import Candidate, ElectionHeader
from ballots.rules import marks
from ballots.rules.ballot import Defect, Reading
from ballots.rules.terms import Layout, Round, Slate
from congress.rules.offices import Office
from congress.rules.rulesets import Regulation

NAMES = 4
MOST = 2


def header(layout: Layout = Layout.STRIKE_OUT) -> ElectionHeader:
    return ElectionHeader(
        id="ban-pho-1",
        regulation=Regulation.QD_190,
        office=Office.COMMITTEE,
        round=Round.FIRST,
        layout=layout,
        seats=MOST,
        max_votes=MOST if layout is Layout.STRIKE_OUT else NAMES,
        tally_base=10,
        present=10,
        printed=10,
        issued=10,
        returned=4,
        candidates=tuple(
            Candidate(number, f"Nông Văn {number}", date(2010, 1, 1))
            for number in range(11, 11 + NAMES)
        ),
    )


def struck(*places: int) -> Reading:
    return Reading(struck=marks.pack(places, names=NAMES))


def report(papers: list[Paper], layout: Layout = Layout.STRIKE_OUT) -> dict[str, Any]:
    head = header(layout)
    said = Report(
        header=head,
        slate=Slate(NAMES, head.max_votes),
        congress="Đại hội xã Bản Phố",
        contest="Bầu Ban Chấp hành",
        made_at=datetime(2025, 7, 24, 12, tzinfo=UTC),
        application="test",
    )
    read: dict[str, Any] = json.loads("".join(write_report(said, papers)))
    return read


def last(record: dict[str, Any]) -> dict[str, Any]:
    """The contest of the snapshot that counts."""
    (current,) = (
        each
        for each in record["CVRSnapshot"]
        if each["@id"] == record["CurrentSnapshotId"]
    )
    contest: dict[str, Any] = current["CVRContest"][0]
    return contest


def votes(contest: dict[str, Any]) -> dict[str, int]:
    return {
        each["ContestSelectionId"]: each["SelectionPosition"][0]["NumberVotes"]
        for each in contest["CVRContestSelection"]
    }


def test_a_name_left_standing_is_a_choice() -> None:
    found = report([Paper(1, 1, struck(0, 3))])

    contest = last(found["CVR"][0])
    assert votes(contest) == {"name-12": 1, "name-13": 1}
    assert "Status" not in contest


def test_of_a_paper_that_keeps_too_many_nothing_counts_and_everything_is_told() -> None:
    found = report([Paper(1, 1, struck(0))])

    contest = last(found["CVR"][0])
    assert votes(contest) == {"name-12": 0, "name-13": 0, "name-14": 0}
    assert contest["Overvotes"] == 1
    assert contest["Status"] == ["invalidated-rules", "overvoted"]


def test_fewer_names_than_might_be_kept_are_told() -> None:
    found = report([Paper(1, 1, struck(0, 1, 2))])

    contest = last(found["CVR"][0])
    assert (contest["Undervotes"], contest["Status"]) == (1, ["undervoted"])


def test_an_invalid_paper_says_why() -> None:
    found = report([Paper(1, 1, Reading(defect=Defect.TORN))])

    contest = last(found["CVR"][0])
    assert contest["Status"] == ["invalidated-rules", "other"]
    assert contest["OtherStatus"] == "torn"


def test_what_was_read_first_and_what_people_made_of_it_both_stand() -> None:
    found = report([Paper(3, 17, struck(0, 3), first=struck(0, 2))])

    (record,) = found["CVR"]
    shown = [
        (each["Type"], sorted(votes(each["CVRContest"][0])))
        for each in record["CVRSnapshot"]
    ]
    assert shown == [
        ("original", ["name-12", "name-14"]),
        ("modified", ["name-12", "name-13"]),
        ("interpreted", ["name-12", "name-13"]),
    ]
    assert (record["BatchId"], record["BatchSequenceId"]) == ("3", 17)


def test_boxes_count_where_one_of_the_two_is_marked() -> None:
    both = Reading(
        agree=marks.pack([0, 1], names=NAMES), disagree=marks.pack([1, 2], names=NAMES)
    )

    found = report([Paper(1, 1, both)], Layout.AGREE_DISAGREE)

    assert votes(last(found["CVR"][0])) == {"name-11": 1}


def test_a_record_has_neither_time_nor_number_of_its_own() -> None:
    found = report([Paper(1, place, struck(0, 3)) for place in (1, 2)])

    keys = {key for record in found["CVR"] for key in record}
    assert keys == {
        "@type",
        "ElectionId",
        "BatchId",
        "BatchSequenceId",
        "CurrentSnapshotId",
        "CVRSnapshot",
    }


def test_every_id_that_is_named_is_defined() -> None:
    found = report([Paper(1, 1, struck(0, 3)), Paper(2, 1, struck(0))])
    (election,) = found["Election"]
    (contest,) = election["Contest"]

    names = {each["@id"] for each in contest["ContestSelection"]}
    people = {each["@id"] for each in election["Candidate"]}
    asked = {
        choice["ContestSelectionId"]
        for record in found["CVR"]
        for snapshot in record["CVRSnapshot"]
        for each in snapshot["CVRContest"]
        for choice in each["CVRContestSelection"]
    }
    assert asked <= names
    assert {each["CandidateIds"][0] for each in contest["ContestSelection"]} == people
    assert election["ElectionScopeId"] in {each["@id"] for each in found["GpUnit"]}
