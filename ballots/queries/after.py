"""Reads of what follows a count: papers taken up again, announced, put away."""

from dataclasses import dataclass

from ballots.models import (
    Announcement,
    Confirmation,
    OutsideResult,
    Poll,
    PutAway,
    Reopening,
    SignedMinutes,
)
from ballots.queries import readings, slate, terms_of
from ballots.rules.strikes import Kept, kept_names


@dataclass(frozen=True, slots=True)
class AfterCount:
    """What was done with a poll since it was counted."""

    announcement: Announcement | None
    put_away: PutAway | None
    asked: Reopening | None
    reopenings: list[Reopening]
    superseded: list[Confirmation]
    signed: list[SignedMinutes]


def after_count(poll: Poll) -> AfterCount:
    """Return it all; ``asked`` is a reopening that waits for consent."""
    reopenings = list(
        Reopening.objects.filter(poll=poll)
        .select_related("by", "consented_by")
        .order_by("-revision")
    )
    confirmations = Confirmation.objects.filter(poll=poll, revision__lt=poll.revision)
    announced = Announcement.objects.filter(poll=poll, revision=poll.revision)
    signed = SignedMinutes.objects.filter(poll=poll).select_related("file", "by")
    waiting = [each for each in reopenings if each.revision == poll.revision]
    return AfterCount(
        announcement=announced.select_related("by").first(),
        put_away=PutAway.objects.filter(poll=poll).select_related("by").first(),
        asked=waiting[0] if waiting else None,
        reopenings=reopenings,
        superseded=list(
            confirmations.select_related("by", "tally").order_by("-revision")
        ),
        signed=list(signed.order_by("-at", "pk")),
    )


def strikes(poll: Poll) -> tuple[Kept, ...]:
    """Return how many valid ballots keep how many names."""
    terms, _places = terms_of(poll, slate(poll).count())
    return kept_names(readings(poll), terms)


def outside_results(poll: Poll) -> list[OutsideResult]:
    """Return what other programs counted, the latest first."""
    found = OutsideResult.objects.filter(poll=poll).select_related("file", "by")
    return list(found.order_by("-at", "pk"))
