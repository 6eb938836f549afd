"""Submitting a plan to the level above, and what waits there to be decided."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from congress import queries
from congress.forms.submissions import DecisionForm, OpinionForm, SubmitForm
from congress.labels.readiness import STANCE_TONES, SUBMISSION_TONES
from congress.models import (
    CommentStance,
    Submission,
    SubmissionComment,
    SubmissionKind,
    SubmissionState,
)
from congress.queries import reviews, submissions
from congress.services import commenting
from congress.services import submissions as services
from congress.views.sending import sent_as_it_is
from congress.views.typed import typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.web import StaffRequest, explain

_ALL: Final = "tat-ca"
_AGES: Final = (3, 7, 14, 30)  # days in the queue that one narrows to
# For whom something waits, in addresses.
_DECIDE: Final = "duyet"
_READ: Final = "doc"


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
@policy.requires(Right.SUBMISSION_READ)
def submission_list(request: StaffRequest) -> HttpResponse:
    seen = reviews.read_by(request.user)
    rows, filters = _narrowed(request, seen)
    rows = reviews.with_counts(rows, request.user)
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
    context = {
        "listing": shown,
        "page": shown.page,
        "lines": lines,
        "waits": reviews.how_long(seen, today=timezone.localdate()),
    }
    return render(request, "congress/submission_list.html", context)


def _narrowed(
    request: StaffRequest, rows: QuerySet[Submission]
) -> tuple[QuerySet[Submission], Sequence[Filter]]:
    # What waits is what is shown when nothing is chosen: it is not offered twice.
    waits = SubmissionState.SUBMITTED
    states: dict[str, Any] = dict(SubmissionState.choices)
    states[_ALL] = _("mọi tình trạng")
    ages = {str(each): _("từ %(days)s ngày") % {"days": each} for each in _AGES}
    waiting = {_DECIDE: _("chờ tôi duyệt"), _READ: _("tôi chưa đọc")}
    state = chosen(request, "tinh-trang", states)
    kind = chosen(request, "loai", dict(SubmissionKind.choices))
    age = chosen(request, "cho", ages)
    mine = chosen(request, "viec", waiting)
    if not state:
        rows = reviews.waiting(rows)
    elif state != _ALL:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if age:
        rows = reviews.older_than(rows, int(age), at=timezone.now())
    if mine:
        look = reviews.to_decide if mine == _DECIDE else reviews.unread_by
        rows = look(rows, request.user)
    if wanted := request.GET.get("tim", "").strip():
        rows = reviews.searched(rows, wanted)
    return rows, [
        Filter(
            "tinh-trang",
            _("Tình trạng"),
            [each for each in states.items() if each[0] != waits],
            "" if state == waits else state,
            blank=waits.label,
        ),
        Filter("loai", _("Loại"), SubmissionKind.choices, kind),
        Filter("cho", _("Đã chờ"), list(ages.items()), age),
        Filter("viec", _("Chờ ai"), list(waiting.items()), mine),
    ]


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
            "doc", gettext_lazy("Số người đã đọc"), lambda row: row.readers, number=True
        ),
        Column("gop-y", gettext_lazy("Ý kiến"), lambda row: row.said, number=True),
        Column(
            "to",
            gettext_lazy("Tổ công tác đã có ý kiến"),
            lambda row: f"{row.bodies_said}/{row.bodies_asked}",
            number=True,
        ),
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
            "quyet-dinh",
            gettext_lazy("Ý kiến khi quyết định"),
            lambda row: row.decision_note,
            only_in_file=True,
        ),
    )


def _what(row: Submission) -> str:
    return f"{row.get_kind_display()}: {row.title}"


def _days(row: Submission) -> int:
    """Return how long it waits, or waited until it was decided."""
    until = timezone.localdate(row.decided_at)
    return (until - timezone.localdate(row.submitted_at)).days


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SUBMISSION_READ)
def submission(request: StaffRequest, submission: UUID) -> HttpResponse:
    row = reviews.submission_or_404(request.user, submission)
    if request.method == "GET":
        commenting.note_reading(row, by=request.user, at=timezone.now())
        return render(
            request, "congress/submission.html", _context(request, row, DecisionForm())
        )
    if not reviews.decides(request.user, row):
        raise Http404
    form = DecisionForm(request.POST)
    if form.is_valid() and request.POST.get("act") == "ask-to-clear":
        # Nobody takes it back. What was seen stays in the form: of what was sent in
        # since then the answer is refused.
        asked = _context(request, row, form) | {"asks": True, "form": form}
        return render(request, "congress/submission.html", asked)
    if form.is_valid() and _decided(request, row, form):
        return redirect("congress:submission", row.pk)
    row = reviews.submission_or_404(request.user, submission)
    return render(request, "congress/submission.html", _context(request, row, form))


def _context(
    request: StaffRequest, row: Submission, form: DecisionForm
) -> dict[str, Any]:
    now = submissions.digest_now(row)
    own = row.submitted_by_id == request.user.pk or submissions.works_for(
        request.user, row.unit, today=timezone.localdate()
    )
    waits = row.state == SubmissionState.SUBMITTED
    decides = reviews.decides(request.user, row)
    comments = reviews.comments_of(row)
    over = reviews.bodies_over(row)
    spoken = {each.body_id for each in comments if each.revision == row.revision}
    shows_plan = row.congress is not None and not row.is_of_papers
    return {
        "submission": row,
        "steps": submissions.steps(row),
        "form": _as_seen(form, row, now),
        "changed": now != row.digest,
        "days": _days(row),
        "tone": SUBMISSION_TONES[row.state],
        "is_own": own and decides,
        "may_decide": waits and not own and decides,
        "may_comment": waits and not own,
        "files": reviews.files_of(row),
        "comments": told_comments(row, comments),
        "readings": reviews.readings_of(row),
        "bodies": [{"body": body, "has_said": body.pk in spoken} for body in over],
        "bodies_said": sum(body.pk in spoken for body in over),
        "following": reviews.next_in_queue(request.user, row),
        "milestones": queries.plans.in_order(row.congress)
        if row.congress and shows_plan
        else [],
    }


def told_comments(
    row: Submission, comments: Iterable[SubmissionComment]
) -> list[dict[str, Any]]:
    """Return what was said of a submission, each with its word and tone."""
    return [
        {
            "row": each,
            "word": CommentStance(each.stance).label,
            "tone": STANCE_TONES[each.stance],
            "who": each.body.name if each.body else row.superior.name,
        }
        for each in comments
    ]


def _as_seen(form: DecisionForm, row: Submission, now: str) -> DecisionForm:
    """Return the form with what is seen now; what was typed stays, with its faults."""
    if not form.is_bound:
        return DecisionForm(initial={"revision": row.revision, "digest": now})
    shown = DecisionForm(
        {"note": form.data.get("note", ""), "revision": row.revision, "digest": now}
    )
    shown.is_valid()
    for field, errors in form.errors.items():
        for error in errors:
            shown.add_error(field if field == "note" else None, error)
    return shown


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
        messages.success(request, _("Đã trả lại.") if sends_back else _("Đã duyệt."))
        return True
    return False


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SUBMISSION_READ)
def submission_comment(request: StaffRequest, submission: UUID) -> HttpResponse:
    row = reviews.submission_or_404(request.user, submission)
    unit = row.superior.name if reviews.reads_above(request.user, row) else ""
    form = OpinionForm(
        request.POST or None,
        bodies=reviews.speaks_for(request.user, row),
        unit=unit,
        initial={"revision": row.revision},
    )
    if request.method == "POST" and form.is_valid():
        try:
            commenting.comment_on(
                row.pk,
                form.said(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except services.ChangedSince as refusal:
            # He goes on from the new revision, with what he has typed.
            now = reviews.submission_or_404(request.user, submission)
            form.data = dict(form.data.items()) | {"revision": str(now.revision)}
            explain(form, refusal)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi ý kiến; đơn vị trình đọc được."))
            return redirect("congress:submission", row.pk)
    return typed(
        request,
        form,
        title=_("Ghi ý kiến về hồ sơ trình"),
        button=_("Ghi ý kiến"),
        crumbs=[
            (_("Chờ duyệt"), reverse("congress:submissions")),
            (row.unit.name, reverse("congress:submission", args=[row.pk])),
        ],
        here="desk",
        notes=[
            _("Đơn vị trình đọc được ý kiến này. Ghi rồi thì không sửa, chỉ ghi thêm.")
        ],
        said=[(row.get_kind_display(), row.title)],
    )


@require_safe
@policy.requires(Right.SUBMISSION_READ)
def submission_file(
    request: StaffRequest, submission: UUID, file: UUID
) -> FileResponse:
    row = reviews.submission_or_404(request.user, submission)
    kept = reviews.file_or_404(row, file)
    return sent_as_it_is(kept.file, kept.title)
