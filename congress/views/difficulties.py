"""Difficulties: raised, answered by the level above, told to all beneath it."""

from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress import labels, queries
from congress.forms.lessons import DealForm, RaiseForm, ShareForm
from congress.models import Area, Congress, Difficulty, SharedAnswer, Urgency
from congress.queries import above
from congress.queries import difficulties as found_in
from congress.rules.difficulties import Act, Side, State, possible, side_of
from congress.services import difficulties as services
from congress.views.typed import Crumb, congress_crumbs, typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.services import note_list_taken
from core.web import StaffRequest, explain

ROWS: Final = 50
MINE: Final = "toi"
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
_GRADE: Final = Case(
    When(urgency=Urgency.URGENT, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)


# --- lists ------------------------------------------------------------------------


@require_safe
@policy.requires(Right.PLAN_READ)
def difficulties(request: StaffRequest) -> HttpResponse:
    rows = found_in.difficulties(request.user)
    found = _listed(request, rows, file_name="vuong-mac.xlsx")
    if isinstance(found, HttpResponse):
        return found
    return render(request, "congress/difficulties.html", found)


@require_safe
@policy.requires(Right.PLAN_READ)
def congress_difficulties(request: StaffRequest, congress: str) -> HttpResponse:
    held = queries.congress_kept_or_404(request.user, Right.PLAN_READ, congress)
    rows = found_in.of_congress(held)
    found = _listed(request, rows, file_name="vuong-mac-dai-hoi.xlsx")
    if isinstance(found, HttpResponse):
        return found
    found |= {
        "congress": held,
        "open": found_in.open_at(held),
        "may_raise": policy.allows(request.user, Right.CONGRESS_KEEP, held.scope),
    }
    return render(request, "congress/difficulties.html", found)


def _listed(
    request: StaffRequest, rows: QuerySet[Difficulty], *, file_name: str
) -> dict[str, Any] | HttpResponse:
    rows, filters = _narrowed(request, rows)
    today = timezone.localdate()
    columns = _columns(today)
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="-ngay",
            title=_("Vướng mắc"),
            file_name=file_name,
            note=partial(_note_taken, request),
        )
    shown: Listing[Difficulty] = listing(
        request, rows, columns, default="-ngay", filters=filters, size=ROWS
    )
    return {
        "listing": shown,
        "page": shown.page,
        "lines": [_told(row, today) for row in shown.page],
        "may_raise": policy.holds(request.user, Right.CONGRESS_KEEP),
    }


def _note_taken(request: StaffRequest, rows: int) -> None:
    note_list_taken(
        "congress.difficulties_exported",
        right=Right.PLAN_READ,
        form="xlsx",
        rows=rows,
        by=request.user,
        at=timezone.now(),
    )


def _narrowed(
    request: StaffRequest, rows: QuerySet[Difficulty]
) -> tuple[QuerySet[Difficulty], list[Filter]]:
    state = chosen(request, "tinh-trang", labels.DIFFICULTY_STATES)
    urgency = chosen(request, "muc-do", dict(Urgency.choices))
    area = chosen(request, "linh-vuc", dict(Area.choices))
    whose = chosen(request, "viec", {MINE: ""})
    kept = {"state": state, "urgency": urgency, "area": area}
    rows = rows.filter(**{name: value for name, value in kept.items() if value})
    if whose:
        units = above.own_units(request.user, Right.PLAN_READ)
        rows = found_in.waiting_for(rows, units)
    if wanted := request.GET.get("tim", "").strip():
        rows = found_in.having_words(rows, wanted)
    states = list(labels.DIFFICULTY_STATES.items())
    return rows.alias(grade=_GRADE), [
        Filter("tinh-trang", _("Tình trạng"), states, state),
        Filter("muc-do", _("Mức độ"), Urgency.choices, urgency),
        Filter("linh-vuc", _("Lĩnh vực"), Area.choices, area),
        Filter("viec", _("Chờ ai"), [(MINE, _("chờ nơi tôi làm"))], whose),
    ]


def _columns(today: date) -> list[Column[Difficulty]]:
    newest = ("at", "id")
    return [
        Column("ten", _("Vướng mắc"), lambda row: row.title),
        Column(
            "noi-neu", _("Nơi nêu"), lambda row: row.unit.name, ("unit__sort_key", "id")
        ),
        Column(
            "noi-giu",
            _("Đang ở"),
            lambda row: row.holder.name,
            ("holder__sort_key", "id"),
        ),
        Column(
            "muc-do",
            _("Mức độ"),
            lambda row: str(row.get_urgency_display()),
            ("grade", "-at", "id"),
        ),
        Column(
            "tinh-trang",
            _("Tình trạng"),
            lambda row: str(labels.DIFFICULTY_STATES[row.state]),
        ),
        Column(
            "cho",
            _("Chờ (ngày)"),
            lambda row: _waits(row, today),
            ("-since", "id"),
            number=True,
        ),
        Column(
            "ngay",
            _("Ngày nêu"),
            lambda row: timezone.localdate(row.at),
            newest,
        ),
        Column("han", _("Cần trước ngày"), lambda row: row.due_on, only_in_file=True),
        Column(
            "linh-vuc",
            _("Lĩnh vực"),
            lambda row: str(row.get_area_display()),
            only_in_file=True,
        ),
        Column("noi-dung", _("Nội dung"), lambda row: row.text, only_in_file=True),
    ]


def _waits(row: Difficulty, today: date) -> int | None:
    if row.state == State.SOLVED:
        return None
    return found_in.days_waiting(row, today)


def _told(row: Difficulty, today: date) -> dict[str, Any]:
    is_open = row.state != State.SOLVED
    return {
        "row": row,
        "word": labels.DIFFICULTY_STATES[row.state],
        "tone": labels.DIFFICULTY_TONES[row.state],
        "waits": _waits(row, today),
        "is_late": bool(is_open and row.due_on and row.due_on < today),
        "is_urgent": row.urgency == Urgency.URGENT,
    }


# --- one difficulty -----------------------------------------------------------------


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
    crumbs = _crumbs()
    if congress is not None:
        here = reverse("congress:congress-difficulties", args=[congress.slug])
        crumbs = [*congress_crumbs(congress), (_("Vướng mắc"), here)]
    return typed(
        request,
        form,
        title=_("Nêu vướng mắc"),
        button=_("Gửi cấp trên trực tiếp"),
        crumbs=crumbs,
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
    sides = _sides(request, row)
    state = State(row.state)
    steps = list(found_in.steps(row))
    shared = list(found_in.shared_of(row))
    answered = any(step.act == Act.ANSWER for step in steps)
    context = {
        **_told(row, timezone.localdate()),
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
    if doing is None or side_of(doing) not in _sides(request, row):
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
        crumbs=[*_crumbs(), _crumb(row)],
        here="difficulties",
        notes=_notes(doing, row),
        said=[(row.title, row.text)],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PLAN_READ)
def difficulty_share(request: StaffRequest, difficulty: UUID) -> HttpResponse:
    row = found_in.difficulty_or_404(request.user, difficulty)
    if Side.HOLDER not in _sides(request, row):
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
        crumbs=[*_crumbs(), _crumb(row)],
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


# --- questions answered to all ------------------------------------------------------


@require_safe
@policy.requires(Right.PLAN_READ)
def shared_answers(request: StaffRequest) -> HttpResponse:
    rows = found_in.shared_answers(request.user)
    area = chosen(request, "linh-vuc", dict(Area.choices))
    if area:
        rows = rows.filter(area=area)
    if wanted := request.GET.get("tim", "").strip():
        rows = found_in.answers_having_words(rows, wanted)
    columns = _shared_columns()
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="-ngay",
            title=_("Hỏi đáp"),
            file_name="hoi-dap.xlsx",
        )
    shown: Listing[SharedAnswer] = listing(
        request,
        rows,
        columns,
        default="-ngay",
        filters=[Filter("linh-vuc", _("Lĩnh vực"), Area.choices, area)],
        size=ROWS,
    )
    own = {unit.pk for unit in above.own_units(request.user, Right.CONGRESS_KEEP)}
    context = {
        "listing": shown,
        "page": shown.page,
        "lines": [
            {"row": row, "may_withdraw": row.unit_id in own} for row in shown.page
        ],
    }
    return render(request, "congress/shared_answers.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PLAN_READ)
def shared_answer_withdraw(request: StaffRequest, answer: UUID) -> HttpResponse:
    row = found_in.shared_answers(request.user).filter(pk=answer).first()
    if row is None or not above.answers_for(request.user, row.unit):
        raise Http404
    if request.method == "POST":
        services.withdraw_shared(row.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Đã rút hỏi đáp. Không ai đọc được nữa."))
        return redirect("congress:shared-answers")
    return typed(
        request,
        None,
        title=_("Rút hỏi đáp?"),
        button=_("Rút hỏi đáp"),
        crumbs=[(_("Hỏi đáp"), reverse("congress:shared-answers"))],
        here="answers",
        notes=[_("Rút rồi thì không hiện lại; muốn có nữa thì công bố lần khác.")],
        said=[(_("Câu hỏi"), row.question), (_("Trả lời"), row.answer)],
        is_grave=True,
    )


def _shared_columns() -> list[Column[SharedAnswer]]:
    return [
        Column("cau-hoi", _("Câu hỏi"), lambda row: row.question),
        Column("tra-loi", _("Trả lời"), lambda row: row.answer),
        Column("can-cu", _("Căn cứ"), lambda row: row.grounds),
        Column("linh-vuc", _("Lĩnh vực"), lambda row: str(row.get_area_display())),
        Column(
            "noi-tra-loi",
            _("Nơi trả lời"),
            lambda row: row.unit.name,
            ("unit__sort_key", "id"),
        ),
        Column("ngay", _("Ngày"), lambda row: timezone.localdate(row.at), ("at", "id")),
    ]


# --- what the pages share ---------------------------------------------------------


def _sides(request: StaffRequest, row: Difficulty) -> list[Side]:
    """Return on which side of a difficulty the person acts.

    Whoever answers does not also say, for the unit beneath, that it is solved.
    """
    user = request.user
    if above.answers_for(user, row.holder):
        return [Side.HOLDER]
    if policy.allows(user, Right.CONGRESS_KEEP, row.unit.scope):
        return [Side.RAISER]
    return []


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


def _crumbs() -> list[Crumb]:
    return [(_("Vướng mắc"), reverse("congress:difficulties"))]


def _crumb(row: Difficulty) -> Crumb:
    return row.title, reverse("congress:difficulty", args=[row.pk])
