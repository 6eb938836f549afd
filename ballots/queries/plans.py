"""What an election is judged by when it is entered."""

from django.db.models import Q
from django.utils.translation import gettext as _

from ballots import labels, queries
from ballots.models import Annulment, Poll
from ballots.queries.lists import Said, say
from ballots.rules.holding import Plan, offices_of, plan_findings
from ballots.rules.purposes import Purpose
from congress.models import BodyKind, RollEntry, VotingBody
from congress.queries import SEATED, elected_people, rule_set_for
from congress.rules.clauses import Document
from congress.rules.offices import Office
from congress.rules.rulesets import Rule, RuleSet
from core.organisation import CELLS


def offices_for(body: VotingBody) -> tuple[Office, ...]:
    """Return the offices that this body elects, in their usual order."""
    return offices_of(body.kind, is_cell=_is_cell(body))


def plan_of(
    body: VotingBody,
    office: Office,
    *,
    seats: int,
    alternates: int,
    mid_term: bool = False,
) -> Plan:
    """Return an election as the rules want it before it is entered."""
    congress, is_cell = body.congress, _is_cell(body)
    committee = elected_people(congress, Office.COMMITTEE)
    seated = RollEntry.objects.filter(SEATED, body=body).count()
    incumbents = seated if body.kind == BodyKind.COMMITTEE else 0
    return Plan(
        body=body.kind,
        office=office,
        seats=seats,
        alternates=alternates,
        contents=frozenset(congress.contents),
        designated=congress.designated,
        is_cell=is_cell,
        members=seated if is_cell else None,
        committee=incumbents or len(committee) or None,
        committee_elected=bool(committee),
        mid_term=mid_term,
        already=_holding(body, office),
    )


def _holding(body: VotingBody, office: Office) -> int:
    """Return how many hold the office already; of others than bodies nobody asks."""
    if office is not Office.STANDING_COMMITTEE:
        return 0
    return len(elected_people(body.congress, office))


def said_of_plan(plan: Plan, body: VotingBody, rule_set: RuleSet) -> list[Said]:
    """Say what is odd about the election, with the clauses behind it."""
    return [
        say(each, labels.PLAN_FAULTS, rule_set, body.congress)
        for each in plan_findings(plan, rule_set)
    ]


def not_judged(body: VotingBody) -> str:
    """Say which sizes nobody can judge yet, and what to do; nothing where all can be.

    The share of a standing committee and who a cell elects first follow from rolls.
    """
    plan = plan_of(body, Office.STANDING_COMMITTEE, seats=1, alternates=0)
    if body.kind == BodyKind.COMMITTEE and not plan.committee:
        return _(
            "Chưa biết cấp ủy có bao nhiêu người nên cổng chưa kiểm tra được số ủy "
            "viên ban thường vụ (không quá một phần ba). Hãy lập danh sách triệu tập "
            "của hội nghị trước."
        )
    if body.kind == BodyKind.CONGRESS and plan.is_cell and not plan.members:
        return _(
            "Chưa biết chi bộ có bao nhiêu đảng viên chính thức nên cổng chưa kiểm tra "
            "được phải bầu chi ủy trước hay bầu thẳng bí thư. Hãy lập danh sách triệu "
            "tập trước."
        )
    return ""


def elected_already(
    body: VotingBody, office: Office, *, rehearsal: bool = False
) -> Poll | None:
    """Return the first round of an election of this body to the same office, if any.

    What is rehearsed is no election, and no election keeps one from rehearsing.
    """
    found = queries.standing(Poll.objects.filter(election__body=body))
    # One whose whole result was annulled is held again.
    annulled = Annulment.objects.filter(candidate=None, poll__election__body=body)
    found = found.exclude(election__in=annulled.values("poll__election"))
    rehearsed = Q(election__purpose=Purpose.REHEARSAL.value)
    return (
        found.filter(rehearsed if rehearsal else ~rehearsed)
        .filter(election__office=office.value)
        .select_related(*queries.WITH_PLACE)
        .order_by("election__number", "number")
        .first()
    )


def legal_notice(body: VotingBody) -> str:
    """Say what counting by computer is allowed for, citing where it is written."""
    rule_set = rule_set_for(body.congress)
    board = rule_set.clause(Rule.COMPUTER_COUNT)
    return str(labels.LEGAL_NOTICE) % {
        "guide": labels.cited_document(Document.HD_03),
        "board": labels.cited(board, on=body.congress.opens_on),
    }


def _is_cell(body: VotingBody) -> bool:
    return body.congress.unit.kind_id in CELLS
