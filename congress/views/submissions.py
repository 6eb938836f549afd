"""Submitting a plan to the level above, and what waits there to be decided."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from congress import queries
from congress.forms.submissions import DecisionForm, SubmitForm
from congress.labels.readiness import SUBMISSION_TONES
from congress.models import Submission, SubmissionKind, SubmissionState
from congress.queries import submissions
from congress.services import submissions as services
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.web import StaffRequest

_ALL: Final = "tat-ca"


# --- the unit ---------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_submit(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)
    form = SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.submit_plan(
                found.pk,
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Đã trình kế hoạch lên %(unit)s.") % {"unit": row.superior}
            )
            return redirect("congress:plan", found.slug)
    context = {
        "congress": found,
        "form": form,
        "superior": submissions.superior_of(found.unit),
        "submission": submissions.plan_of(found),
    }
    return render(request, "congress/plan_submit.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_withdraw(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)
    row = submissions.plan_of(found)
    if row is None:
        return redirect("congress:plan", found.slug)
    if request.method == "POST":
        try:
            services.withdraw_submission(row.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã rút kế hoạch về."))
        return redirect("congress:plan", found.slug)
    context = {"congress": found, "submission": row}
    return render(request, "congress/plan_withdraw.html", context)


# --- the level above --------------------------------------------------------------


@require_safe
@policy.requires(Right.SUBMISSION_DECIDE)
def submission_list(request: StaffRequest) -> HttpResponse:
    rows = submissions.decided_by(request.user)
    states: dict[str, Any] = {
        **dict(SubmissionState.choices),
        _ALL: _("mọi tình trạng"),
    }
    state = chosen(request, "tinh-trang", states)
    kind = chosen(request, "loai", dict(SubmissionKind.choices))
    rows = _narrowed(rows, state, kind, request.GET.get("tim", "").strip())
    filters = [
        Filter(
            "tinh-trang",
            _("Tình trạng"),
            list(states.items()),
            state,
            blank=SubmissionState.SUBMITTED.label,
        ),
        Filter("loai", _("Loại"), SubmissionKind.choices, kind),
    ]
    if wants_file(request):
        return as_file(
            request,
            rows,
            _columns(),
            default="trinh",
            title=_("Chờ cấp trên duyệt"),
            file_name="cho-cap-tren-duyet.xlsx",
        )
    shown = listing(request, rows, _columns(), default="trinh", filters=filters)
    lines = [
        {"row": row, "tone": SUBMISSION_TONES[row.state], "days": _days(row)}
        for row in shown.page
    ]
    context = {"listing": shown, "page": shown.page, "lines": lines}
    return render(request, "congress/submission_list.html", context)


def _narrowed(
    rows: QuerySet[Submission], state: str, kind: str, wanted: str
) -> QuerySet[Submission]:
    if not state:
        rows = submissions.waiting(rows)
    elif state != _ALL:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    return submissions.searched(rows, wanted) if wanted else rows


def _columns() -> tuple[Column[Submission], ...]:
    return (
        Column(
            "ten",
            gettext_lazy("Nơi trình"),
            lambda row: row.unit.name,
            ("unit__sort_key", "pk"),
        ),
        Column("viec", gettext_lazy("Trình việc gì"), _what),
        Column(
            "trinh",
            gettext_lazy("Trình ngày"),
            lambda row: timezone.localdate(row.submitted_at),
            ("submitted_at", "pk"),
        ),
        Column("cho", gettext_lazy("Đã chờ (ngày)"), _days, number=True),
        Column(
            "tinh-trang",
            gettext_lazy("Tình trạng"),
            lambda row: str(row.get_state_display()),
        ),
        Column(
            "lan",
            gettext_lazy("Trình lần thứ"),
            lambda row: row.revision,
            only_in_file=True,
        ),
        Column(
            "y-kien",
            gettext_lazy("Ý kiến"),
            lambda row: row.decision_note,
            only_in_file=True,
        ),
    )


def _what(row: Submission) -> str:
    return str(row.get_kind_display())


def _days(row: Submission) -> int:
    """Return how long it waits, or waited until it was decided."""
    until = timezone.localdate(row.decided_at)
    return (until - timezone.localdate(row.submitted_at)).days


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SUBMISSION_DECIDE)
def submission(request: StaffRequest, submission: UUID) -> HttpResponse:
    row = submissions.submission_or_404(request.user, submission)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _decided(request, row, form):
            return redirect("congress:submission", row.pk)
        row = submissions.submission_or_404(request.user, submission)
    return render(request, "congress/submission.html", _context(request, row, form))


def _context(
    request: StaffRequest, row: Submission, form: DecisionForm
) -> dict[str, Any]:
    now = submissions.plan_digest(row.congress) if row.congress else row.digest
    shown: Any = DecisionForm(initial={"revision": row.revision, "digest": now})
    if form.is_bound:
        # What was typed stays; what was seen is what is seen now.
        shown = DecisionForm(
            {
                "note": form.data.get("note", ""),
                "revision": row.revision,
                "digest": now,
            }
        )
        shown.is_valid()
        for field, errors in form.errors.items():
            for error in errors:
                shown.add_error(field if field == "note" else None, error)
    own = row.submitted_by_id == request.user.pk or submissions.works_for(
        request.user, row.unit, today=timezone.localdate()
    )
    return {
        "submission": row,
        "steps": submissions.steps(row),
        "form": shown,
        "changed": now != row.digest,
        "days": _days(row),
        "tone": SUBMISSION_TONES[row.state],
        "is_own": own,
        "may_decide": row.state == SubmissionState.SUBMITTED and not own,
        "milestones": queries.plans.in_order(row.congress) if row.congress else [],
    }


def _decided(request: StaffRequest, row: Submission, form: DecisionForm) -> bool:
    said: dict[str, Any] = {
        "note": form.cleaned_data["note"],
        "by": request.user,
        "at": timezone.now(),
    }
    sends_back = request.POST.get("act") == "send-back"
    act = services.send_back_submission if sends_back else services.clear_submission
    try:
        act(row.pk, form.seen(), **said)
    except services.ChangedSince as refusal:
        services.note_change(row.pk, form.seen(), by=request.user, at=timezone.now())
        form.add_error(None, str(refusal))
    except services.NoReason as refusal:
        form.add_error("note", str(refusal))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(
            request, _("Đã trả lại.") if sends_back else _("Đã duyệt kế hoạch.")
        )
        return True
    return False
