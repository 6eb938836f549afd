"""Reads of elections, polls, ballots and tallies."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.http import Http404
from django.utils.functional import Promise

from ballots import labels
from ballots.models import (
    Ballot,
    BoardRuling,
    Candidate,
    Confirmation,
    Entry,
    Poll,
    Tally,
    TallyLine,
    TallyReason,
    Upload,
    Withdrawal,
)
from ballots.queries.waiting import who_waits
from ballots.rules import fingerprint
from ballots.rules.ballot import Defect, Reading, Reason, Ruling, rule_of_reason
from ballots.rules.doubts import Doubt
from ballots.rules.outcome import Next, Verdict
from ballots.rules.stages import Stage, is_past
from ballots.rules.terms import Layout, Places, Round, Slate
from congress.models import Congress
from congress.rules.clauses import Clause
from congress.rules.records import Record, completed, from_record
from congress.rules.rulesets import (
    Regulation,
    Rule,
    RuleSet,
)
from core.access import policy
from core.access.rights import Right
from core.audit.verification import Claim
from core.models import Scope, User
from core.queries import same_person_ids, with_words
from core.vietnamese import numbers

FETCH = 2000  # ballots at a time from the server's cursor
WAITING_SHOWN = 50
UPLOADS_SHOWN = 10

MARKS = ("struck", "kept", "agree", "disagree")

WITH_PLACE = (
    "election__body__scope",
    "election__body__congress__unit",
    "election__body__congress__term",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule that decided something, and where it is written."""

    rule: Rule
    sentence: str
    clause: Clause
    cited: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One candidate's line of a result, ready to be shown."""

    number: int
    name: str
    votes: int
    percent: str
    verdict: Verdict
    verdict_label: str | Promise
    rank: int | None
    basis: "Basis"
    disagree: int | None = None  # where the paper has boxes
    place: int | None = None  # by votes, level ones the same
    round: int = 1  # the poll of the election that these votes were cast in

    @property
    def won(self) -> bool:
        """Whether the candidate has a place."""
        return self.verdict in (Verdict.ELECTED, Verdict.ALTERNATE)


def polls(user: User, right: Right = Right.ELECTION_READ) -> QuerySet[Poll]:
    """Return the polls a user may read, newest congress first, in their order."""
    within = policy.within_reach(standing(Poll.objects.all()), user, right)
    return (
        within.select_related(*WITH_PLACE)
        .defer("note")
        .order_by(
            "-election__body__congress__opens_on",
            "election__body__congress__slug",
            "election__number",
            "number",
        )
    )


def same_office(poll: Poll) -> QuerySet[Poll]:
    """Return other elections of the same body to the same office: one too many."""
    found = standing(Poll.objects.filter(election__body=poll.election.body_id))
    return (
        found.filter(
            election__office=poll.election.office,
            election__purpose=poll.election.purpose,
        )
        .exclude(election=poll.election_id)
        .select_related("election")
        .order_by("election__number", "number")
    )


def standing(found: QuerySet[Poll]) -> QuerySet[Poll]:
    """Keep the polls that nobody has withdrawn."""
    # As a join the few withdrawals would have PostgreSQL expect hardly any poll.
    return found.exclude(Exists(Withdrawal.objects.filter(poll=OuterRef("pk"))))


def polls_waiting(
    user: User, waiting: Mapping[Stage, tuple[Right, Promise]]
) -> list[tuple[Poll, bool]]:
    """Return polls in these stages, and whether they wait for this user."""
    stages_of: dict[Right, list[str]] = {}
    for stage, (right, _state) in waiting.items():
        stages_of.setdefault(right, []).append(stage.value)
    mine = [
        (poll, True)
        for right, stages in stages_of.items()
        for poll in polls(user, right).filter(stage__in=stages)[:WAITING_SHOWN]
    ]
    own = {poll.pk for poll, _mine in mine}
    others = polls(user).filter(stage__in=[stage.value for stage in waiting])
    return mine + [(poll, False) for poll in others.exclude(pk__in=own)[:WAITING_SHOWN]]


def poll_or_404(
    user: User, right: Right, *, congress: str, election: int, number: int
) -> Poll:
    """Return one poll by the numbers a person knows, where the right reaches it."""
    found = any_poll_or_404(
        user, right, congress=congress, election=election, number=number
    )
    if withdrawal_of(found):
        raise Http404
    return found


def locked(poll_id: str) -> Poll:
    """Return a poll that nobody else changes until the transaction ends."""
    rows = Poll.objects.select_for_update(of=("self",)).select_related(*WITH_PLACE)
    return rows.get(pk=poll_id)


def any_poll_or_404(
    user: User, right: Right, *, congress: str, election: int, number: int
) -> Poll:
    """Return one poll likewise, though it may have been withdrawn."""
    return policy.get_or_404(
        Poll.objects.select_related(*WITH_PLACE),
        user,
        right,
        election__body__congress__slug=congress,
        election__number=election,
        number=number,
    )


def address(poll: Poll) -> tuple[str, int, int]:
    """Return the parts of a poll's address."""
    return (
        poll.election.body.congress.slug,
        poll.election.number,
        poll.number,
    )


def scope_of(poll: Poll) -> Scope:
    """Return where the poll lies; its voting body must be loaded."""
    return poll.election.body.scope


def slate(poll: Poll) -> QuerySet[Candidate]:
    """Return the names in ballot order."""
    return Candidate.objects.filter(poll=poll).order_by("place")


def terms_of(poll: Poll, names: int) -> tuple[Slate, Places]:
    """Return the poll's terms as the rules want them."""
    rule_set = rule_set_of(poll)
    waiting = who_waits(poll)
    return (
        Slate(
            names=names,
            max_votes=poll.max_votes,
            empty_agreement=rule_set.empty_agreement.value,
        ),
        Places(
            round=Round(poll.round),
            seats=poll.seats,
            alternates=poll.alternates or waiting.alternates,
            tally_base=poll.base,
            tie_rule=rule_set.tie_rule.value,
            runoff_needs_majority=rule_set.runoff_needs_majority.value,
            waiting=waiting.rounds,
        ),
    )


def rule_set_of(poll: Poll) -> RuleSet:
    """Return the rules of a poll: its rule set, with what the congress itself set."""
    rule_set = regulation_of(poll)
    if poll.surplus_percent is None:
        return rule_set
    ceiling = rule_set.surplus_max_percent
    own = replace(ceiling, value=min(poll.surplus_percent, ceiling.value))
    return replace(rule_set, surplus_max_percent=own)


def regulation_of(poll: Poll) -> RuleSet:
    """Return the rule set the election is held under, as it stood when it began.

    Whatever an administrator corrects later is for later elections.
    """
    edition = poll.election.rule_edition
    regulation = Regulation(edition.rule_set_id)
    record = Record(edition.values, edition.clauses)
    return from_record(regulation, completed(regulation, record))


class Seen(NamedTuple):
    """A ballot as it was read: before the board ruled on it."""

    ballot: int
    position: int
    reading: Reading
    doubt: Doubt | None


def readings(poll: Poll) -> Iterator[Reading]:
    """Read the ballots of a poll in stack order, a few at a time.

    What the board ruled stands in the place of what was read.
    """
    ruled = rulings_of(poll)
    for entry in agreed_entries(poll):
        for seen in ballots_of(entry):
            yield ruled.get(seen.ballot, seen.reading)


def ballots_of(entry: Entry) -> Iterator[Seen]:
    """Read the ballots of one entry in stack order, a few at a time."""
    rows = (
        Ballot.objects.filter(entry=entry)
        .order_by("position")
        .values_list("pk", "position", "doubt", *MARKS, "defect", "decision", "copies")
        .iterator(chunk_size=FETCH)
    )
    for row in rows:
        doubt = Doubt(row[2]) if row[2] else None
        yield Seen(row[0], row[1], _reading(*row[3:]), doubt)


def ballots_of_each(entries: Iterable[Entry]) -> dict[UUID, list[Seen]]:
    """Read the ballots of several entries at once, each in stack order."""
    rows = (
        Ballot.objects.filter(entry__in=[each.pk for each in entries])
        .order_by("position")
        .values_list(
            *("entry", "pk", "position", "doubt"),
            *(*MARKS, "defect", "decision", "copies"),
        )
    )
    found: dict[UUID, list[Seen]] = {}
    for entry, pk, position, doubt, *shown in rows:
        seen = Seen(pk, position, _reading(*shown), Doubt(doubt) if doubt else None)
        found.setdefault(entry, []).append(seen)
    return found


def seen_as(ballot: Ballot) -> tuple[Reading, Doubt | None]:
    """Return what a ballot at hand was read to show, before the board ruled on it."""
    marks = [getattr(ballot, name) for name in (*MARKS, "defect", "decision", "copies")]
    return _reading(*marks), Doubt(ballot.doubt) if ballot.doubt else None


def rulings_of(poll: Poll) -> dict[int, Reading]:
    """Return what the board ruled each doubtful ballot shows: its last word."""
    rows = (
        BoardRuling.objects.filter(ballot__entry__agreed_for__poll=poll)
        .order_by("number")
        .values_list("ballot", *MARKS, "defect", "decision", Value(1))
    )
    return {row[0]: _reading(*row[1:]) for row in rows}


def _reading(  # noqa: PLR0917 - the columns of a ballot, in the order of Reading
    struck: Any,
    kept: Any,
    agree: Any,
    disagree: Any,
    defect: str | None,
    decision: str | None,
    copies: int,
) -> Reading:
    return Reading(
        None if struck is None else bytes(struck),
        None if kept is None else bytes(kept),
        None if agree is None else bytes(agree),
        None if disagree is None else bytes(disagree),
        None if defect is None else Defect(defect),
        None if decision is None else Ruling(decision),
        copies,
    )


def digest_line(reading: Reading, doubt: Doubt | None = None) -> bytes:
    """Return the bytes by which a ballot enters a digest."""
    return fingerprint.line(reading, doubt)


def digest_of_slate(poll: Poll) -> str:
    """Return a digest of everything but the ballots that the result depends on."""
    return fingerprint.of_election(counted_as(poll))


def counted_as(poll: Poll) -> fingerprint.Election:
    """Return everything but the ballots that the result depends on."""
    waiting = who_waits(poll)
    return fingerprint.Election(
        round=poll.round,
        layout=poll.layout,
        seats=poll.seats,
        alternates=poll.alternates,
        max_votes=poll.max_votes,
        tally_base=poll.tally_base,
        office=poll.election.office,
        rule_set=poll.election.rule_set,
        chosen=fingerprint.chosen(*terms_of(poll, names=1)),
        names=tuple(slate(poll).values_list("number", "name")),
        waiting_alternates=waiting.alternates,
        waiting=tuple(
            fingerprint.Waits(
                line.candidate.poll.number,
                line.candidate.poll.base,
                line.candidate.place,
                line.candidate.name,
                line.votes,
            )
            for line in waiting.lines
        ),
    )


def may_withdraw(user: User, poll: Poll) -> bool:
    """Whoever brings a file in takes it back; all else, only the head takes back."""
    stage = Stage(poll.stage)
    heads = is_past(stage, Stage.ENTERED) or poll.upload_id is None
    right = Right.TALLY_CONFIRM if heads else Right.ELECTION_WITHDRAW
    last = Stage.ENTERED if poll.upload_id is None else Stage.COUNTED
    return not is_past(stage, last) and policy.allows(user, right, scope_of(poll))


def withdrawal_of(poll: Poll) -> Withdrawal | None:
    """Return who took the poll back, when and why, if somebody did."""
    return Withdrawal.objects.filter(poll=poll).select_related("by").first()


def current_tally(poll: Poll) -> Tally | None:
    """Return the confirmed tally, else that of the papers as they are now."""
    confirmed = confirmation_of(poll)
    if confirmed:
        return confirmed.tally
    return Tally.objects.filter(poll=poll, digest=digest_of_papers(poll)).first()


def digest_of_papers(poll: Poll) -> str:
    """Return the natural key of a count: the slate and the finished entries."""
    return fingerprint.of_papers(
        counted_as(poll),
        (
            fingerprint.Entered(entry.digest, entry.journal_digest)
            for entry in agreed_entries(poll)
        ),
        sorted(rulings_of(poll).items()),
    )


def agreed_entries(poll: Poll) -> list[Entry]:
    """Return the entries that count, batch by batch."""
    entries = Entry.objects.filter(agreed_for__poll=poll)
    return list(entries.order_by("agreed_for__number"))


def confirmation_of(poll: Poll) -> Confirmation | None:
    """Return who confirmed the poll's tally and when, once somebody did.

    Papers taken up again since then leave it superseded: there is none any more.
    """
    rows = Confirmation.objects.filter(poll=poll, revision=poll.revision)
    return rows.select_related("tally", "by").first()


def printed_heads() -> Iterator[Claim]:
    """Return the heads of the audit chain that stand in minutes."""
    rows = Confirmation.objects.order_by("pk").values_list(
        "link_number",
        "link_digest",
        "poll__election__congress__slug",
        "poll__election__number",
        "poll__number",
    )
    for link, digest, slug, election, number in rows.iterator(chunk_size=FETCH):
        source = f"biên bản đại hội {slug}, cuộc bầu {election}, lần {number}"
        if link is not None:
            yield Claim(link, digest, source)


def may_see_tally(user: User, poll: Poll) -> bool:
    """Nobody but the head sees a result before it is confirmed."""
    if is_past(Stage(poll.stage), Stage.COUNTED):
        return True
    if not policy.allows(user, Right.TALLY_CONFIRM, scope_of(poll)):
        return False
    # Somebody made head who stands on the list himself sees it with everybody else.
    people = same_person_ids(user.person_id) if user.person_id else set()
    return not Candidate.objects.filter(poll=poll, person__in=people).exists()


def result_rows(
    tally: Tally, poll: Poll, rule_set: RuleSet, *, base: int | None = None
) -> list[ResultRow]:
    """Return a tally's lines in ballot order; of a superseded one with D as it was."""
    lines = TallyLine.objects.filter(tally=tally, candidate__poll=poll)
    lines = lines.select_related("candidate__poll").order_by("candidate__place")
    return [_row(line, poll, rule_set, base) for line in lines]


def waiting_rows(tally: Tally, poll: Poll, rule_set: RuleSet) -> list[ResultRow]:
    """Return the lines of those who waited since earlier rounds, nearest first."""
    lines = (
        TallyLine.objects.filter(tally=tally)
        .exclude(candidate__poll=poll)
        .select_related("candidate__poll")
        .order_by("-candidate__poll__number", "-votes", "candidate__place")
    )
    return [_row(line, poll, rule_set) for line in lines]


def by_votes(rows: list[ResultRow]) -> list[ResultRow]:
    """Order lines by votes; level ones share a place, in ballot order (R-RS-11)."""
    votes = sorted((row.votes for row in rows), reverse=True)
    ordered = sorted(rows, key=lambda row: -row.votes)
    return [replace(row, place=1 + votes.index(row.votes)) for row in ordered]


def winners(rows: list[ResultRow], verdict: Verdict) -> list[ResultRow]:
    """Return who won a place of one kind, most votes first."""
    return sorted(
        (row for row in rows if row.verdict is verdict), key=lambda row: row.rank or 0
    )


def result(tally: Tally, poll: Poll, *, base: int | None = None) -> dict[str, Any]:
    """Return a tally as its pages show it: in ballot order, by votes, and who won."""
    rule_set = rule_set_of(poll)
    rows = result_rows(tally, poll, rule_set, base=base)
    waited = waiting_rows(tally, poll, rule_set)
    everyone = rows + waited
    reasons = [
        (row, _basis(_rule_of(row, poll, rule_set), poll, rule_set))
        for row in tally.reasons.order_by("-ballots", "reason")
    ]
    following = _basis(Rule(tally.next_rule), poll, rule_set)
    bases = [row.basis for row in everyone] + [following] + [of for _row, of in reasons]
    return {
        "tally": tally,
        "base": base or poll.base,
        "rows": rows,
        "rows_by_votes": by_votes(rows),
        "waited": waited,
        "elected": winners(rows, Verdict.ELECTED),
        "alternates": winners(everyone, Verdict.ALTERNATE),
        "alternates_wanted": tally.open_alternates
        + sum(row.verdict is Verdict.ALTERNATE for row in everyone),
        "tied": [row for row in everyone if row.verdict is Verdict.TIED],
        "reasons": reasons,
        "next": following,
        "bases": list({basis.rule: basis for basis in bases}.values()),
        "next_label": labels.NEXT_STEPS[Next(tally.next)],
    }


def _rule_of(reason: TallyReason, poll: Poll, rule_set: RuleSet) -> Rule:
    return rule_of_reason(
        Reason(reason.reason),
        layout=Layout(poll.layout),
        empty_agreement=rule_set.empty_agreement.value,
    )


def _basis(rule: Rule, poll: Poll, rule_set: RuleSet) -> Basis:
    clause = rule_set.clause(rule)
    sentence = labels.sentence(rule, rule_set)
    day = poll.election.body.congress.opens_on
    return Basis(rule, sentence, clause, labels.cited(clause, on=day))


def matching(found: QuerySet[Poll], wanted: str) -> QuerySet[Poll]:
    """Keep polls of units with these words, whatever the accents."""
    return with_words(found, "election__body__congress__unit__name", wanted)


def uploads() -> QuerySet[Upload]:
    """Return uploads with what their page shows."""
    return Upload.objects.select_related("file", "body__congress__unit", "by")


def uploads_pending(user: User, congress: Congress) -> QuerySet[Upload]:
    """Return a congress's files that became no poll, for those who may bring them."""
    within = policy.within_reach(uploads(), user, Right.ELECTION_IMPORT)
    pending = within.filter(body__congress=congress, poll__isnull=True)
    return pending.order_by("-received_at", "pk")[:UPLOADS_SHOWN]


def _row(
    line: TallyLine, poll: Poll, rule_set: RuleSet, base: int | None = None
) -> ResultRow:
    return ResultRow(
        number=line.candidate.number,
        name=line.candidate.name,
        votes=line.votes,
        disagree=line.disagree,
        percent=numbers.share(
            line.votes,
            base or line.candidate.poll.base,
            decimals=rule_set.percent_decimals.value,
        ),
        verdict=Verdict(line.verdict),
        verdict_label=labels.VERDICTS[Verdict(line.verdict)],
        rank=line.rank,
        round=line.candidate.poll.number,
        basis=_basis(Rule(line.rule), poll, rule_set),
    )
