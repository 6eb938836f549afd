"""Ballots that the board has to look at, and what it decides."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from ballots import labels, queries, services
from ballots.forms import AgreeForm, RulingForm
from ballots.models import Poll
from ballots.queries.board import stands_himself
from ballots.queries.doubtful import (
    DoubtfulBallot,
    PaperOfPoll,
    agrees_with_rule,
    doubtful_ballot,
    doubtful_ballots,
    last_deciders,
    paper_of,
    point_of,
    rule_says,
    worth_of,
)
from ballots.queries.papers import who_may_rule
from ballots.rules import journal
from ballots.rules.ballot import Reading, Reason, Worth
from ballots.rules.doubts import ruled_invalid
from ballots.rules.stages import Stage
from ballots.views.poll import page, poll_here
from congress.rules.regulations import Rule
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@dataclass(frozen=True, slots=True)
class Shown:
    """A doubtful ballot in words: what was read, what the rule says, what was ruled."""

    ballot: DoubtfulBallot
    read: str
    why: list[str]
    rule: "RuleShown"
    point: str
    ruled: str
    worth: str


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule that speaks of a ballot: its number, sentence, place and what it asks."""

    rule: Rule
    sentence: str
    cited: str
    confirmed: bool
    worth: str
    is_invalid: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A ballot that the board is asked about, and who of it decides."""

    paper: PaperOfPoll
    ballot: DoubtfulBallot
    board: list[str]
    deciding: list[str]

    def ruling_form(self, typed: QueryDict | None = None) -> RulingForm:
        """Return the form for what the board decides itself."""
        return RulingForm(
            typed,
            ballot=self.ballot,
            paper=self.paper,
            board=self.board,
            deciding=self.deciding,
        )

    def agree_form(self, typed: QueryDict | None = None) -> AgreeForm:
        """Return the form for agreeing with the rule."""
        return AgreeForm(
            typed, ballot=self.ballot, board=self.board, deciding=self.deciding
        )


@require_safe
@policy.requires(Right.BALLOT_RULE)
def poll_doubtful(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _poll(request, congress, election, number)
    paper = paper_of(poll)
    ballots = doubtful_ballots(poll, paper)
    context = page(request, poll, tab="doubtful") | {
        "waiting": [shown(b, poll, paper) for b in ballots if b.ruling is None],
        "ruled": [shown(b, poll, paper) for b in ballots if b.ruling is not None],
        "is_open": Stage(poll.stage) is Stage.BOX_OPENED,
    }
    return render(request, "ballots/doubtful.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BALLOT_RULE)
def poll_doubtful_ballot(
    request: StaffRequest,
    congress: str,
    election: int,
    number: int,
    batch: int,
    position: int,
) -> HttpResponse:
    poll = _poll(request, congress, election, number)
    asked = _asked(poll, batch, position)
    form = asked.ruling_form(request.POST or None)
    if request.method == "POST" and form.is_valid() and _rule(request, poll, form):
        return _next(poll, asked.paper)
    return _page(request, poll, asked, form=form, agree_form=asked.agree_form())


@require_POST
@policy.requires(Right.BALLOT_RULE)
def poll_doubtful_agree(
    request: StaffRequest,
    congress: str,
    election: int,
    number: int,
    batch: int,
    position: int,
) -> HttpResponse:
    poll = _poll(request, congress, election, number)
    asked = _asked(poll, batch, position)
    ballot, paper = asked.ballot, asked.paper
    if not agrees_with_rule(ballot, paper):
        raise Http404
    form = asked.agree_form(request.POST)
    if form.is_valid():
        ruled = services.Ruled(
            reading=ruled_invalid(ballot.reading, ballot.reading.defect),
            reason=_by_rule(ballot, poll, paper),
            deciders=form.deciding(),
            seen=form.cleaned_data["seen"],
        )
        try:
            _write(request, poll, ballot, ruled)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _next(poll, paper)
    return _page(request, poll, asked, form=asked.ruling_form(), agree_form=form)


def _by_rule(ballot: DoubtfulBallot, poll: Poll, paper: PaperOfPoll) -> str:
    """Say by which rule, in Vietnamese: it is kept with the papers."""
    with translation.override("vi"):
        rule = _rule_shown(ballot, poll, paper)
        return _("Theo quy chế: %(sentence)s (%(cited)s)") % {
            "sentence": rule.sentence,
            "cited": rule.cited,
        }


def _rule(request: StaffRequest, poll: Poll, form: RulingForm) -> bool:
    """Write down what the board decided; a refusal stands above the form.

    What a ballot comes to by the board's reading is shown before it is written.
    """
    assert form.ruled is not None  # noqa: S101 - for the checker
    if form.asks_first:
        return False
    ruled = services.Ruled(
        reading=form.ruled,
        reason=form.cleaned_data["reason"],
        deciders=form.deciding(),
        seen=form.cleaned_data["seen"],
    )
    try:
        _write(request, poll, form.ballot, ruled)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _write(
    request: StaffRequest, poll: Poll, ballot: DoubtfulBallot, ruled: services.Ruled
) -> None:
    services.rule_on_ballot(
        str(poll.pk),
        batch=ballot.batch,
        position=ballot.position,
        ruled=ruled,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(
        request,
        _("Đã ghi quyết định về tờ %(position)s, tập %(batch)s.")
        % {"position": ballot.position, "batch": ballot.batch},
    )


def _next(poll: Poll, paper: PaperOfPoll) -> HttpResponse:
    """Lead to the next ballot that waits, else to the queue."""
    waiting = (b for b in doubtful_ballots(poll, paper) if b.ruling is None)
    following = next(waiting, None)
    if following is None:
        return redirect("ballots:poll-doubtful", *queries.address(poll))
    place = (following.batch, following.position)
    return redirect("ballots:poll-doubtful-ballot", *queries.address(poll), *place)


def _page(
    request: StaffRequest,
    poll: Poll,
    asked: Asked,
    *,
    form: RulingForm,
    agree_form: AgreeForm,
) -> HttpResponse:
    ballot, paper = asked.ballot, asked.paper
    earlier = ballot.ruling
    context = page(request, poll, tab="doubtful") | {
        "each": shown(ballot, poll, paper),
        "is_open": Stage(poll.stage) is Stage.BOX_OPENED,
        "earlier": earlier,
        "deciders": ", ".join(earlier.deciders) if earlier else "",
        "may_agree": agrees_with_rule(ballot, paper),
        "form": form,
        "agree_form": agree_form,
        "comes_to": _comes_to(form.ruled, paper) if form.reads else None,
    }
    return render(request, "ballots/doubtful_ballot.html", context)


def _comes_to(ruled: Reading | None, paper: PaperOfPoll) -> dict[str, Any] | None:
    """Return what a reading of the board makes of the ballot."""
    if ruled is None:
        return None
    judged = worth_of(ruled, paper)
    return {
        "shown": journal.content(ruled, None),
        "marks": _marks(ruled, paper),
        "worth": _worth(ruled, paper),
        "tone": "info" if judged.worth is Worth.VALID else "warning",
    }


def shown(ballot: DoubtfulBallot, poll: Poll, paper: PaperOfPoll) -> Shown:
    """Return a ballot in words."""
    point, ruled = point_of(ballot, paper), ballot.ruled
    why = [labels.DOUBTS[ballot.doubt]] if ballot.doubt else []
    why += [labels.DEFECTS[ballot.reading.defect]] if ballot.reading.defect else []
    return Shown(
        ballot=ballot,
        read=_marks(ballot.reading, paper),
        why=[str(each) for each in why] or [_("Không đồng ý với ai")],
        rule=_rule_shown(ballot, poll, paper),
        point=str(labels.OPEN_POINTS[point]) if point else "",
        ruled=_marks(ruled, paper) if ruled else "",
        worth=_worth(ruled, paper) if ruled else "",
    )


def _marks(reading: Reading, paper: PaperOfPoll) -> str:
    bare = reading._replace(defect=None)
    most = paper.slate.max_votes
    return labels.shown(bare, None, paper.sheet, most=most) or _(
        "chưa ghi gạch, để lại hay đánh dấu ai"
    )


def _rule_shown(ballot: DoubtfulBallot, poll: Poll, paper: PaperOfPoll) -> RuleShown:
    said = rule_says(ballot, paper)
    clause = paper.rule_set.clause(said.rule)
    return RuleShown(
        rule=said.rule,
        sentence=labels.sentence(said.rule, paper.rule_set),
        cited=labels.cited(clause, on=poll.election.body.congress.opens_on),
        confirmed=clause.confirmed,
        worth=str(labels.WORTHS[said.worth]) if said.worth else "",
        is_invalid=agrees_with_rule(ballot, paper),
    )


def _worth(ruled: Reading, paper: PaperOfPoll) -> str:
    judged = worth_of(ruled, paper)
    word = str(labels.WORTHS[judged.worth])
    reason: Reason | None = judged.reason
    return f"{word}: {str(labels.REASONS[reason]).lower()}" if reason else word


def _deciding(poll: Poll, ballot: DoubtfulBallot) -> list[str]:
    """Return who decided this ballot before, else the last one."""
    return ballot.ruling.deciders if ballot.ruling else last_deciders(poll)


def _asked(poll: Poll, batch: int, position: int) -> Asked:
    paper = paper_of(poll)
    ballot = doubtful_ballot(poll, paper, batch=batch, position=position)
    if ballot is None:
        raise Http404
    return Asked(paper, ballot, who_may_rule(poll), _deciding(poll, ballot))


def _poll(request: StaffRequest, congress: str, election: int, number: int) -> Poll:
    poll = poll_here(request, Right.BALLOT_RULE, congress, election, number)
    if stands_himself(request.user, poll):
        raise Http404
    return poll
