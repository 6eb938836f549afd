"""Which polls there are for somebody, where they lie, and what came of them."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.functional import Promise

from ballots.models import Poll, Upload, Withdrawal
from ballots.rules.stages import Stage, is_past
from congress.models import Congress
from core.access import policy
from core.access.rights import Right
from core.models import Scope, User
from core.queries import with_words

WAITING_SHOWN = 25
UPLOADS_SHOWN = 10

WITH_PLACE = (
    "election__body__scope",
    "election__body__congress__unit",
    "election__body__congress__term",
)


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
        if policy.holds(user, right)
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


def locked(poll_id: str) -> Poll:
    """Return a poll that nobody else changes until the transaction ends."""
    rows = Poll.objects.select_for_update(of=("self",)).select_related(*WITH_PLACE)
    return rows.get(pk=poll_id)


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


def matching(found: QuerySet[Poll], wanted: str) -> QuerySet[Poll]:
    """Keep polls of units with these words, whatever the accents."""
    return with_words(found, "election__body__congress__unit__name", wanted)


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


def uploads() -> QuerySet[Upload]:
    """Return uploads with what their page shows."""
    return Upload.objects.select_related("file", "body__congress__unit", "by")


def uploads_pending(user: User, congress: Congress) -> QuerySet[Upload]:
    """Return a congress's files that became no poll, for those who may bring them."""
    within = policy.within_reach(uploads(), user, Right.ELECTION_IMPORT)
    pending = within.filter(body__congress=congress, poll__isnull=True)
    return pending.order_by("-received_at", "pk")[:UPLOADS_SHOWN]
