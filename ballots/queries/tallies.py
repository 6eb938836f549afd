"""What was counted and confirmed, and who may see it."""

from collections.abc import Iterator

from ballots.models import Candidate, Confirmation, Poll, Tally
from ballots.queries.ballots import FETCH, agreed_entries, rulings_of
from ballots.queries.reach import scope_of
from ballots.queries.terms import counted_as
from ballots.rules import fingerprint
from ballots.rules.stages import Stage, is_past
from core.access import policy
from core.access.rights import Right
from core.audit.verification import Claim
from core.models import User
from core.queries import same_person_ids


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
    people = same_person_ids(user.person_id)
    return not Candidate.objects.filter(poll=poll, person__in=people).exists()
