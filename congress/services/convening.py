"""Acts on congresses and their voting bodies."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from congress.models import BodyKind, Congress, Content, Term, VotingBody
from congress.services.plan_work import write_work
from congress.services.readiness import refresh
from core.audit import trail
from core.errors import Refused
from core.models import Unit, User
from core.models.scope import ScopeKind
from core.services import living_unit, open_scope

TITLE = 400
SLUG = 80


class OtherTerm(Refused):
    """The unit has a term that starts in that year and ends in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convening:
    """What is said when a congress is entered."""

    unit: Unit
    first_year: int
    last_year: int
    slug: str
    kind: str
    number: int
    place: str
    opens_on: date
    closes_on: date
    contents: tuple[str, ...] = tuple(Content.values)
    designated: bool = False
    is_pilot: bool = False
    preparatory_on: date | None = None


@transaction.atomic
def convene(convening: Convening, *, by: User | None, at: datetime) -> Congress:
    """Enter a congress, with itself as its first voting body; its unit must live."""
    unit = living_unit(convening.unit.pk)
    term, _new = Term.objects.get_or_create(
        unit=unit,
        first_year=convening.first_year,
        defaults={"last_year": convening.last_year},
    )
    if term.last_year != convening.last_year:
        raise OtherTerm(
            _("Tổ chức này đã có nhiệm kỳ %(term)s; hãy ghi đúng nhiệm kỳ đó.")
            % {"term": term}
        )
    congress = Congress(
        unit=unit,
        term=term,
        slug=convening.slug,
        kind=convening.kind,
        number=convening.number,
        place=convening.place,
        opens_on=convening.opens_on,
        closes_on=convening.closes_on,
        contents=list(convening.contents),
        designated=convening.designated,
        is_pilot=convening.is_pilot,
        preparatory_on=convening.preparatory_on,
    )
    scope = open_scope(
        title=_in_vietnamese(congress),
        kind=ScopeKind.CONGRESS,
        beneath=unit.scope,
        home=unit.scope,
    )
    congress.scope = scope
    congress.save(force_insert=True)
    trail.record(
        "congress.congress_convened", subject=congress, scope=scope, actor=by, at=at
    )
    form_body(congress=congress, kind=BodyKind.CONGRESS, by=by, at=at)
    refresh([congress.pk], at=at)
    write_work([congress.pk], at=at)
    return congress


@transaction.atomic
def form_body(
    *, congress: Congress, kind: BodyKind, by: User | None, at: datetime
) -> VotingBody:
    """Add a body that votes: it gets a scope of its own for its tally board."""
    # Two requests at once would take the same number.
    Congress.objects.select_for_update().get(pk=congress.pk)
    number = congress.bodies.filter(kind=kind).count() + 1
    body = VotingBody(congress=congress, kind=kind, number=number)
    body.scope = open_scope(
        title=f"{_in_vietnamese(body)}, {_in_vietnamese(congress)}"[:TITLE],
        kind=ScopeKind.VOTING_BODY,
        beneath=congress.scope,
        home=congress.scope,
    )
    body.save(force_insert=True)
    trail.record(
        "congress.body_formed", subject=body, scope=body.scope, actor=by, at=at
    )
    return body


def _in_vietnamese(thing: Congress | VotingBody) -> str:
    """Name what is stored in Vietnamese, whatever language its actor reads."""
    with translation.override("vi"):
        return str(thing)
