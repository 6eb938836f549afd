"""Archives of polls that went every way a count can go: each holds and tells it."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from ballots import services
from ballots.archive import manifest as files
from ballots.archive import recount_journal
from ballots.archive.journal_paper import journal_on_paper
from ballots.archive.verifying import verify
from ballots.models import Confirmation, TallyLine
from ballots.rules.terms import Round
from congress.rules.offices import Office
from core.access.rights import Role
from core.audit.chain import in_groups
from tests import make
from tests.integration.ballots import archives
from tests.integration.ballots.archives import Count
from tests.integration.ballots.test_next_round import FOUR, decided, prepare

pytestmark = pytest.mark.django_db

PAPERS = ("4 5", "1 2", "3", "0", "2 5", "4 5 #2")


def differing(readings: int = 2) -> Count:
    """The second reads the third paper otherwise; it is settled as neither read it."""
    count = Count(PAPERS, readings=readings)
    for reader in count.readers[: readings - 1]:
        count.read(reader)
    count.read(count.readers[readings - 1], (*PAPERS[:2], "4", *PAPERS[3:]))
    count.settle({3: "3 4"})
    return count


def read_once() -> Confirmation:
    return archives.confirmed()


def agreed_by_two() -> Confirmation:
    count = Count(PAPERS, readings=2)
    count.read(count.readers[0])
    count.read(count.readers[1], PAPERS[::-1])
    count.check()
    return count.ended()


def agreed_by_three() -> Confirmation:
    count = Count(PAPERS, readings=3)
    for reader in count.readers:
        count.read(reader)
    count.check()
    return count.ended()


def settled_of_two() -> Confirmation:
    count = differing()
    count.check()
    return count.ended()


def settled_of_three() -> Confirmation:
    count = differing(readings=3)
    count.check()
    return count.ended()


def settled_twice() -> Confirmation:
    count = differing()
    count.check(wrong=[2])
    count.settle({2: "1"})
    count.check(by=count.hall.head)
    return count.ended()


def out_of_step() -> Confirmation:
    """The first passes over the second paper and reads the last one twice."""
    count = Count(PAPERS, readings=2)
    count.read(count.readers[0], (PAPERS[0], *PAPERS[2:], "1 3 5"))
    count.read(count.readers[1])
    count.settle({2: PAPERS[1], 7: "x"})
    count.check()
    return count.ended()


def sent_back() -> Confirmation:
    count = Count(PAPERS)
    count.read()
    count.check(wrong=[3])
    entry = count.type_in(count.readers[0], ())
    assert entry.number == 2
    archives.save(entry, 3, "2", by=count.readers[0])
    services.end_entry(str(entry.pk), by=count.readers[0], at=make.NOON)
    count.check()
    return count.ended()


def given_up() -> Confirmation:
    count = Count(PAPERS)
    count.give_up(count.readers[0], ("1", "2"))
    count.read(count.readers[1])
    count.check()
    return count.ended()


def ruled_twice() -> Confirmation:
    count = Count(PAPERS)
    count.read()
    count.check()
    count.rule({6: "1 2"})
    count.rule({6: "2 3"})
    count.counted()
    count.unlooked()
    return count.confirm()


def looked_at() -> Confirmation:
    count = Count(PAPERS)
    count.read()
    count.check()
    count.rule({6: "1 2"})
    count.counted()
    archives.look_through(count, PAPERS)
    return count.confirm()


def looked_at_and_differed() -> Confirmation:
    """A third look differs; the papers are taken up again and read anew."""
    count = Count(PAPERS)
    count.read()
    count.check()
    count.rule({6: "1 2"})
    count.counted()
    archives.look_through(count, ("3 4", *PAPERS[1:]))
    take_up(count)
    archives.read_anew(count, 1, "3 4")
    count.counted()
    count.unlooked()
    return count.confirm()


def looked_at_and_ruled() -> Confirmation:
    """The board says of a paper read otherwise that it stands; the rest is left."""
    count = Count(PAPERS)
    count.read()
    count.check()
    count.rule({6: "1 2"})
    count.counted()
    seed = "4216351264"
    services.order_look(count.hall.pk, seed=seed, by=count.hall.head, at=make.NOON)
    count.look(count.readers[1], 1, "3 4")
    services.rule_on_look(
        count.hall.pk,
        services.LookRuled(1, 1, "Dấu gạch rõ.", archives.BOARD),
        by=count.hall.head,
        at=make.NOON,
    )
    count.unlooked()
    return count.confirm()


def take_up(count: Count) -> None:
    services.take_up_again(
        count.hall.pk, reason="đọc lại thấy khác", by=count.hall.head, at=make.NOON
    )
    place = make.place_of(Role.PRESIDIUM, count.hall.poll.election.body)
    chair = make.holder(Role.PRESIDIUM, at=place, full_name="Hà Thị Vân")
    services.consent_to_reopening(count.hall.pk, by=chair, at=make.NOON)


def reopened() -> Confirmation:
    count = Count(PAPERS)
    count.read()
    count.check()
    count.ended()
    take_up(count)
    archives.read_anew(count, 3, "2")
    return count.ended()


def run_off_with_alternates_waiting() -> Confirmation:
    """Two were level for the one seat of delegates; a third waits as an alternate."""
    delegates = make.closed_list(
        names=FOUR, seats=1, alternates=2, office=Office.DELEGATES
    )
    first = decided(delegates, (92, 92, 85, 10))
    poll = make.close(prepare(first, Round.RUN_OFF, make.user()))
    papers = ("2", "2", "2", "1", "1", "1 2")
    count = Count(papers, hall=archives.opened_after(poll, returned=len(papers)))
    count.read()
    count.check()
    return count.ended()


WAYS = (
    read_once,
    agreed_by_two,
    agreed_by_three,
    settled_of_two,
    settled_of_three,
    settled_twice,
    out_of_step,
    sent_back,
    given_up,
    ruled_twice,
    looked_at,
    looked_at_and_differed,
    looked_at_and_ruled,
    reopened,
    run_off_with_alternates_waiting,
)


def parts(confirmation: Confirmation) -> dict[str, bytes]:
    archive = bytes(archives.sealed(confirmation).data)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def snapshots(confirmation: Confirmation) -> dict[int, list[tuple[str, list[int]]]]:
    """What each paper shows by its record: the numbers left standing."""
    records = json.loads(parts(confirmation)[files.RECORDS])["CVR"]
    return {
        record["BatchSequenceId"]: [
            (
                each["Type"],
                [
                    int(choice["ContestSelectionId"].removeprefix("name-"))
                    for choice in each["CVRContest"][0]["CVRContestSelection"]
                ],
            )
            for each in record["CVRSnapshot"]
        ]
        for record in records
    }


def changed(confirmation: Confirmation) -> dict[int, tuple[list[int], list[int]]]:
    """The papers of which somebody made something else than the first reader."""
    return {
        position: (dict(shown)["original"], dict(shown)["modified"])
        for position, shown in snapshots(confirmation).items()
        if "modified" in dict(shown)
    }


@pytest.mark.parametrize("way", WAYS)
def test_the_archive_holds(way: Callable[[], Confirmation]) -> None:
    kept = archives.sealed(way())

    assert verify(io.BytesIO(bytes(kept.data))).with_journal


@pytest.mark.parametrize("way", WAYS)
def test_from_the_journal_alone_the_stored_result_comes_again(
    way: Callable[[], Confirmation],
) -> None:
    confirmation = way()

    journal = json.loads(parts(confirmation)[files.JOURNAL])
    votes, valid, invalid, complaints = recount_journal.recounted(journal)

    tally = confirmation.tally
    stored = TallyLine.objects.filter(
        tally=tally, candidate__poll=confirmation.poll
    ).order_by("candidate__place")
    assert votes == [line.votes for line in stored]
    assert (valid, sum(invalid.values())) == (tally.valid, tally.invalid)
    assert complaints == []


def test_the_result_file_names_who_waits_behind_the_run_off() -> None:
    found = parts(run_off_with_alternates_waiting())

    waiting = json.loads(found[files.MANIFEST])["terms"]["waiting"]
    result = json.loads(found[files.RESULT])

    assert [each["votes"] for each in waiting] == [85]
    assert result["waiting_alternates"] == [0]


# --- what the records say was read first ------------------------------------------


def test_of_a_settled_paper_the_record_has_what_the_first_reader_saw() -> None:
    assert changed(settled_of_two()) == {3: ([1, 2, 4, 5], [1, 2, 5])}


def test_of_a_batch_settled_again_as_well() -> None:
    assert changed(settled_twice()) == {
        2: ([3, 4, 5], [2, 3, 4, 5]),
        3: ([1, 2, 4, 5], [1, 2, 5]),
    }


def test_a_reader_out_of_step_is_matched_paper_by_paper() -> None:
    assert changed(out_of_step()) == {}


def test_of_a_paper_ruled_on_twice_the_last_ruling_stands_beside_the_reading() -> None:
    assert changed(ruled_twice()) == {6: ([1, 2, 3], [1, 4, 5])}


def test_of_papers_taken_up_again_the_last_reading_stands() -> None:
    found = snapshots(reopened())

    assert dict(found[3])["interpreted"] == [1, 3, 4, 5]


# --- what the journal says --------------------------------------------------------


def entries(confirmation: Confirmation) -> list[dict[str, Any]]:
    (batch,) = json.loads(parts(confirmation)[files.JOURNAL])["batches"]
    found: list[dict[str, Any]] = batch["entries"]
    return found


def test_the_journal_has_every_reading_and_who_settled_them() -> None:
    found = entries(settled_of_three())

    assert [(e["reading"], e["by"], e["counts"]) for e in found] == [
        (1, "Đàm Văn Thái", False),
        (2, "Bàn Thị Hai", False),
        (3, "Lò Văn Ba", False),
        (0, "Nông Thị Quỳnh", True),
    ]


def test_the_paper_says_who_read_which_paper_otherwise() -> None:
    (batch,) = journal_on_paper(settled_of_three()).batches

    assert [each.otherwise for each in batch.entries] == [
        ("Tờ 3: gạch 3; được tính: gạch 3–4",),
        ("Tờ 3: gạch 3; được tính: gạch 3–4",),
        ("Tờ 3: gạch 4; được tính: gạch 3–4",),
        (),
    ]


def test_the_paper_says_which_sheets_a_reader_missed_or_took_twice() -> None:
    (batch,) = journal_on_paper(out_of_step()).batches

    first, second, settled = batch.entries
    assert (first.compared, first.otherwise) == (
        "Khác lần được tính ở 2 tờ, lệch tờ.",
        (
            "Tờ 2: bỏ sót; được tính: gạch 1–2",
            "Tờ 6 ở lần này (gạch 1, 3, 5): không có trong tập",
        ),
    )
    assert (second.otherwise, settled.otherwise) == ((), ())


def test_the_paper_says_that_a_stack_was_turned_over() -> None:
    (batch,) = journal_on_paper(agreed_by_two()).batches

    assert [(e.compared, e.otherwise) for e in batch.entries] == [
        ("", ()),
        ("Như lần được tính, chồng phiếu lật ngược.", ()),
    ]


def test_a_settling_that_the_check_sent_back_is_told_with_who_sent_it() -> None:
    confirmation = settled_twice()

    (batch,) = journal_on_paper(confirmation).batches
    told = [(e["reading"], e["check"]) for e in entries(confirmation)]

    assert batch.entries[2].outcome == "Lục Văn Quý trả lại"
    assert batch.entries[2].otherwise == ("Tờ 2: gạch 1–2; được tính: gạch 1",)
    sent = {"by": "Lục Văn Quý", "agrees": False, "wrong": [2]}
    agreed = {"by": "Lục Văn Quý", "agrees": True, "wrong": []}
    assert told[2:] == [(0, sent), (0, agreed)]


def test_an_entry_given_up_is_told_and_held_against_nothing() -> None:
    (batch,) = journal_on_paper(given_up()).batches

    assert batch.entries[0].outcome == "đóng khi dở dang"
    assert batch.entries[0].lines == ("1. gạch 1", "2. gạch 2")
    assert batch.entries[0].otherwise == ()


def test_both_rulings_stand_on_paper_and_the_last_one_in_the_file() -> None:
    confirmation = ruled_twice()

    paper = journal_on_paper(confirmation)
    (ruling,) = json.loads(parts(confirmation)[files.JOURNAL])["rulings"]

    assert [each.split(". ")[0] for each in paper.rulings] == [
        "Tập 1, tờ 6: gạch 1–2",
        "Tập 1, tờ 6: gạch 2–3",
    ]
    assert ruling["content"].startswith("06 ")


def test_a_third_look_that_found_a_difference_is_told() -> None:
    confirmation = looked_at_and_differed()

    paper = journal_on_paper(confirmation)
    (look,) = json.loads(parts(confirmation)[files.JOURNAL])["third_looks"]

    assert paper.looks[1:] == (
        "Tập 1, tờ 1: Bàn Thị Hai đọc lại thấy gạch 3–4, khác với điều đã kiểm.",
        "Đợt 2: Lục Văn Quý ghi lý do không đọc lại hết: mất điện.",
    )
    assert [r["matches"] for r in look["readings"]] == [False, *[True] * 5]


def test_a_third_look_without_differences_is_told_in_one_line() -> None:
    confirmation = looked_at()

    assert journal_on_paper(confirmation).looks == (
        (
            "Đợt 1: rút 6/6 tờ bằng số 4216351264 và mã kết quả "
            f"{in_groups(confirmation.tally.digest)}; đã đọc lại 6 tờ."
        ),
    )


def test_what_the_board_ruled_and_why_the_rest_was_left_is_told() -> None:
    confirmation = looked_at_and_ruled()

    paper = journal_on_paper(confirmation)
    head = json.loads(parts(confirmation)[files.JOURNAL])
    (look,) = head["third_looks"]

    assert paper.looks[2:] == (
        (
            "Tập 1, tờ 1: Ban xem tờ phiếu, giữ điều đã kiểm. Lý do: Dấu gạch rõ. "
            "Người quyết định: Lục Văn Quý, Nông Thị Quỳnh."
        ),
        "Đợt 1: Lục Văn Quý ghi lý do không đọc lại hết: mất điện.",
    )
    assert (look["digest"], look["papers"]) == (confirmation.tally.digest, 6)
    assert look["rulings"] == [
        {
            "batch": 1,
            "position": 1,
            "reason": "Dấu gạch rõ.",
            "deciders": list(archives.BOARD),
        }
    ]
    assert head["looks_stopped"] == [
        {"revision": 1, "reason": "mất điện", "by": "Lục Văn Quý"}
    ]
