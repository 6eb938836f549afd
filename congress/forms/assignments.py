"""What people type about lists of posts, breakthrough assignments and judging them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.labels.assignments import NO_LONGER_OFFERED
from congress.models import (
    AssignmentRating,
    BreakthroughAssignment,
    PostList,
    ProblemKind,
)
from congress.models.assignments import PERIODS
from congress.queries import assignment_words
from congress.queries import assignments as queries
from congress.rules.assignments import AssignedBy, Period
from congress.services.assignments import Given, Said
from congress.services.post_lists import SaidList, SaidPost
from core.access.rights import Right
from core.forms.look import BareForm, DayField
from core.forms.units import UnitCodeField
from core.models import Person, Unit, User


def _long(label: Any, *, required: bool = True, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
        **options,
    )


def _offer(
    form: forms.Form,
    name: str,
    words: Sequence[ProblemKind] | Sequence[AssignmentRating],
) -> None:
    """Let a field choose among words, and say beneath it which are not confirmed."""
    field: Any = form.fields[name]
    field.error_messages["invalid_choice"] = NO_LONGER_OFFERED[name]
    field.choices = [(each.pk, str(each)) for each in words]
    left = [str(each) for each in words if not each.is_confirmed]
    if left and len(left) == len(words):
        field.help_text = _("Cách chia này của cổng, cần xác nhận.")
    elif left:
        field.help_text = _("Cần xác nhận: %(words)s.") % {"words": "; ".join(left)}


class PostListForm(SeenForm):
    """A list of posts: one in a line, with a unit's code where it is only there."""

    title = forms.CharField(label=gettext_lazy("Tên danh mục"), max_length=300)
    number = forms.CharField(label=gettext_lazy("Số, ký hiệu văn bản"), max_length=60)
    decided_on = DayField(label=gettext_lazy("Ngày ban hành"))
    in_force_from = DayField(label=gettext_lazy("Hiệu lực từ"))
    in_force_until = DayField(
        label=gettext_lazy("Đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Để trống: đến khi có danh mục thay."),
    )
    owned = forms.CharField(
        label=gettext_lazy(
            "Chức danh do tổ chức ban hành giao việc, mỗi dòng một chức danh"
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Chức danh chỉ có ở một đơn vị thì ghi thêm dấu | và mã đơn vị: Chủ tịch "
            "Hội đồng Trường | TQ-DHTT."
        ),
    )
    delegated = forms.CharField(
        label=gettext_lazy("Chức danh do cấp ủy, tập thể lãnh đạo cấp dưới giao việc"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, user: User, with_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = UnitCodeField(user, Right.WORK_READ)
        if with_unit:
            self.fields["unit"] = UnitCodeField(
                user, Right.WORK_KEEP, prefilled=True, label=_("Tổ chức ban hành")
            )
        self.helper.layout = Layout(
            *(["unit"] if with_unit else []),
            "title",
            Row(Column("number"), Column("decided_on")),
            Row(Column("in_force_from"), Column("in_force_until")),
            "owned",
            "delegated",
            "version",
            "seen",
        )

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of the list itself."""
        return [name for name in super().own if name != "unit"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self._posts = [
            *self._lines("owned", AssignedBy.OWNER),
            *self._lines("delegated", AssignedBy.DELEGATED),
        ]
        return found

    def said(self) -> SaidList:
        """Return what was typed."""
        names = ("title", "number", "decided_on", "in_force_from", "in_force_until")
        told = {name: self.cleaned_data[name] for name in names}
        return SaidList(**told, posts=self._posts)

    def _lines(self, field: str, assigned_by: AssignedBy) -> list[SaidPost]:
        made = []
        for line in self.cleaned_data.get(field, "").splitlines():
            title, _bar, code = (part.strip() for part in line.partition("|"))
            if not title:
                continue
            unit = None
            if code:
                try:
                    unit = self._units.clean(code)
                except forms.ValidationError:
                    self.add_error(
                        field,
                        _("Không có đơn vị mang mã “%(code)s”, ở dòng “%(line)s”.")
                        % {"code": code, "line": line.strip()},
                    )
            made.append(SaidPost(title=title, assigned_by=assigned_by, unit=unit))
        return made


def post_list_facts(held: PostList) -> dict[str, Any]:
    """Return what the form shows of a list."""
    names = ("title", "number", "decided_on", "in_force_from", "in_force_until")
    shown = {name: getattr(held, name) for name in names}
    posts = queries.posts_of(held)

    def lines(assigned_by: AssignedBy) -> str:
        mine = [each for each in posts if each.assigned_by == assigned_by]
        return "\n".join(
            f"{each.title} | {each.unit.code}" if each.unit else each.title
            for each in mine
        )

    return shown | {
        "owned": lines(AssignedBy.OWNER),
        "delegated": lines(AssignedBy.DELEGATED),
        "version": held.version,
    }


class AssignmentForm(SeenForm):
    """A breakthrough assignment, given or put right."""

    decision_number = forms.CharField(
        label=gettext_lazy("Số quyết định"), max_length=60
    )
    title = forms.CharField(label=gettext_lazy("Tên việc"), max_length=400)
    problem = forms.ChoiceField(label=gettext_lazy("Loại vấn đề"))
    why = _long(gettext_lazy("Vì sao là đột phá"))
    detail = _long(gettext_lazy("Nội dung"), required=False)
    product = forms.CharField(label=gettext_lazy("Sản phẩm"), max_length=400)
    due_on = DayField(label=gettext_lazy("Hạn"))
    reports_every = forms.IntegerField(
        label=gettext_lazy("Kỳ báo cáo (tháng)"),
        min_value=1,
        max_value=12,
        required=False,
        help_text=gettext_lazy("Để trống: không phải báo cáo giữa kỳ."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Công khai kết quả"),
        required=False,
        help_text=gettext_lazy(
            "Không chọn: chỉ đơn vị giao và đơn vị được giao đọc được việc này."
        ),
    )

    def __init__(
        self,
        *args: Any,
        user: User | None = None,
        assigner: Unit | None = None,
        person: Person | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._assigner, self._person = assigner, person
        giving: list[Any] = []
        if assigner is not None and user is not None:
            giving = self._give(user, assigner)
        else:
            self.fields["change_why"] = forms.CharField(
                label=_("Vì sao sửa"),
                max_length=1000,
                help_text=_("Lý do được ghi vào diễn biến của việc."),
            )
        # What is handed on is a new one: the kind of the whole may be offered no more.
        has = "" if giving else self.initial.get("problem", "")
        kinds = assignment_words.to_choose(ProblemKind, besides=has)
        _offer(self, "problem", kinds)
        self.note_seen()
        self.helper.layout = Layout(
            *giving,
            "decision_number",
            "title",
            "problem",
            "why",
            "detail",
            "product",
            Row(Column("due_on"), Column("reports_every")),
            "is_public",
            *([] if giving else ["change_why"]),
            "version",
            "seen",
        )

    def _give(self, user: User, assigner: Unit) -> list[Any]:
        posts = queries.posts_for(assigner)
        self.fields["decided_on"] = DayField(
            label=_("Ngày giao"), initial=timezone.localdate()
        )
        self.fields["period"] = forms.ChoiceField(label=_("Giao cho"), choices=PERIODS)
        post: Any = forms.ModelChoiceField(label=_("Chức danh"), queryset=posts)
        post.choices = [("", _("chọn chức danh trong danh mục")), *_by_list(posts)]
        self.fields["post"] = post
        self.fields["unit"] = UnitCodeField(
            user,
            Right.UNIT_READ,
            label=_("Đơn vị của người được giao"),
            help_text=_(
                "Đơn vị giao hoặc đơn vị thuộc đơn vị giao. Không giao ngược lên cấp "
                "trên, không giao ngang sang đơn vị khác."
            ),
        )
        if self._person is None:
            self.fields["full_name"] = forms.CharField(
                label=_("Người được giao"), max_length=120
            )
        else:
            self.fields["unit"].initial = self._person.unit
        who = ["full_name"] if "full_name" in self.fields else []
        return [Row(Column("decided_on"), Column("period")), "post", "unit", *who]

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of what may be put right."""
        return [name for name in super().own if name != "change_why"]

    def said(self) -> Said:
        """Return what may be put right later."""
        data = self.cleaned_data
        return Said(
            title=data["title"],
            decision_number=data["decision_number"],
            problem=data["problem"],
            why=data["why"],
            detail=data["detail"],
            product=data["product"],
            due_on=data["due_on"],
            reports_every=data["reports_every"],
            is_public=data["is_public"],
        )

    def given(self) -> Given:
        """Return what stands once it is given."""
        assert self._assigner is not None  # noqa: S101 - asked only where it is given
        data = self.cleaned_data
        return Given(
            assigner=self._assigner,
            unit=data["unit"],
            post=data["post"],
            decided_on=data["decided_on"],
            period=Period(data["period"]),
            person=self._person,
            full_name=data.get("full_name", ""),
        )


def _by_list(posts: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group posts under the list they stand in, with the days on which it holds."""
    found: dict[Any, tuple[str, list[tuple[str, str]]]] = {}
    for post in posts:
        held = post.post_list
        until = f"{held.in_force_until:%d/%m/%Y}" if held.in_force_until else "…"
        word = f"{held.title} ({held.in_force_from:%d/%m/%Y} – {until})"
        where = f" ({post.unit.name})" if post.unit else ""
        by = post.get_assigned_by_display()
        _word, rows = found.setdefault(held.pk, (word, []))
        rows.append((str(post.pk), f"{post.title}{where} – {by}"))
    return list(found.values())


def assignment_facts(held: BreakthroughAssignment) -> dict[str, Any]:
    """Return what the form shows of an assignment."""
    task = held.task
    return {
        "decision_number": held.decision_number,
        "title": task.title,
        "problem": held.problem_id,
        "why": held.why,
        "detail": task.detail,
        "product": task.product,
        "due_on": task.due_on,
        "reports_every": held.reports_every,
        "is_public": held.is_public,
        "version": task.version,
    }


class EvaluationForm(BareForm):
    """How an assignment was done in a year."""

    year = forms.TypedChoiceField(label=gettext_lazy("Năm"), coerce=int)
    rating = forms.ChoiceField(label=gettext_lazy("Mức đánh giá"))
    note = _long(gettext_lazy("Nhận xét"))
    effect = _long(gettext_lazy("Hiệu quả"), required=False)
    feedback = _long(gettext_lazy("Ý kiến nhân dân"), required=False)

    def __init__(self, *args: Any, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate().year
        years: Any = self.fields["year"]
        years.choices = [(each, str(each)) for each in range(today, since.year - 1, -1)]
        _offer(self, "rating", assignment_words.to_choose(AssignmentRating))
        self.helper.layout = Layout(
            Row(Column("year"), Column("rating")), "note", "effect", "feedback"
        )

    def said(self) -> dict[str, Any]:
        """Return what was typed."""
        return self.cleaned_data


class AssignerForm(forms.Form):
    """Which unit assigns, where one works for several."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giao"] = UnitCodeField(
            user, Right.WORK_KEEP, label=_("Đơn vị giao"), prefilled=True
        )
        self.fields["giao"].widget.attrs["class"] = "form-control"

    def unit(self) -> Unit | None:
        """Return the unit that was typed, or the only one there is."""
        if self.is_bound:
            return self.cleaned_data.get("giao") if self.is_valid() else None
        initial: Any = self.fields["giao"].initial
        found: Unit | None = initial() if callable(initial) else initial
        return found
