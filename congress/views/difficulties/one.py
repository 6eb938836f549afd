"""One difficulty: raised, read, dealt with, its answer told to all beneath."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress import labels, queries
from congress.forms.lessons import DealForm, RaiseForm, ShareForm
from congress.models import Congress, Difficulty
from congress.queries import difficulties as found_in
from congress.rules.difficulties import Act, Side, State, possible, side_of
from congress.services import difficulties as services
from congress.views.difficulties.frame import crumb, crumbs, sides_of
from congress.views.difficulties.listing import told
from congress.views.typed import congress_crumbs, typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest, explain

# How acts are called in addresses.
_ADDRESSES: Final = {
    "tra-loi": Act.ANSWER,
    "hoi-lai": Act.ASK,
    "chuyen-len": Act.PASS,
    "noi-ro": Act.EXPLAIN,
    "da-giai-quyet": Act.SOLVE,
    "mo-lai": Act.REOPEN,
}
_WORDS: Final = {act: word for word, act in _ADDRESSES.items()}


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def difficulty_raise(request: StaffRequest) -> HttpResponse:
    congress = _asked_congress(request)
    form = RaiseForm(request.POST or None, user=request.user, congress=congress)
    if request.method == "POST" and form.is_valid():
        unit = congress.unit if congress else form.cleaned_data["unit"]
        try:
            made = services.raise_difficulty(
                unit.pk,
                form.raising(),
                congress=congress,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(
                request, _("Đã gửi %(holder)s.") % {"holder": made.holder.name}
            )
            return redirect("congress:difficulty", made.pk)
    way = crumbs()
    if congress is not None:
        here = reverse("congress:congress-difficulties", args=[congress.slug])
        way = [*congress_crumbs(congress), (_("Vướng mắc"), here)]
    return typed(
        request,
        form,
        title=_("Nêu vướng mắc"),
        button=_("Gửi cấp trên trực tiếp"),
        crumbs=way,
        congress=congress,
        here="difficulties",
        notes=[
            _(
                "Cấp trên trực tiếp nhận và trả lời, hoặc chuyển lên cấp trên nữa. Nơi "
                "bên cạnh không thấy."
            )
        ],
    )


@require_safe
@policy.requires(Right.PLAN_READ)
def difficulty(request: StaffRequest, difficulty: UUID) -> HttpResponse:
    row = found_in.difficulty_or_404(request.user, difficulty)
    sides = sides_of(request, row)
    state = State(row.state)
    steps = list(found_in.steps(row))
    shared = list(found_in.shared_of(row))
    answered = any(step.act == Act.ANSWER for step in steps)
    context = {
        **told(row, timezone.localdate()),
        "difficulty": row,
        "steps": [_step(step) for step in steps],
        "acts": [
            {"word": labels.DIFFICULTY_ACTS[act.value], "address": _WORDS[act]}
            for side in sides
            for act in possible(state, side)
            if act is not Act.PASS or row.holder.parent is not None
        ],
        "shared": shared,
        "may_share": Side.HOLDER in sides
        and answered
        and all(each.unit_id != row.holder_id for each in shared),
    }
    return render(request, "congress/difficulty.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PLAN_READ)
def difficulty_act(request: StaffRequest, difficulty: UUID, act: str) -> HttpResponse:
    row = found_in.difficulty_or_404(request.user, difficulty)
    doing = _ADDRESSES.get(act)
    if doing is None or side_of(doing) not in sides_of(request, row):
        raise Http404
    form = DealForm(request.POST or None, act=doing)
    if request.method == "POST" and form.is_valid():
        try:
            services.deal_with(
                row.pk,
                doing,
                **form.cleaned_data,
                held_by=row.holder_id,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("congress:difficulty", row.pk)
    return typed(
        request,
        form,
        title=labels.DIFFICULTY_ACTS[doing.value],
        button=labels.DIFFICULTY_ACTS[doing.value],
        crumbs=[*crumbs(), crumb(row)],
        here="difficulties",
        notes=_notes(doing, row),
        said=[(row.title, row.text)],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PLAN_READ)
def difficulty_share(request: StaffRequest, difficulty: UUID) -> HttpResponse:
    row = found_in.difficulty_or_404(request.user, difficulty)
    if Side.HOLDER not in sides_of(request, row):
        raise Http404
    answers = [each for each in found_in.steps(row) if each.act == Act.ANSWER]
    if not answers:
        raise Http404
    last = answers[-1]
    form = ShareForm(
        request.POST or None,
        initial={"question": row.text, "answer": last.text, "grounds": last.grounds},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.share_answer(
                row.pk,
                held_by=row.holder_id,
                question=said["question"],
                answer=said["answer"],
                grounds=said["grounds"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã công bố thành hỏi đáp."))
            return redirect("congress:shared-answers")
    return typed(
        request,
        form,
        title=_("Công bố thành hỏi đáp"),
        button=_("Công bố"),
        crumbs=[*crumbs(), crumb(row)],
        here="difficulties",
        notes=[
            _(
                "Mọi tổ chức bên dưới %(unit)s đọc được. Cổng không nói nơi hỏi; hãy "
                "bỏ khỏi câu hỏi những gì làm người đọc nhận ra nơi ấy."
            )
            % {"unit": row.holder.name}
        ],
        is_grave=True,
    )


def _asked_congress(request: StaffRequest) -> Congress | None:
    """Return the congress that the address names, where the user keeps it."""
    slug = request.GET.get("dai-hoi", "")
    if not slug:
        return None
    return queries.congress_kept_or_404(request.user, Right.CONGRESS_KEEP, slug)


def _notes(act: Act, row: Difficulty) -> list[str]:
    if act is Act.PASS:
        above_it = row.holder.parent
        return [
            _("Chuyển lên %(unit)s. Hãy ghi vì sao chuyển và ý kiến của mình.")
            % {"unit": above_it.name if above_it else "–"}
        ]
    if act is Act.ANSWER:
        return [_("Trả lời rồi thì giữ nguyên; cần thêm thì trả lời lần nữa.")]
    return []


def _step(step: Any) -> dict[str, Any]:
    to = step.to.name if step.to else ""
    return {"step": step, "word": str(labels.DIFFICULTY_DONE[step.act]) % {"to": to}}
