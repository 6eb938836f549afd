"""One body: its page, what is said of it, who is in it, where it goes, its plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.working.founding import (
    EndForm,
    MemberForm,
    PartForm,
    PlanForm,
    WorkingBodyForm,
    body_facts,
)
from congress.labels.working_bodies import (
    MEETING_STATES,
    MEETING_TONES,
)
from congress.models import BodyMember, Task, WorkingBody, WorkList
from congress.queries import tasks
from congress.queries import working as queries
from congress.rules.tasks import TaskState
from congress.services import working as services
from congress.views.desk import added, changed
from congress.views.working.frame import body_url, crumbs, frame
from congress.views.working.visits import IN_ORDER, told
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.models import Person, User
from core.web import StaffRequest, explain, row_key

SHOWN = 5  # meetings, papers, tasks on the page of a body; the rest is a click away


@require_safe
@policy.requires(Right.WORK_READ)
def body(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_or_404(request.user, body)
    now, today = timezone.now(), timezone.localdate()
    every = request.GET.get("tat-ca") == "1"
    meetings = list(queries.meetings(found)[: None if every else SHOWN])
    rounds = list(queries.rounds(found))
    held = queries.rounds_held(rounds)
    visits = queries.visits(found)
    waiting = queries.visits_so(visits, "waiting")
    next_ones = list(waiting.order_by("planned_on", *IN_ORDER)[:SHOWN])
    context = frame(request, found) | {
        "members": queries.members(found),
        "former": queries.members(found, standing=False),
        "territory": queries.territory(found),
        "coverage": queries.coverage(found) if _goes_out(found) else None,
        "meetings": _meetings(meetings, now),
        "more_meetings": not every and queries.meetings(found).count() > SHOWN,
        "rounds": [{"row": row, "held": held[row.pk]} for row in rounds],
        "visits": [told(row) for row in next_ones],
        "visits_more": waiting.count() - len(next_ones),
        "visits_held": queries.visits_so(visits, "held").count(),
        "visits_total": visits.filter(cancelled_at__isnull=True).count(),
        "files": queries.files_of(found)[: None if every else SHOWN],
        "more_files": not every and queries.files_of(found).count() > SHOWN,
        "today": today,
        **_plan(found),
    }
    return render(request, "congress/working_body.html", context)


def _goes_out(body: WorkingBody) -> bool:
    return body.form == "task_force" or body.territory.exists()


def _meetings(rows: list[Any], now: Any) -> list[dict[str, Any]]:
    attended = queries.attended(rows)
    return [
        {
            "row": row,
            "word": MEETING_STATES[state],
            "tone": MEETING_TONES[state],
            "came": attended[row.pk][0],
            "called": attended[row.pk][1],
        }
        for row in rows
        for state in (queries.state_of_meeting(row, now),)
    ]


def _plan(body: WorkingBody) -> dict[str, Any]:
    plan = WorkList.objects.filter(body=body).first()
    if plan is None:
        return {"plan": None}
    open_ones = Task.objects.filter(work_list=plan, state=TaskState.OPEN.value)
    return {
        "plan": plan,
        "progress": tasks.progress([plan], on=timezone.localdate())[plan.pk],
        "tasks": open_ones.select_related("owner").order_by("due_on", "place", "pk")[
            :SHOWN
        ],
    }


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def change(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_kept_or_404(request.user, body)

    def form_of(*args: Any, **kwargs: Any) -> WorkingBodyForm:
        return WorkingBodyForm(*args, unit=found.unit, **kwargs)

    return changed(
        request,
        form_of,
        lambda form: services.change_body(
            found.pk,
            form.said(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        ),
        facts=lambda: body_facts(queries.body_kept_or_404(request.user, body)),
        there=body_url(found),
        title=_("Sửa"),
        button=_("Lưu"),
        crumbs=crumbs(found),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def end(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_kept_or_404(request.user, body)
    form = EndForm(request.POST or None)
    left = _plan(found).get("progress")
    notes = [
        _(
            "Mọi thành viên thôi tham gia, tài khoản của họ không mở được trang này "
            "nữa. Biên bản, kế hoạch, báo cáo vẫn còn để xem. Không mở lại được; cần "
            "thì lập tiểu ban, tổ mới."
        )
    ]
    if left and left.done < left.total:
        notes.append(
            _("Kế hoạch mới xong %(done)s/%(total)s việc.")
            % {"done": left.done, "total": left.total}
        )

    def act() -> str:
        services.end_body(
            found.pk, on=form.cleaned_data["on"], by=request.user, at=timezone.now()
        )
        return body_url(found)

    return added(
        request,
        form,
        act,
        done=_("Đã kết thúc."),
        title=_("Kết thúc tiểu ban, tổ"),
        button=_("Kết thúc tiểu ban, tổ"),
        crumbs=crumbs(found),
        notes=notes,
        is_grave=True,
    )


# --- who is in it ---------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def member_add(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_kept_or_404(request.user, body)
    person = _person(request, found)
    wanted = request.GET.get("tim", "").strip()
    initial: dict[str, Any] = {"from_on": max(found.decided_on, timezone.localdate())}
    if person is not None:
        initial["post"] = person.position
    form = MemberForm(
        request.POST or None, is_known=person is not None, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_member(
                found.pk,
                _joining(found, form, person),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi thành viên."))
            return redirect(body_url(found))
    context = frame(request, found) | {
        "form": form,
        "person": person,
        "wanted": wanted,
        "choices": queries.people_to_choose(request.user, found, wanted),
    }
    return render(request, "congress/working_member_add.html", context)


def _person(request: StaffRequest, body: WorkingBody) -> Person | None:
    asked = request.GET.get("nguoi", "")
    if not asked:
        return None
    person = queries.person_to_choose(request.user, body, row_key(asked))
    if person is None:
        raise Http404
    return person


def _joining(
    body: WorkingBody, form: MemberForm, person: Person | None
) -> services.Joining:
    said = form.cleaned_data
    return services.Joining(
        person=person,
        full_name=said.get("full_name", ""),
        post=said["post"],
        part=said["part"],
        user=_account(body, said["username"]),
        from_on=said["from_on"],
    )


def _account(body: WorkingBody, username: str) -> User | None:
    """Return the account of here that is called so.

    The same is said of one that is elsewhere and of one that is not.
    """
    if not username:
        return None
    found = queries.accounts_within(body.unit).filter(username=username).first()
    if found is None:
        raise services.NoSuchAccount
    return found


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def member_change(request: StaffRequest, body: UUID, member: UUID) -> HttpResponse:
    found = queries.body_kept_or_404(request.user, body)
    row = _member(found, member)
    form = PartForm(request.POST or None, initial={"part": row.part, "post": row.post})

    def act() -> str:
        services.change_part(
            row.pk, **form.cleaned_data, by=request.user, at=timezone.now()
        )
        return body_url(found)

    return added(
        request,
        form,
        act,
        done=_("Đã lưu."),
        title=row.full_name,
        button=_("Lưu"),
        crumbs=crumbs(found),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def member_leave(request: StaffRequest, body: UUID, member: UUID) -> HttpResponse:
    found = queries.body_kept_or_404(request.user, body)
    row = _member(found, member)
    form = EndForm(request.POST or None)

    def act() -> str:
        services.let_go(
            row.pk, on=form.cleaned_data["on"], by=request.user, at=timezone.now()
        )
        return body_url(found)

    return added(
        request,
        form,
        act,
        done=_("Đã ghi thôi tham gia."),
        title=_("Thôi tham gia: %(name)s") % {"name": row.full_name},
        button=_("Ghi thôi tham gia"),
        crumbs=crumbs(found),
        notes=[
            _(
                "Tài khoản của người này không mở được trang của tiểu ban, tổ nữa. "
                "Những chuyến đi người này chưa báo cáo trở thành chưa phân công. Ghi "
                "vào lại được."
            )
        ],
        is_grave=True,
    )


def _member(body: WorkingBody, key: UUID) -> BodyMember:
    found = queries.members(body).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


# --- where it goes, what it plans -----------------------------------------------------


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def territory(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_kept_or_404(request.user, body)
    units = list(queries.units_beneath(found.unit).select_related("scope"))
    deeper = [
        row.unit
        for row in queries.territory(found).select_related("unit__scope")
        if row.unit.parent_id != found.unit_id
    ]
    units += deeper
    error = ""
    if request.method == "POST":
        ticked = set(request.POST.getlist("don-vi"))
        try:
            services.set_territory(
                found.pk,
                [unit for unit in units if str(unit.pk) in ticked],
                on=timezone.localdate(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Đã lưu địa bàn phụ trách."))
            return redirect(body_url(found))
    chosen = {row.unit_id for row in queries.territory(found)}
    others = queries.looked_after(found)
    context = frame(request, found) | {
        "units": [
            {
                "unit": unit,
                "is_chosen": unit.pk in chosen,
                "others": others.get(unit.pk, []),
            }
            for unit in units
        ],
        "error": error,
    }
    return render(request, "congress/working_territory.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def plan_make(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    initial = {
        "title": _("Kế hoạch làm việc của %(body)s") % {"body": found.name},
        "starts_on": timezone.localdate(),
        "ends_on": found.congress.closes_on if found.congress else None,
    }
    form = PlanForm(request.POST or None, initial=initial)

    def act() -> str:
        services.make_plan(
            found.pk, **form.cleaned_data, by=request.user, at=timezone.now()
        )
        return body_url(found)

    return added(
        request,
        form,
        act,
        done=_("Đã lập kế hoạch. Hãy thêm việc."),
        title=_("Lập kế hoạch làm việc"),
        button=_("Lập kế hoạch"),
        crumbs=crumbs(found),
    )
