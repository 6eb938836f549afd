"""Meetings of a body: called, written down, closed; tasks and papers from them."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.decorators.vary import vary_on_headers

from congress import tasks as jobs
from congress.forms.working.meetings import (
    ConcludedForm,
    MeetingForm,
    MinutesForm,
    PaperForm,
    meeting_facts,
    minutes_facts,
)
from congress.labels.working_bodies import MEETING_STATES, MEETING_TONES
from congress.models import BodyFile, BodyMeeting, Presence, Task, WorkingBody
from congress.prints import body_minutes, kept
from congress.queries import working as queries
from congress.services import working as services
from congress.views.desk import added, changed, confirmed
from congress.views.working.frame import body_url, crumbs, frame
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.jobs import ledger
from core.queries import open_stored
from core.services.attachments import MEDIA_TYPES, kind_of
from core.web import StaffRequest, explain, row_key
from core.web import paper as handed_out

_FROM_CONCLUSIONS: Final = gettext_lazy(
    "Ô dưới ghi sẵn lời kết luận: hãy sửa thành việc, mỗi dòng một việc, bỏ dòng không "
    "phải việc."
)


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.WORK_READ)
def meeting(request: StaffRequest, body: UUID, meeting: UUID) -> HttpResponse:
    found = queries.body_or_404(request.user, body)
    row = queries.meeting_or_404(found, meeting)
    job = ledger.latest(jobs.print_body_minutes, subject=row)
    if request.htmx and not (job and job.is_live):
        return HttpResponse(headers={"HX-Refresh": "true"})
    state = queries.state_of_meeting(row, timezone.now())
    page = frame(request, found)
    context = page | {
        "meeting": row,
        "word": MEETING_STATES[state],
        "tone": MEETING_TONES[state],
        "is_open": page["may_work"] and state in ("planned", "unwritten"),
        "may_conclude": page["may_work"] and state != "cancelled",
        "has_begun": row.starts_at <= timezone.now(),
        "presences": _presences(row),
        "attended": queries.attended([row])[row.pk],
        "tasks": Task.objects.filter(meeting=row)
        .select_related("owner")
        .order_by("place", "pk"),
        "files": queries.files_of(found, row),
        "job": job,
        "papers": kept.newest(body_minutes.FORM, row)[: kept.SHOWN],
    }
    template = "congress/working_meeting.html"
    return render(request, f"{template}#papers" if request.htmx else template, context)


def _presences(row: BodyMeeting) -> list[Any]:
    known = queries.presences_of(row)
    words = dict(Presence.choices)
    return [
        {"member": each, "word": words[known[each.pk]], "code": known[each.pk]}
        for each in queries.may_attend(row)
        if each.pk in known
    ]


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def meeting_call(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    form = MeetingForm(request.POST or None)

    def act() -> str:
        made = services.call_meeting(
            found.pk, form.said(), by=request.user, at=timezone.now()
        )
        return body_url(found, "working-meeting", made.pk)

    return added(
        request,
        form,
        act,
        done=_("Đã ghi cuộc họp. Thành viên có tài khoản được báo."),
        title=_("Triệu tập cuộc họp"),
        button=_("Ghi cuộc họp"),
        crumbs=crumbs(found),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def meeting_change(request: StaffRequest, body: UUID, meeting: UUID) -> HttpResponse:
    found, row = _open_one(request, body, meeting)
    return changed(
        request,
        MeetingForm,
        lambda form: services.change_meeting(
            row.pk,
            form.said(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        ),
        facts=lambda: meeting_facts(queries.meeting_or_404(found, meeting)),
        there=body_url(found, "working-meeting", row.pk),
        title=_("Sửa giờ, nơi, nội dung họp"),
        button=_("Lưu"),
        crumbs=_way(found, row),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def minutes(request: StaffRequest, body: UUID, meeting: UUID) -> HttpResponse:
    found, row = _open_one(request, body, meeting)
    members = queries.may_attend(row)
    form = MinutesForm(
        request.POST or None,
        members=members,
        initial=minutes_facts(row, queries.presences_of(row)),
    )
    versions: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.write_minutes(
                row.pk,
                form.said(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            row = queries.meeting_or_404(found, meeting)
            now = minutes_facts(row, queries.presences_of(row))
            versions = {"fields": form.differences(now)}
            form = MinutesForm(members=members, initial=form.joined(now))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu biên bản, chưa chốt."))
            return redirect(body_url(found, "working-meeting", row.pk))
    context = frame(request, found) | {
        "meeting": row,
        "form": form,
        "versions": versions,
    }
    return render(request, "congress/working_minutes.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def minutes_close(request: StaffRequest, body: UUID, meeting: UUID) -> HttpResponse:
    found, row = _open_one(request, body, meeting)
    came, called = queries.attended([row])[row.pk]
    typed = request.POST.get("version", "")
    seen = int(typed) if typed.isdecimal() and len(typed) < len("1000000000") else 0
    there = body_url(found, "working-meeting", row.pk)
    if request.method == "POST":
        try:
            services.close_minutes(
                row.pk, seen_version=seen, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã chốt biên bản."))
        return redirect(there)
    context = frame(request, found) | {
        "meeting": row,
        "came": came,
        "called": called,
        "missing": services.missing_before_closing(row, at=timezone.now()),
    }
    return render(request, "congress/working_close.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def meeting_cancel(request: StaffRequest, body: UUID, meeting: UUID) -> HttpResponse:
    found, row = _open_one(request, body, meeting)
    return confirmed(
        request,
        lambda: services.cancel_meeting(row.pk, by=request.user, at=timezone.now()),
        done=_("Đã hủy cuộc họp. Thành viên có tài khoản được báo."),
        there=body_url(found),
        title=_("Hủy cuộc họp?"),
        button=_("Hủy cuộc họp"),
        crumbs=_way(found, row),
        notes=[_("Hủy rồi thì không mở lại được; cần họp thì ghi cuộc họp khác.")],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def conclude(request: StaffRequest, body: UUID, meeting: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    row = queries.meeting_or_404(found, meeting)
    if row.cancelled_at is not None:
        raise Http404
    form = ConcludedForm(
        request.POST or None,
        owners=queries.accounts_of(found),
        initial={"titles": row.conclusions[:4000]},
    )

    def act() -> str:
        services.conclude_tasks(
            row.pk,
            form.lines(),
            owner=form.cleaned_data["owner"],
            due_on=form.cleaned_data["due_on"],
            by=request.user,
            at=timezone.now(),
        )
        return body_url(found, "working-meeting", row.pk)

    return added(
        request,
        form,
        act,
        done=_("Đã giao việc, đưa vào kế hoạch làm việc."),
        title=_("Giao việc từ kết luận"),
        button=_("Giao việc"),
        crumbs=_way(found, row),
        said=[(_("Kết luận"), row.conclusions)] if row.conclusions else [],
        notes=[_FROM_CONCLUSIONS] if row.conclusions else [],
    )


def _open_one(
    request: StaffRequest, body: UUID, meeting: UUID
) -> tuple[WorkingBody, BodyMeeting]:
    """Return a meeting in which something may still be changed."""
    found = queries.body_worked_or_404(request.user, body)
    row = queries.meeting_or_404(found, meeting)
    if row.closed_at is not None or row.cancelled_at is not None:
        raise Http404
    return found, row


def _way(body: WorkingBody, row: BodyMeeting) -> list[Any]:
    title = _("Cuộc họp thứ %(number)s") % {"number": row.number}
    return crumbs(body, (title, body_url(body, "working-meeting", row.pk)))


# --- papers ---------------------------------------------------------------------------


@require_POST
@policy.requires(Right.WORK_READ)
def paper_make(request: StaffRequest, body: UUID, meeting: UUID) -> HttpResponse:
    found = queries.body_or_404(request.user, body)
    row = queries.meeting_or_404(found, meeting)
    if row.closed_at is None:
        raise Http404
    ledger.request(
        jobs.print_body_minutes,
        subject=row,
        scope=found.scope,
        by=request.user,
        at=timezone.now(),
        queue="print",
    )
    return redirect(body_url(found, "working-meeting", row.pk))


@require_safe
@policy.requires(Right.WORK_READ)
def paper_file(
    request: StaffRequest, body: UUID, meeting: UUID, paper: UUID
) -> HttpResponse:
    found = queries.body_or_404(request.user, body)
    row = queries.meeting_or_404(found, meeting)
    printed = kept.one_or_404(body_minutes.FORM, row, paper)
    return handed_out(printed, printed.file_name)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def file_add(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    asked = request.GET.get("cuoc-hop", "")
    row = None
    if asked:
        key = row_key(asked)
        if key is None:
            raise Http404
        row = queries.meeting_or_404(found, key)
    form = PaperForm(request.POST or None, request.FILES or None)
    back = _way(found, row) if row else crumbs(found)

    def act() -> str:
        services.add_file(
            found.pk,
            form.handed(),
            title=form.cleaned_data["title"],
            meeting=row,
            by=request.user,
            at=timezone.now(),
        )
        return back[-1][1]

    return added(
        request,
        form,
        act,
        done=_("Đã thêm tài liệu."),
        title=_("Thêm tài liệu"),
        button=_("Thêm"),
        crumbs=back,
    )


@require_safe
@policy.requires(Right.WORK_READ)
def file(request: StaffRequest, body: UUID, file: UUID) -> FileResponse:
    found = queries.body_or_404(request.user, body)
    row = _file(found, file)
    kind = kind_of(row.file.name)
    if kind is None:
        raise Http404
    return FileResponse(
        open_stored(row.file),
        as_attachment=True,
        filename=row.file.name,
        content_type=MEDIA_TYPES[kind],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def file_remove(request: StaffRequest, body: UUID, file: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    row = _file(found, file)
    return confirmed(
        request,
        lambda: services.remove_file(row.pk, by=request.user, at=timezone.now()),
        done=_("Đã bỏ tài liệu."),
        there=_way(found, row.meeting)[-1][1] if row.meeting else body_url(found),
        title=_("Bỏ tài liệu?"),
        button=_("Bỏ tài liệu"),
        crumbs=crumbs(found),
        said=[(_("Tài liệu"), row.title)],
    )


def _file(body: WorkingBody, key: UUID) -> BodyFile:
    found = queries.files_of(body).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
