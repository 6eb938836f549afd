"""What is to be done about submissions, and who is told of them, above and below."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from congress.models import OPEN, Submission, SubmissionState
from congress.queries import above, readiness, reviews, submissions
from core.access.rights import Right
from core.models import Scope, User, WorkItem
from core.services import notices, work

POINT: Final = "plan_cleared"
WORK: Final = "congress.submission"


def write_work(row: Submission, at: datetime) -> None:
    """Have it wait for whoever decides, then for the unit it was sent back to."""
    item = _item(row)
    if item is None:
        work.close_work(WORK, row)
    else:
        work.put_many([item], at=at)


def write_work_beneath(scope: Scope, at: datetime) -> None:
    """Write it for all that units beneath a scope have submitted, every night."""
    rows = Submission.objects.filter(
        scope__path__descendants_of=scope.path, state__in=OPEN
    ).select_related("scope", "unit__scope", "superior__scope", "congress")

    def write(lot: list[Submission]) -> None:
        items = (_item(row) for row in lot)
        work.put_many([each for each in items if each], at=at)

    work.in_batches(rows, write)


def _item(row: Submission) -> work.Item | None:
    """Return what is to be done about it above, or by the unit; nothing once over."""
    if row.state == SubmissionState.SUBMITTED:
        return work.Item(
            scope=row.superior.scope,
            kind=WORK,
            subject=row,
            title=str(row),
            state=SubmissionState.SUBMITTED.label,
            tone=WorkItem.Tone.WARN.value,
            right=Right.SUBMISSION_DECIDE,
            seen_with=_seen_with(row),
            url_name="congress:submission",
            url_args=[row.pk],
        )
    if row.state != SubmissionState.SENT_BACK:
        return None
    url_name, url_args = _own_page(row)
    return work.Item(
        scope=row.scope if row.is_of_papers else row.unit.scope,
        kind=WORK,
        subject=row,
        title=str(row),
        state=SubmissionState.SENT_BACK.label,
        tone=WorkItem.Tone.BAD.value,
        right=Right.WORK_DO if row.is_of_papers else Right.CONGRESS_KEEP,
        seen_with=_seen_with(row),
        url_name=url_name,
        url_args=url_args,
    )


def _own_page(row: Submission) -> tuple[str, list[object]]:
    """Return where the unit itself reads what became of it."""
    if row.is_of_papers or row.congress is None:
        return "congress:submitted-one", [row.pk]
    return "congress:plan", [row.congress.slug]


def _seen_with(row: Submission) -> Right | None:
    return Right.PERSONNEL_WORK_READ if row.is_of_personnel else None


def _values(row: Submission) -> dict[str, str]:
    return {"unit": row.unit.name, "what": str(row)}


# --- telling ------------------------------------------------------------------------


def tell_above(what: str, row: Submission, by: User, at: datetime) -> None:
    """Tell those who decide, those who read there, and the task forces of the unit."""
    told = f"congress.{'submission' if row.is_of_papers else 'plan'}_{what}"
    today = timezone.localdate(at)
    superior = row.superior
    decide = submissions.who_decides(
        superior, today=today, of_personnel=row.is_of_personnel
    )
    read = submissions.who_reads(superior, today=today) if row.is_of_papers else []
    places: list[tuple[Scope, list[User]]] = [(superior.scope, [*decide, *read])]
    if row.is_of_papers:
        over = reviews.members_over(row)
        places += [(body.scope, users) for body, users in over.items()]
    known: set[int] = set()
    for scope, users in places:
        others = [each for each in users if each.pk not in known | {by.pk}]
        known |= {each.pk for each in users}
        notices.tell(
            others,
            kind=told,
            values=_values(row),
            scope=scope,
            url_name="congress:submission",
            url_args=[row.pk],
            seen_with=_seen_with(row),
            by=by,
            at=at,
        )


def tell_unit(what: str, row: Submission, by: User, at: datetime) -> None:
    """Tell whoever submitted it, and who works on such things at the unit."""
    told = f"congress.{'submission' if row.is_of_papers else 'plan'}_{what}"
    url_name, url_args = _own_page(row)
    scope = row.scope
    notices.tell(
        [row.submitted_by, *_answering(row, at)],
        kind=told,
        values={"unit": row.superior.name, "what": str(row)},
        scope=scope,
        url_name=url_name,
        url_args=url_args,
        seen_with=_seen_with(row),
        by=by,
        at=at,
    )


def tell_unit_of_comment(row: Submission, by: User, at: datetime) -> None:
    """Tell whoever submitted it that somebody above has said something."""
    notices.tell(
        [row.submitted_by],
        kind="congress.submission_commented",
        values={"unit": row.superior.name, "what": str(row)},
        scope=row.scope,
        url_name="congress:submitted-one",
        url_args=[row.pk],
        seen_with=_seen_with(row),
        by=by,
        at=at,
    )


def _answering(row: Submission, at: datetime) -> list[User]:
    """Return who at the unit is told besides whoever submitted it."""
    if row.is_of_papers:
        staff = above.staff_of([row.unit]).get(row.unit.scope.path, [])
        return [*staff, *reviews.editors_of(row)]
    congress = row.congress
    if congress is None:
        return []
    found = readiness.responsible([congress], POINT, today=timezone.localdate(at))
    return list(found.get(congress.pk, []))


def tell_the_other_reviewers(row: Submission, by: User, at: datetime) -> None:
    """Whoever has this before him learns that it is decided."""
    have_read = [each.user for each in reviews.readings_of(row)]
    notices.tell(
        [each for each in have_read if each.pk != by.pk],
        kind="congress.submission_decided",
        values=_values(row) | {"state": str(row.get_state_display())},
        scope=row.superior.scope,
        url_name="congress:submission",
        url_args=[row.pk],
        seen_with=_seen_with(row),
        by=by,
        at=at,
    )
