"""What a unit puts before the one above it: prepared, submitted, taken back, again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress.forms.submissions import BeginForm, DraftForm, draft_facts
from congress.labels.readiness import SUBMISSION_TONES
from congress.models import (
    OPEN,
    DraftFile,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from congress.queries import reviews, submissions
from congress.services import drafts
from congress.services import submissions as services
from congress.views.sending import sent_as_it_is
from congress.views.submissions import told_comments
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.web import StaffRequest, explain


@require_safe
@policy.requires(Right.WORK_DO)
def submitted(request: StaffRequest) -> HttpResponse:
    rows, filters = _narrowed(request, reviews.submitted_from(request.user))
    if wants_file(request):
        return as_file(
            request,
            rows,
            _columns(),
            default="-trinh",
            title=_("Đã trình cấp trên"),
            file_name="da-trinh-cap-tren.xlsx",
        )
    shown = listing(request, rows, _columns(), default="-trinh", filters=filters)
    context = {
        "listing": shown,
        "page": shown.page,
        "lines": [
            {"row": row, "tone": SUBMISSION_TONES[row.state]} for row in shown.page
        ],
        "drafts": reviews.drafts_of(request.user).order_by("-changed_at", "pk"),
        "may_begin": reviews.may_begin(request.user),
    }
    return render(request, "congress/submitted.html", context)


def _narrowed(
    request: StaffRequest, rows: QuerySet[Submission]
) -> tuple[QuerySet[Submission], list[Filter]]:
    state = chosen(request, "tinh-trang", dict(SubmissionState.choices))
    kind = chosen(request, "loai", dict(SubmissionKind.choices))
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if wanted := request.GET.get("tim", "").strip():
        rows = reviews.searched(rows, wanted)
    return rows, [
        Filter("tinh-trang", _("Tình trạng"), SubmissionState.choices, state),
        Filter("loai", _("Loại"), SubmissionKind.choices, kind),
    ]


def _columns() -> list[Column[Submission]]:
    return [
        Column("ho-so", gettext_lazy("Hồ sơ"), lambda row: row.title),
        Column("loai", gettext_lazy("Loại"), lambda row: str(row.get_kind_display())),
        Column(
            "noi-trinh",
            gettext_lazy("Nơi trình"),
            lambda row: row.unit.name,
            ("unit__sort_key", "pk"),
        ),
        Column("noi-duyet", gettext_lazy("Cấp duyệt"), lambda row: row.superior.name),
        Column(
            "trinh",
            gettext_lazy("Trình ngày"),
            lambda row: timezone.localdate(row.submitted_at),
            ("submitted_at", "pk"),
        ),
        Column("lan", gettext_lazy("Lần thứ"), lambda row: row.revision, number=True),
        Column(
            "tinh-trang",
            gettext_lazy("Tình trạng"),
            lambda row: str(row.get_state_display()),
        ),
        Column(
            "y-kien",
            gettext_lazy("Ý kiến khi quyết định"),
            lambda row: row.decision_note,
            only_in_file=True,
        ),
    ]


# --- preparing ----------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_DO)
def submitted_begin(request: StaffRequest) -> HttpResponse:
    form = BeginForm(
        request.POST or None,
        user=request.user,
        initial={"kind": request.GET.get("loai", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = drafts.begin_draft(
                form.chosen_unit(),
                SubmissionKind(form.cleaned_data["kind"]),
                form.said(),
                congress=form.chosen_congress(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu bản soạn. Hãy thêm tệp rồi trình."))
            return redirect("congress:submitted-draft", made.pk)
    return typed(
        request,
        form,
        title=_("Soạn hồ sơ trình cấp trên"),
        button=_("Lưu, thêm tệp"),
        crumbs=_crumbs(),
        here="desk",
        notes=[_("Cấp trên chưa đọc được gì cho đến khi bấm Trình.")],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_DO)
def submitted_draft(request: StaffRequest, draft: UUID) -> HttpResponse:
    found = reviews.draft_or_404(request.user, draft)
    form = DraftForm(
        request.POST or None, request.FILES or None, initial=draft_facts(found)
    )
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            drafts.change_draft(
                found.pk,
                form.said(),
                seen_version=form.seen_version,
                files=form.cleaned_data["files"],
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = draft_facts(reviews.draft_or_404(request.user, draft))
            context["versions"] = {"fields": form.differences(now)}
            form = DraftForm(initial=form.joined(now) | {"version": now["version"]})
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:submitted-draft", found.pk)
    context |= {
        "draft": found,
        "form": form,
        "files": reviews.draft_files(found),
        "superior": submissions.superior_of(found.unit),
        "answered": found.answers,
    }
    return render(request, "congress/submitted_draft.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_DO)
def submitted_send(request: StaffRequest, draft: UUID) -> HttpResponse:
    """Ask once, with all that goes; then it is read above."""
    found = reviews.draft_or_404(request.user, draft)
    files = reviews.draft_files(found)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            row = drafts.submit_draft(
                found.pk,
                seen_version=_number(version),
                by=request.user,
                at=timezone.now(),
            )
        except drafts.DraftGone as refusal:
            messages.error(request, str(refusal))
            return redirect("congress:submitted")
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("congress:submitted-draft", draft)
        messages.success(request, _("Đã trình %(unit)s.") % {"unit": row.superior.name})
        return redirect("congress:submitted-one", row.pk)
    context = {
        "draft": found,
        "files": files,
        "superior": submissions.superior_of(found.unit),
    }
    return render(request, "congress/submitted_send.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_DO)
def submitted_drop(request: StaffRequest, draft: UUID) -> HttpResponse:
    found = reviews.draft_or_404(request.user, draft)
    if request.method == "POST":
        drafts.drop_draft(found.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Đã bỏ bản soạn."))
        return redirect("congress:submitted")
    return typed(
        request,
        None,
        title=_("Bỏ bản soạn?"),
        button=_("Bỏ bản soạn"),
        crumbs=[*_crumbs(), _draft_crumb(found)],
        here="desk",
        notes=[_("Nội dung và tệp đang soạn sẽ mất hẳn. Những gì đã trình vẫn còn.")],
        is_grave=True,
    )


@require_safe
@policy.requires(Right.WORK_DO)
def submitted_draft_file(
    request: StaffRequest, draft: UUID, file: UUID
) -> FileResponse:
    found = reviews.draft_or_404(request.user, draft)
    rows = DraftFile.objects.filter(draft=found).select_related("file")
    kept = get_object_or_404(rows, pk=file)
    return sent_as_it_is(kept.file, kept.title)


@require_POST
@policy.requires(Right.WORK_DO)
def submitted_file_drop(request: StaffRequest, draft: UUID, file: UUID) -> HttpResponse:
    found = reviews.draft_or_404(request.user, draft)
    drafts.drop_file(found.pk, file, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ tệp khỏi bản soạn."))
    return redirect("congress:submitted-draft", found.pk)


# --- what was submitted -------------------------------------------------------------


@require_safe
@policy.requires(Right.WORK_DO)
def submitted_one(request: StaffRequest, submission: UUID) -> HttpResponse:
    row = reviews.own_or_404(request.user, submission)
    is_open = row.state in OPEN
    context = {
        "submission": row,
        "tone": SUBMISSION_TONES[row.state],
        "files": reviews.files_of(row),
        "comments": told_comments(row, reviews.comments_of(row)),
        "steps": submissions.steps(row),
        "may_withdraw": is_open and row.is_of_papers,
        "may_prepare": row.is_of_papers,
        "draft": SubmissionDraft.objects.filter(answers=row).first(),
    }
    return render(request, "congress/submitted_one.html", context)


@require_safe
@policy.requires(Right.WORK_DO)
def submitted_file(request: StaffRequest, submission: UUID, file: UUID) -> FileResponse:
    row = reviews.own_or_404(request.user, submission)
    kept = reviews.file_or_404(row, file)
    return sent_as_it_is(kept.file, kept.title)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_DO)
def submitted_withdraw(request: StaffRequest, submission: UUID) -> HttpResponse:
    row = _papers(request, submission)
    if request.method == "POST":
        try:
            services.withdraw_submission(row.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã rút hồ sơ về."))
        return redirect("congress:submitted-one", row.pk)
    return typed(
        request,
        None,
        title=_("Rút hồ sơ đã trình về?"),
        button=_("Rút về"),
        crumbs=[*_crumbs(), _crumb(row)],
        here="desk",
        notes=[
            _("%(unit)s sẽ không xem xét hồ sơ này nữa. Sửa xong thì trình lại được.")
            % {"unit": row.superior.name}
        ],
        is_grave=True,
    )


@require_POST
@policy.requires(Right.WORK_DO)
def submitted_again(request: StaffRequest, submission: UUID) -> HttpResponse:
    row = _papers(request, submission)
    draft = drafts.draft_again(row.pk, by=request.user, at=timezone.now())
    return redirect("congress:submitted-draft", draft.pk)


def _number(typed: str) -> int:
    """Return the version that was typed; none there is where it is no number."""
    is_one = typed.isdecimal() and len(typed) < len("1000000000")
    return int(typed) if is_one else 0


def _papers(request: StaffRequest, key: UUID) -> Submission:
    """Return papers that were submitted; a plan goes its own way."""
    row = reviews.own_or_404(request.user, key)
    if not row.is_of_papers:
        raise Http404
    return row


def _crumbs() -> list[Crumb]:
    return [(_("Trình cấp trên"), reverse("congress:submitted"))]


def _crumb(row: Submission) -> Crumb:
    return row.title, reverse("congress:submitted-one", args=[row.pk])


def _draft_crumb(draft: SubmissionDraft) -> Crumb:
    return draft.title, reverse("congress:submitted-draft", args=[draft.pk])
