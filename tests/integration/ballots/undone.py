"""Results that were announced, of people in the register, for what comes after them."""

from datetime import date

from django.db import transaction

from ballots import services
from ballots.models import Candidate, Poll
from ballots.rules.annulment import Ground
from congress.models import Congress, VotingBody
from congress.rules.offices import Office
from core.access.rights import Role
from core.models import Person, Unit, User
from tests import make

DECISION = services.SuperiorDecision(
    decision="125-QĐ/TU",
    decided_on=date(2025, 7, 1),
    decided_by="Ban Thường vụ Tỉnh ủy",
    ground=Ground.PROCEDURE,
    reason="Niêm phong thùng phiếu không có người chứng kiến",
)


def congress_below() -> Congress:
    """A congress of a commune with a province above it."""
    province = make.unit("Đảng bộ tỉnh Cao Minh")
    return make.congress(make.unit(parent=province, kind="commune"))


def announced(
    of: VotingBody | None = None,
    *,
    office: Office = Office.COMMITTEE,
    people: list[Person] | None = None,
    file_id: str = "thu",
) -> Poll:
    """Four stand for three seats and the first three are elected; the papers count."""
    of = of or congress_below().bodies.get()
    poll = make.counted(of, file=make.election_file(office=office.value, id=file_id))
    people = people or [make.person(at=of.congress.unit) for _each in range(4)]
    with transaction.atomic(), make.past_every_trigger():
        for person, row in zip(people, poll.candidates.order_by("place"), strict=True):
            Candidate.objects.filter(pk=row.pk).update(person=person)
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    make.confirm(poll, by=head)
    services.announce_result(str(poll.pk), by=head, at=make.NOON)
    return Poll.objects.get(pk=poll.pk)


def above(poll: Poll) -> Unit:
    """The unit above the one whose congress it is."""
    unit = poll.election.body.congress.unit
    return Unit.objects.select_related("scope").get(pk=unit.parent_id or unit.pk)


def decider(poll: Poll) -> User:
    """Staff of the level above."""
    return make.holder(Role.ORGANISATION_STAFF, at=above(poll).scope)


def annul(poll: Poll) -> Poll:
    services.annul_result(str(poll.pk), DECISION, by=decider(poll), at=make.NOON)
    return poll


def candidates(poll: Poll) -> list[Candidate]:
    return list(poll.candidates.order_by("place"))


def refuse(poll: Poll, *places: int) -> Poll:
    chosen = [candidates(poll)[place].pk for place in places]
    services.refuse_elected(
        str(poll.pk), chosen, DECISION, by=decider(poll), at=make.NOON
    )
    return poll
