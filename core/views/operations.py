"""The state of the machine, and backups."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.decorators.vary import vary_on_headers

from core import tasks
from core.access import policy
from core.access.rights import Right
from core.errors import CHANGED_MEANWHILE
from core.forms.operations import (
    FirstPlanForm,
    NewPassphraseForm,
    PlanForm,
    TryPassphraseForm,
)
from core.jobs import ledger
from core.models import BackupPlan
from core.operations import health
from core.paging import Pages
from core.queries import operations as reads
from core.services import backups as acts
from core.web import StaffRequest

ROWS = 30


@require_safe
@policy.requires(Right.OPERATE)
def condition(request: StaffRequest) -> HttpResponse:
    lines = health.examine(at=timezone.now())
    return render(
        request,
        "core/operations_condition.html",
        {
            "lines": lines,
            "worst": health.worst(lines),
            "hall": settings.HALL_ADDRESSES,
            "card": Path(settings.HALL_CARD).is_file(),
        },
    )


@require_safe
@policy.requires(Right.OPERATE)
def hall_card(request: StaffRequest) -> FileResponse:
    card = Path(settings.HALL_CARD)
    if not settings.HALL_ADDRESSES or not card.is_file():
        raise Http404
    return FileResponse(card.open("rb"), filename="phieu-dia-chi.pdf")


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.OPERATE)
def backups(request: StaffRequest) -> HttpResponse:
    plan = reads.backup_plan()
    job = ledger.latest(tasks.make_backup, subject=plan) if plan else None
    template = "core/backup_list.html"
    if request.htmx and job and job.is_live:
        return render(request, f"{template}#job", {"job": job})
    if request.htmx:
        # It is over: the list has a new row.
        return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
    page = Pages(reads.backups(), ROWS).get_page(request.GET.get("trang"))
    return render(
        request,
        template,
        {
            "plan": plan,
            "job": job,
            "page": page,
            "rows": [reads.shown(backup) for backup in page],
            "last": reads.last_backup(),
            "second_fault": reads.second_folder_fault(plan) if plan else "",
            "nothing_yet": reads.whole_portal() is None,
        },
    )


@require_POST
@policy.requires(Right.OPERATE)
def backup_now(request: StaffRequest) -> HttpResponse:
    plan, scope = reads.backup_plan(), reads.whole_portal()
    if plan is None:
        messages.error(request, _("Hãy đặt kế hoạch sao lưu trước."))
        return redirect("core:backup-plan")
    if scope is None:
        messages.error(
            request,
            _("Cổng chưa có tổ chức đảng nào, nên chưa có gì để sao lưu."),
        )
        return redirect("core:backups")
    ledger.request(
        tasks.make_backup,
        subject=plan,
        scope=scope,
        by=request.user,
        at=timezone.now(),
        queue="backups",
    )
    messages.info(request, _("Đã giao việc sao lưu; có thể rời trang này."))
    return redirect("core:backups")


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "POST"])
@policy.requires(Right.OPERATE)
def backup_plan(request: StaffRequest) -> HttpResponse:
    plan = reads.backup_plan()
    return _first_plan(request) if plan is None else _change_plan(request, plan)


def _first_plan(request: StaffRequest) -> HttpResponse:
    form = FirstPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        plan = acts.set_up_backups(
            passphrase=typed["passphrase"],
            folder=typed["folder"],
            every_hours=typed["every_hours"],
            keep=typed["keep"],
            by=request.user,
            at=timezone.now(),
        )
        return _saved(request, plan)
    return render(request, "core/backup_plan.html", {"form": form})


def _change_plan(request: StaffRequest, plan: BackupPlan) -> HttpResponse:
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm.of(plan)
    theirs: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            changed = acts.change_plan(
                folder=typed["folder"],
                every_hours=typed["every_hours"],
                keep=typed["keep"],
                seen=typed["seen"] or datetime.min.replace(tzinfo=plan.set_at.tzinfo),
                by=request.user,
                at=timezone.now(),
            )
        except acts.PlanMoved:
            now = reads.backup_plan()
            if now is None:
                raise
            theirs = {"theirs": now, "mine": typed, "sentence": CHANGED_MEANWHILE}
            form = form.seeing(now)
        else:
            return _saved(request, changed)
    context = {"form": form, "plan": plan, **theirs}
    return render(request, "core/backup_plan.html", context)


def _mark(plan: BackupPlan) -> str:
    return plan.set_at.isoformat()


def _saved(request: StaffRequest, plan: BackupPlan) -> HttpResponse:
    messages.success(request, _("Đã lưu kế hoạch sao lưu."))
    if fault := reads.second_folder_fault(plan):
        messages.warning(request, str(fault))
    return redirect("core:backups")


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "POST"])
@policy.requires(Right.OPERATE)
def backup_passphrase(request: StaffRequest) -> HttpResponse:
    plan = reads.backup_plan()
    if plan is None:
        return redirect("core:backup-plan")
    form = NewPassphraseForm(request.POST or None, initial={"seen": _mark(plan)})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != _mark(plan):
            messages.warning(
                request,
                _(
                    "Vừa có người đổi kế hoạch hoặc mật khẩu sao lưu, nên chưa đổi gì. "
                    "Hãy hỏi lại rồi mở trang này lần nữa."
                ),
            )
            return redirect("core:backups")
        acts.change_passphrase(
            passphrase=form.cleaned_data["passphrase"],
            seen=plan.set_at,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(
            request,
            _(
                "Đã đổi mật khẩu sao lưu. Các bản đã có vẫn mở bằng mật khẩu cũ: giữ "
                "giấy ghi mật khẩu cũ cho đến khi các bản ấy được xóa."
            ),
        )
        return redirect("core:backups")
    return render(request, "core/backup_passphrase.html", {"form": form})


@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
@policy.requires(Right.OPERATE)
def backup_passphrase_try(request: StaffRequest) -> HttpResponse:
    if reads.backup_plan() is None:
        return redirect("core:backup-plan")
    form = TryPassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if acts.passphrase_fits(form.cleaned_data["passphrase"]):
            messages.success(
                request, _("Mật khẩu đúng: nó mở được các bản sao lưu tạo từ nay.")
            )
            return redirect("core:backups")
        form.add_error(
            "passphrase",
            _(
                "Mật khẩu không đúng. Nếu không ai còn nhớ, hãy đổi mật khẩu sao lưu "
                "rồi sao lưu lại ngay."
            ),
        )
    return render(request, "core/backup_passphrase_try.html", {"form": form})


@require_POST
@policy.requires(Right.OPERATE)
def backup_download(request: StaffRequest, pk: UUID) -> FileResponse:
    backup = get_object_or_404(reads.backups(), pk=pk)
    path = acts.hand_out_backup(
        backup, path=reads.file_of(backup), by=request.user, at=timezone.now()
    )
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=backup.file_name,
        content_type="application/octet-stream",
    )
