"""The base of a body, line by line, and whether enough have come."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congress import labels, queries
from congress.models import VotingBody
from congress.queries import BodyBase
from congress.rules.clauses import Clause
from congress.rules.regulations import Rule
from congress.views.frame import page
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest


@require_safe
@policy.requires(Right.ROLL_READ)
def base(request: StaffRequest, congress: str, body: str) -> HttpResponse:
    found = queries.body_or_404(
        request.user, Right.ROLL_READ, congress=congress, address=body
    )
    worked_out = queries.base_of(found)
    opens_on = found.congress.opens_on

    def cited(place: Clause) -> str:
        return labels.cited(place, on=opens_on)

    lines = [
        {
            "line": line,
            "said": labels.SITUATIONS[line.situation],
            "sentence": labels.sentence(line.rule, worked_out.rule_set),
            "cited": cited(line.clause),
            "confirmed": line.clause.confirmed,
            "people": worked_out.people[line.situation],
        }
        for line in worked_out.base.lines
    ]
    context = page(request, found, tab="base") | {
        "worked_out": worked_out,
        "base": worked_out.base,
        "kind": labels.BODIES[worked_out.base.body],
        "lines": lines,
        "rule_set": worked_out.rule_set,
        "quorum": _quorum(found, worked_out, cited),
    }
    return render(request, "congress/tally_base.html", context)


def _beneath(body: VotingBody) -> int:
    """Return how many organisations the register has right beneath the congress's."""
    return body.congress.unit.children.filter(dissolved_on__isnull=True).count()


def _quorum(
    body: VotingBody, worked_out: BodyBase, cited: Any
) -> dict[str, Any] | None:
    if worked_out.quorum is None:
        return None
    rule_set = worked_out.rule_set
    return {
        "figures": worked_out.quorum,
        "sentence": labels.sentence(Rule.QUORUM, rule_set),
        "cited": cited(rule_set.clause(Rule.QUORUM)),
        "confirmed": rule_set.clause(Rule.QUORUM).confirmed,
        "beneath": _beneath(body),
    }
