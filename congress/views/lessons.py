"""Lessons of pilots: written down, pushed, answered; and who answered what."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from congress import labels, queries, tasks
from congress.forms.lessons import (
    AnswerForm,
    LessonForm,
    PushForm,
    lesson_facts,
)
from congress.models import Congress, Lesson, LessonAnswer, LessonPush
from congress.queries import lessons as found_in
from congress.queries import matching, progress
from congress.rules.lessons import may_still_answer
from congress.services import lessons as services
from congress.views.typed import Crumb, congress_crumbs, typed
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.jobs import ledger
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.vietnamese import dates
from core.web import StaffRequest, explain

ROWS: Final = 50  # of a list on one page


# --- at one congress --------------------------------------------------------------


@require_safe
@policy.requires(Right.PLAN_READ)
def lessons(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_kept_or_404(request.user, Right.PLAN_READ, congress)
    pushes = list(found_in.pushes_for(found))
    answers = found_in.answers_of([found], pushes)
    may_keep = policy.allows(request.user, Right.CONGRESS_KEEP, found.scope)
    today = timezone.localdate()
    context = {
        "congress": found,
        "own": list(found_in.of_pilot(found)),
        "asked": [_asked(push, answers.get((found.pk, push.pk))) for push in pushes],
        "answered": len(answers),
        "may_keep": may_keep,
        "may_answer": may_keep and may_still_answer(found.opens_on, today),
        "may_push": _may_push(request, found),
        "is_early": bool(found_in.too_early([found], today)),
    }
    return render(request, "congress/lessons.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def lesson_add(request: StaffRequest, congress: str) -> HttpResponse:
    found = _kept(request, congress)
    form = LessonForm(request.POST or None, congress=found)
    if request.method == "POST" and _wrote(request, found, form):
        return redirect("congress:lessons", found.slug)
    return typed(
        request,
        form,
        title=_("Ghi bài học"),
        button=_("Lưu nháp"),
        crumbs=_crumbs(found),
        congress=found,
        notes=[_draft_words()],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def lesson_correct(request: StaffRequest, congress: str, lesson: UUID) -> HttpResponse:
    found = _kept(request, congress)
    old = found_in.to_correct_or_404(found, lesson)
    form = LessonForm(request.POST or None, congress=found, initial=lesson_facts(old))
    if request.method == "POST" and _wrote(request, found, form, replaces=old):
        return redirect("congress:lessons", found.slug)
    return typed(
        request,
        form,
        title=_("Ghi bản thay"),
        button=_("Lưu nháp"),
        crumbs=_crumbs(found),
        congress=found,
        notes=[
            _(
                "Bài học đã triển khai thì giữ nguyên. Bản này thay nó từ khi cấp trên "
                "triển khai; các nơi trả lời lại theo bản này."
            )
        ],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def lesson_change(request: StaffRequest, congress: str, lesson: UUID) -> HttpResponse:
    found = _kept(request, congress)
    row = found_in.draft_or_404(found, lesson)
    form = LessonForm(request.POST or None, congress=found, initial=lesson_facts(row))
    versions = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_lesson(
                row.pk,
                form.learnt(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = lesson_facts(found_in.draft_or_404(found, lesson))
            versions = {"fields": form.differences(now)}
            form = LessonForm(congress=found, initial=form.joined(now))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:lessons", found.slug)
    return typed(
        request,
        form,
        title=_("Sửa bài học"),
        button=_("Lưu nháp"),
        crumbs=_crumbs(found),
        congress=found,
        notes=[_draft_words()],
        versions=versions,
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def lesson_remove(request: StaffRequest, congress: str, lesson: UUID) -> HttpResponse:
    found = _kept(request, congress)
    row = found_in.draft_or_404(found, lesson)
    if request.method == "POST":
        services.remove_lesson(row.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Đã bỏ bài học."))
        return redirect("congress:lessons", found.slug)
    return typed(
        request,
        None,
        title=_("Bỏ bài học?"),
        button=_("Bỏ bài học"),
        crumbs=_crumbs(found),
        congress=found,
        notes=[_("Bài học chưa triển khai. Bỏ rồi thì không lấy lại được.")],
        said=[(_("Bài học"), row.title)],
        is_grave=True,
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def lesson_answer(request: StaffRequest, congress: str, lesson: UUID) -> HttpResponse:
    found = _kept(request, congress)
    push = found_in.push_for_or_404(found, lesson)
    before = list(found_in.said_before(found, push))
    form = AnswerForm(request.POST or None, initial=_answer_facts(before[:1]))
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_lesson(
                push.pk,
                found.pk,
                form.answering(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi câu trả lời."))
            return redirect("congress:lessons", found.slug)
    row = push.lesson
    return typed(
        request,
        form,
        title=_("Trả lời: %(lesson)s") % {"lesson": row},
        button=_("Ghi câu trả lời"),
        crumbs=_crumbs(found),
        congress=found,
        notes=[_("Sửa được đến ngày khai mạc; mỗi lần sửa đều còn lại.")],
        said=[
            (_("Điều đã xảy ra"), row.happened),
            (_("Vì sao"), row.why),
            (_("Cần đổi gì"), row.change),
            *((_said_when(each), each.text) for each in before),
        ],
    )


# --- one lesson, and whom it went to --------------------------------------------------


@require_safe
@policy.requires(Right.PLAN_READ)
def lesson(request: StaffRequest, lesson: UUID) -> HttpResponse:
    found = found_in.lesson_or_404(request.user, lesson)
    push = _push_of(found)
    context: dict[str, Any] = {
        "lesson": found,
        "push": push,
        "reads_pilot": policy.allows(
            request.user, Right.PLAN_READ, found.congress.scope
        ),
        "may_push": push is None and _may_push(request, found.congress),
        "item_url": _item_url(request, found),
        "replaced_by": _replaced_by(found),
    }
    if push is None:
        return render(request, "congress/lesson.html", context)
    within = progress.within_reach(request.user)
    all_rows = found_in.recipients(push).filter(
        pk__in=progress.congresses_in(within).values("pk")
    )
    rows = progress.with_order(all_rows, today=timezone.localdate())
    rows = rows.select_related("unit__parent")
    state = chosen(request, "tra-loi", labels.ANSWERED)
    if state:
        rows = found_in.answering(rows, push, state)
    if wanted := request.GET.get("tim", "").strip():
        rows = matching(rows, wanted)
    if wants_file(request):
        return _answers_file(request, rows, push)
    shown: Listing[Congress] = listing(
        request,
        rows,
        _answer_columns({}),
        default="ten",
        filters=[Filter("tra-loi", _("Trả lời"), list(labels.ANSWERED.items()), state)],
        size=ROWS,
    )
    answers = found_in.answers_of(shown.page.object_list, [push])
    context |= {
        "told": found_in.counted(all_rows, [push])[0],
        "listing": shown,
        "page": shown.page,
        "lines": [_line(each, push, answers) for each in shown.page],
    }
    return render(request, "congress/lesson.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def lesson_push(request: StaffRequest, lesson: UUID) -> HttpResponse:
    found = found_in.lesson_or_404(request.user, lesson)
    if _push_of(found) or not _may_push(request, found.congress):
        raise Http404
    superior = found.congress.unit.parent
    form = PushForm(
        request.POST or None,
        user=request.user,
        initial={"level": found.congress.unit.kind.level, "beneath": superior},
    )
    if request.method == "POST" and form.is_valid():
        try:
            told = _push(request, found, form)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(
                request,
                ngettext(
                    "Đã triển khai bài học đến %(told)s đại hội.",
                    "Đã triển khai bài học đến %(told)s đại hội.",
                    told,
                )
                % {"told": told},
            )
            return redirect("congress:lesson", found.pk)
    return typed(
        request,
        form,
        title=_("Triển khai bài học"),
        button=_("Triển khai"),
        crumbs=[*_lesson_crumbs(), (found.title, _lesson_url(found))],
        here="lessons",
        notes=[
            _(
                "Mọi đại hội của cấp này bên dưới tổ chức ấy, cùng nhiệm kỳ, còn chưa "
                "khai mạc, trừ đại hội điểm, thấy bài học và phải trả lời; nơi lập đại "
                "hội sau cũng thấy."
            ),
            _("Triển khai rồi thì không sửa, không rút: có sai thì ghi bản thay."),
        ],
        said=[
            (_("Đại hội điểm"), str(found.congress)),
            (_("Bài học"), found.title),
            (_("Cần đổi gì"), found.change),
        ],
        is_grave=True,
    )


# --- what the pages share ---------------------------------------------------------


def _push(request: StaffRequest, found: Lesson, form: PushForm) -> int:
    """Push the lesson; telling those responsible is left to a worker."""
    at = timezone.now()
    beneath = form.cleaned_data["beneath"]
    with transaction.atomic():
        push = services.push_lesson(
            found.pk,
            level=form.cleaned_data["level"],
            beneath=beneath,
            by=request.user,
            at=at,
        )
        ledger.request(
            tasks.tell_of_lesson,
            subject=push,
            scope=beneath.scope,
            by=request.user,
            at=at,
            queue="files",
        )
    return found_in.recipients(push).count()


def _wrote(
    request: StaffRequest,
    found: Congress,
    form: LessonForm,
    replaces: Lesson | None = None,
) -> bool:
    if not form.is_valid():
        return False
    try:
        services.write_lesson(
            found.pk,
            form.learnt(),
            replaces=replaces,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        explain(form, refusal)
        return False
    messages.success(request, _("Đã lưu nháp. Cấp trên xem rồi triển khai."))
    return True


def _kept(request: StaffRequest, congress: str) -> Congress:
    return queries.congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)


def _may_push(request: StaffRequest, pilot: Congress) -> bool:
    superior = pilot.unit.parent
    return superior is not None and policy.allows(
        request.user, Right.CONGRESS_KEEP, superior.scope
    )


def _push_of(found: Lesson) -> LessonPush | None:
    return getattr(found, "push", None)


def _replaced_by(found: Lesson) -> Lesson | None:
    newer: Lesson | None = getattr(found, "replaced_by", None)
    return newer if newer is not None and _push_of(newer) else None


def _item_url(request: StaffRequest, found: Lesson) -> str:
    """Return where the item can be changed, for whoever keeps its template."""
    item = found.item
    if item is None or item.is_removed:
        return ""
    if not policy.allows(request.user, Right.CONGRESS_KEEP, item.template.unit.scope):
        return ""
    return reverse("congress:template-item", args=[item.template_id, item.pk])


def _lesson_url(found: Lesson) -> str:
    return reverse("congress:lesson", args=[found.pk])


def _lesson_crumbs() -> list[Crumb]:
    return [(_("Bài học"), reverse("congress:lesson-matrix"))]


def _crumbs(found: Congress) -> list[Crumb]:
    here = reverse("congress:lessons", args=[found.slug])
    return [*congress_crumbs(found), (_("Bài học"), here)]


def _draft_words() -> str:
    return _(
        "Đây là nháp: chỉ tổ chức của đại hội này và cấp trên thấy, cho đến khi cấp "
        "trên triển khai."
    )


def _asked(push: LessonPush, answer: LessonAnswer | None) -> dict[str, Any]:
    return {"lesson": push.lesson, "push": push, **cell(answer)}


def cell(answer: LessonAnswer | None) -> dict[str, Any]:
    """Return an answer, or that there is none yet, in a word and a colour."""
    code = answer.verdict if answer else found_in.NONE
    return {
        "answer": answer,
        "word": labels.ANSWERED[code],
        "tone": labels.ANSWERED_TONES[code],
    }


def _line(
    each: Congress, push: LessonPush, answers: dict[tuple[UUID, UUID], LessonAnswer]
) -> dict[str, Any]:
    return {"congress": each, **cell(answers.get((each.pk, push.pk)))}


def _answer_facts(last: Sequence[LessonAnswer]) -> dict[str, Any]:
    return {
        name: getattr(each, name)
        for each in last
        for name in ("verdict", "text", "applied_on")
    }


def _said_when(answer: LessonAnswer) -> str:
    return _("Trả lời ngày %(day)s: %(word)s") % {
        "day": dates.short(timezone.localdate(answer.at)),
        "word": answer.get_verdict_display(),
    }


def _answer_columns(said: dict[UUID, LessonAnswer]) -> list[Column[Congress]]:
    def word(row: Congress) -> str:
        answer = said.get(row.pk)
        return str(labels.ANSWERED[answer.verdict if answer else found_in.NONE])

    def text(row: Congress) -> str:
        return said[row.pk].text if row.pk in said else ""

    def day(row: Congress) -> Any:
        return said[row.pk].applied_on if row.pk in said else None

    return [
        Column("ten", _("Tổ chức đảng"), lambda row: row.unit.name, ("by_name", "pk")),
        Column("khai-mac", _("Khai mạc"), lambda row: row.opens_on, ("opens_on", "pk")),
        Column("tra-loi", _("Trả lời"), word),
        Column("noi-dung", _("Thế nào, vì sao"), text),
        Column("tu-ngay", _("Áp dụng từ ngày"), day),
    ]


def _answers_file(
    request: StaffRequest, rows: QuerySet[Congress], push: LessonPush
) -> HttpResponse:
    said = {each.congress_id: each for each in found_in.latest().filter(push=push)}
    return as_file(
        request,
        rows,
        _answer_columns(said),
        default="ten",
        title=push.lesson.title,
        file_name="tra-loi-bai-hoc.xlsx",
    )
