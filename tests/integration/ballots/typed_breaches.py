"""How each constraint on rolls, lists and typed papers is broken, one by one."""

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.db.models import F, Model

from ballots.models import (
    Acknowledgement,
    Announcement,
    Annulment,
    Ballot,
    Batch,
    BoardRuling,
    BoardSeat,
    BoxSeal,
    Confirmation,
    Election,
    Entry,
    EntryCheck,
    FrozenBase,
    JournalLine,
    LookedPaper,
    LookRuling,
    LookStopped,
    MidTerm,
    Nomination,
    OpinionBallot,
    PaperChoice,
    Poll,
    PracticeTick,
    PutAway,
    Reopening,
    Station,
    ThirdLook,
)
from congress.models import Congress, Elected, ElectedList, OfficeEnd, RollEntry
from tests import make
from tests.integration.congress import walls

Breach = Callable[[], object]


def _signed() -> dict[str, Any]:
    return {"by": make.user(), "at": make.NOON}


def _on_poll(model: type[Model], **fields: Any) -> Callable[..., Breach]:
    """A row of the model on a poll, right in everything but what is changed."""

    def with_changes(times: int = 1, **changes: Any) -> Breach:
        def breach() -> None:
            said = {"poll": make.imported()} | {
                name: value() if callable(value) else value
                for name, value in (fields | changes).items()
            }
            for _time in range(times):
                model._default_manager.create(**said)

        return breach

    return with_changes


def _ticked_twice() -> None:
    said = {"congress": make.congress(), "step": "head_seals", **_signed()}
    for _time in range(2):
        PracticeTick.objects.create(**said)


_SIGNED: Final[dict[str, Any]] = {"by": make.user, "at": make.NOON}

acknowledgement = _on_poll(Acknowledgement, figures="x", warnings=[], **_SIGNED)
announcement = _on_poll(Announcement, revision=1, **_SIGNED)
seat = _on_poll(BoardSeat, person=make.person)
box_seal = _on_poll(BoxSeal, board=["x"], witnesses="x", **_SIGNED)
base = _on_poll(
    FrozenBase,
    body="delegates_congress",
    convened=2,
    lines=[],
    value=2,
    present=1,
    **_SIGNED,
)
put_away = _on_poll(
    PutAway, packages=1, handed_to="x", keep_until=make.NOON.date(), **_SIGNED
)
reopening = _on_poll(Reopening, revision=1, reason="x", **_SIGNED)


def answer(said: str, **changes: Any) -> Breach:
    """A reopening that waits is answered so."""

    def breach() -> None:
        reopening()()
        fields = {
            name: value() if callable(value) else value
            for name, value in changes.items()
        }
        Reopening.objects.update(answer=said, **fields)

    return breach


third_look = _on_poll(
    ThirdLook,
    revision=1,
    seed="4216351264",
    digest="x",
    papers=1,
    drawn=[[1, 1]],
    margin_asked=False,
    **_SIGNED,
)
paper_choice = _on_poll(PaperChoice, size="a4")
look_stopped = _on_poll(LookStopped, revision=1, reason="x", **_SIGNED)


def looked_paper(*rows: dict[str, Any]) -> Breach:
    """Readings of one paper, right in everything but what is changed."""

    def breach() -> None:
        ballot = _ballot()
        third_look(poll=ballot.entry.batch.poll)()
        for row in rows:
            said = {"number": 1, "content": "x", "matches": True, "by": make.user()}
            LookedPaper.objects.create(
                look=ThirdLook.objects.get(),
                ballot=ballot,
                **said | {"key": uuid.uuid4()} | row,
            )

    return breach


def look_ruling(times: int = 1, **changes: Any) -> Breach:
    """The board rules on a drawn paper, right in everything but what is changed."""

    def breach() -> None:
        ballot = _ballot()
        third_look(poll=ballot.entry.batch.poll)()
        for _time in range(times):
            said = {"reason": "x", "deciders": ["x"], "by": make.user()} | changes
            LookRuling.objects.create(
                look=ThirdLook.objects.get(), ballot=ballot, at=make.NOON, **said
            )

    return breach


def station(*rows: dict[str, Any]) -> Breach:
    """Machines of one body, right in everything but what is changed."""

    def breach() -> None:
        body = make.body()
        for row in rows:
            Station.objects.create(
                **{"body": body, "number": 1, "mark": "x", "since": make.NOON} | row
            )

    return breach


nomination = _on_poll(Nomination, person=make.person, put_forward="official")
opinion = _on_poll(OpinionBallot, team=["x"], issued=2, returned=2, valid=2, **_SIGNED)


def _entry(**fields: Any) -> Entry:
    batch = Batch.objects.create(poll=make.imported(), number=2, papers=1)
    return Entry.objects.create(
        **{"batch": batch, "number": 1, "by": make.user()} | fields
    )


def _two_open_entries() -> None:
    first = _entry()
    Entry.objects.create(batch=first.batch, number=2)


def _check() -> None:
    entry = _entry(finished_at=make.NOON, digest="d")
    EntryCheck.objects.create(entry=entry, agrees=True, wrong=[1], **_signed())


def _journal(times: int = 1, **changes: Any) -> None:
    entry = _entry()
    said = {"sequence": 1, "position": 1, "act": "saved", "key": uuid.uuid4()}
    for _time in range(times):
        JournalLine.objects.create(entry=entry, by=make.user(), **said | changes)
        said["sequence" if "key" in changes else "key"] = (
            2 if "key" in changes else uuid.uuid4()
        )


def _ballot(**changes: Any) -> Ballot:
    return Ballot.objects.create(
        **{"entry": _entry(), "position": 1, "copies": 1} | changes
    )


def _ruling(times: int = 1, **changes: Any) -> None:
    ballot = _ballot()
    said = {"number": 1, "reason": "x", "deciders": ["x"]} | _signed()
    for _time in range(times):
        BoardRuling.objects.create(ballot=ballot, **said | changes)


def _poll(**changes: Any) -> int:
    return Poll.objects.filter(pk=make.imported().pk).update(**changes)


def _election(**changes: Any) -> int:
    election = make.imported().election
    return Election.objects.filter(pk=election.pk).update(**changes)


def _confirmed_twice() -> None:
    first = make.confirmed()
    Confirmation.objects.create(poll=first.poll, tally=first.tally, **_signed())


def _congress(**changes: Any) -> int:
    return Congress.objects.filter(pk=make.congress().pk).update(**changes)


def _roll(**changes: Any) -> int:
    [entry] = make.roll(make.body(), 1)
    return RollEntry.objects.filter(pk=entry.pk).update(**changes)


def _twice_on_a_roll() -> None:
    body, somebody = make.body(), make.person()
    for _time in range(2):
        make.on_roll(body, somebody)


def _list(**changes: Any) -> ElectedList:
    said = {"office": "committee", "poll": uuid.uuid4(), "revision": 1}
    return ElectedList.objects.create(
        body=make.body(), recorded_at=make.NOON, **said | changes
    )


def _list_twice() -> None:
    poll = uuid.uuid4()
    _list(poll=poll)
    _list(poll=poll)


def _elected(*rows: dict[str, Any]) -> None:
    elected = _list()
    for row in rows:
        Elected.objects.create(elected_list=elected, name="x", votes=1, **row)


def _elected_twice() -> None:
    somebody = make.person()
    _elected({"rank": 1, "person": somebody}, {"rank": 2, "person": somebody})


def annulment(*rows: dict[str, Any], of_a_person: bool = False) -> Breach:
    """Decisions on one result, right in everything but what is changed."""

    def breach() -> None:
        confirmation = make.confirmed()
        winner = confirmation.poll.candidates.order_by("place").first()
        said = {
            "decision": "x",
            "decided_on": make.NOON.date(),
            "decided_by": "x",
            "ground": "procedure",
            "reason": "x",
            "candidate": winner if of_a_person else None,
        }
        for row in rows:
            Annulment.objects.create(
                poll=confirmation.poll,
                confirmation=confirmation,
                by=confirmation.by,
                at=make.NOON,
                **said | row,
            )

    return breach


def mid_term(**changes: Any) -> Breach:
    """An election within the term, right in everything but what is changed."""

    def breach() -> None:
        said = {"why": "vacancy", "fixed": 3, "standing": 1, "percent": 10}
        said |= {"consent": "x", "consent_by": "x", "reason": "x"}
        MidTerm.objects.create(
            election=make.imported().election,
            consent_on=make.NOON.date(),
            **said | changes,
            **_signed(),
        )

    return breach


def office_end(*rows: dict[str, Any]) -> Breach:
    """How one office ended, right in everything but what is changed."""

    def breach() -> None:
        _elected({"rank": 1})
        for row in rows:
            OfficeEnd.objects.create(
                elected=Elected.objects.get(),
                **{"cause": "retired", "reason": "x", "ended_on": make.NOON.date()}
                | _signed()
                | row,
            )

    return breach


def _two_heads() -> None:
    poll = make.imported()
    for _time in range(2):
        BoardSeat.objects.create(poll=poll, person=make.person(), is_head=True)


TYPED: Final[dict[str, Breach]] = {
    "congress_known_contents": lambda: _congress(contents=["dance"]),
    "congress_elects_or_has_designated": lambda: _congress(designated=True),
    "congress_roll_person_once": _twice_on_a_roll,
    "congress_roll_known_codes": lambda: _roll(origin="guest"),
    "congress_roll_alternates_are_elected": lambda: _roll(
        standing="alternate", origin="ex_officio"
    ),
    "congress_roll_alternate_steps_in_on_a_ground": lambda: _roll(
        ground="moved_outside"
    ),
    "congress_roll_nobody_replaces_himself": lambda: _roll(
        standing="alternate",
        origin="elected",
        ground="moved_outside",
        in_place_of=F("id"),
    ),
    "congress_roll_absence_and_rejection_have_a_reason": lambda: _roll(
        attendance="absent"
    ),
    "congress_roll_accepted_is_an_absence_of_a_member": lambda: _roll(accepted=True),
    **walls.BREACHES,
    "congress_elected_list_once": _list_twice,
    "congress_elected_list_known_office": lambda: _list(office="king"),
    "congress_elected_rank_once": lambda: _elected({"rank": 1}, {"rank": 1}),
    "congress_elected_person_once": _elected_twice,
    "congress_office_ends_once": office_end({}, {}),
    "congress_office_end_known_cause": office_end({"cause": "bored"}),
    "congress_office_end_has_a_reason": office_end({"reason": ""}),
    "congress_office_end_of_the_superior_stays": office_end(
        {"taken_back_at": make.NOON}
    ),
    "ballots_annulment_of_a_result_once": annulment({}, {}),
    "ballots_annulment_of_a_person_once": annulment({}, {}, of_a_person=True),
    "ballots_annulment_known_ground": annulment({"ground": "taste"}),
    "ballots_annulment_by_a_decision": annulment({"decision": ""}),
    "ballots_mid_term_known_reason": mid_term(why="fun"),
    "ballots_mid_term_has_a_fixed_number": mid_term(fixed=0),
    "ballots_mid_term_with_consent": mid_term(consent=""),
    "ballots_election_known_purpose": lambda: _election(purpose="fun"),
    "ballots_election_official_count_is_permitted": lambda: _election(
        purpose="official"
    ),
    "ballots_poll_base_is_frozen_when_the_box_opens": lambda: _poll(tally_base=None),
    "ballots_poll_papers_are_known_when_entered": lambda: _poll(present=None),
    "ballots_poll_papers_within_printed": lambda: _poll(
        spoilt_in_print=1, exchanged=5, left_over=5
    ),
    "ballots_entry_known_reading": lambda: _entry(reading=4),
    "ballots_entry_one_open": _two_open_entries,
    "ballots_entry_digest_of_finished": lambda: _entry(digest="d"),
    "ballots_ballot_known_doubt": lambda: _ballot(doubt="ugly"),
    "ballots_journal_sequence_once": lambda: _journal(times=2),
    "ballots_journal_key_once": lambda: _journal(times=2, key=uuid.UUID(int=1)),
    "ballots_journal_known_act": lambda: _journal(act="burnt"),
    "ballots_check_agrees_without_differences": _check,
    "ballots_boardruling_known_defect": lambda: _ruling(defect="ugly"),
    "ballots_boardruling_known_decision": lambda: _ruling(decision="maybe"),
    "ballots_boardruling_struck_or_kept_unless_defective": lambda: _ruling(
        struck=b"x", kept=b"x"
    ),
    "ballots_boardruling_of_one_layout": lambda: _ruling(struck=b"x", agree=b"x"),
    "ballots_ruling_once": lambda: _ruling(times=2),
    "ballots_ruling_has_a_reason_and_deciders": lambda: _ruling(deciders=[]),
    "ballots_confirmation_once": _confirmed_twice,
    "ballots_acknowledgement_once": acknowledgement(times=2),
    "ballots_announced_once": announcement(times=2),
    "ballots_board_person_once": seat(times=2, person=make.person),
    "ballots_board_one_head": _two_heads,
    "ballots_board_head_is_no_technician": seat(is_head=True, is_technician=True),
    "ballots_seal_has_witnesses_and_a_board": box_seal(witnesses=""),
    "ballots_base_known_body": base(body="crowd"),
    "ballots_base_within_convened": base(value=3),
    "ballots_base_once_a_revision": base(times=2),
    "ballots_base_anew_has_a_reason": base(revision=2),
    "ballots_put_away_handed_over": put_away(packages=0),
    "ballots_reopening_once": reopening(times=2),
    "ballots_reopening_has_a_reason": reopening(reason=""),
    "ballots_reopening_answered_by_somebody": answer("consented"),
    "ballots_reopening_somebody_else_decides": answer(
        "consented", answered_by=F("by"), answered_at=make.NOON
    ),
    "ballots_reopening_refused_for_a_reason": answer(
        "refused", answered_by=make.user, answered_at=make.NOON
    ),
    "ballots_paper_known_size_and_colour": paper_choice(size="a3"),
    "ballots_paper_copies_can_be_printed": paper_choice(copies=5_001),
    "ballots_paper_slip_has_lines": paper_choice(slip_lines=0),
    "ballots_station_number_once": station({}, {"mark": "y"}),
    "ballots_station_mark_once": station({}, {"number": 2}),
    "ballots_look_once": third_look(times=2),
    "ballots_look_by_thrown_digits": third_look(seed="421635126"),
    "ballots_look_draws_papers": third_look(drawn=[]),
    "ballots_look_stopped_once": look_stopped(times=2),
    "ballots_look_stopped_for_a_reason": look_stopped(reason=""),
    "ballots_looked_paper_once": looked_paper({}, {}),
    "ballots_looked_paper_key_once": looked_paper(
        {"key": uuid.UUID(int=1)}, {"key": uuid.UUID(int=1), "number": 2}
    ),
    "ballots_looked_paper_once_or_twice": looked_paper({"number": 3}),
    "ballots_look_ruling_once": look_ruling(times=2),
    "ballots_look_ruling_has_a_reason_and_deciders": look_ruling(deciders=[]),
    "ballots_nomination_once": nomination(times=2),
    "ballots_nomination_known_codes": nomination(put_forward="pushed"),
    "ballots_nomination_by_somebody_only_from_the_floor": nomination(
        by_person=make.person
    ),
    "ballots_nomination_left_out_for_a_reason": nomination(left_out=True),
    "ballots_opinion_valid_within_returned_within_issued": opinion(valid=3),
    "ballots_opinion_has_a_team": opinion(team=[]),
    "ballots_practice_step_once_each": _ticked_twice,
}
