"""What people type about lists of work, and about tasks."""

from dataclasses import fields
from datetime import date
from typing import Any, Final

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.labels.tasks import LIST_KIND_WORDS
from congress.models import Congress, Task, WorkGroup, WorkList
from congress.queries import tasks as queries
from congress.rules.tasks import ListKind, StepKind
from congress.services.tasks import FILES_MOST, ListFacts, Said, TaskFacts
from core.access.rights import Right
from core.forms.files import FilesField
from core.forms.look import BareForm, DayField
from core.forms.units import UnitCodeField
from core.models import Unit, User
from core.vietnamese import dates

# Kinds that are made on these pages; the others come with a body or a register.
MADE_HERE: Final = (ListKind.PROGRAMME, ListKind.PROJECT, ListKind.PRIORITY)
_LONG: Final = forms.Textarea(attrs={"rows": 6})


class WorkListForm(SeenForm):
    """A programme, a project, a list of priority tasks, or a body's plan."""

    title = forms.CharField(label=gettext_lazy("Tên"), max_length=300)
    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu văn bản"), max_length=60, required=False
    )
    decided_on = DayField(label=gettext_lazy("Ngày ban hành"), required=False)
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ lập"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    situation = forms.CharField(
        label=gettext_lazy("Thực trạng"),
        max_length=10_000,
        required=False,
        widget=_LONG,
        help_text=gettext_lazy("Tình hình lúc lập đề án, có số liệu."),
    )
    aims = forms.CharField(
        label=gettext_lazy("Mục tiêu"), max_length=10_000, required=False, widget=_LONG
    )
    starts_on = DayField(label=gettext_lazy("Từ ngày"))
    ends_on = DayField(label=gettext_lazy("Đến ngày"))

    def __init__(
        self,
        *args: Any,
        kind: ListKind,
        user: User | None = None,
        congresses: QuerySet[Congress] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if kind is not ListKind.PROJECT:
            del self.fields["situation"]
        if kind not in (ListKind.PROJECT, ListKind.PROGRAMME):
            del self.fields["aims"]
        if kind is ListKind.PRIORITY:
            del self.fields["basis"]
        first: list[Any] = []
        if user is not None:
            self.fields["unit"] = UnitCodeField(
                user, Right.WORK_KEEP, prefilled=True, label=_("Của tổ chức")
            )
            first = ["unit"]
        about = [name for name in ("basis", "situation", "aims") if name in self.fields]
        self.helper.layout = Layout(
            *first,
            "title",
            Row(Column("number"), Column("decided_on")),
            Row(Column("starts_on"), Column("ends_on")),
            *about,
            "version",
            "seen",
        )

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of the list itself."""
        return [name for name in super().own if name != "unit"]

    def facts(self) -> ListFacts:
        """Return what was typed."""
        return ListFacts(**{name: self.cleaned_data[name] for name in self.own})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày kết thúc không được trước ngày bắt đầu."))
        return found


def list_facts(held: WorkList) -> dict[str, Any]:
    """Return what the form shows of a list."""
    shown = {each.name: getattr(held, each.name) for each in fields(ListFacts)}
    return shown | {"version": held.version}


class GroupsForm(BareForm):
    """The groups of a list, one in a line."""

    titles = forms.CharField(
        label=gettext_lazy("Các nhóm việc, mỗi dòng một nhóm"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Theo đúng thứ tự muốn hiện. Nhóm đang có việc thì không bỏ được."
        ),
    )

    def titles_typed(self) -> list[str]:
        """Return the lines."""
        return str(self.cleaned_data["titles"]).splitlines()


class EndForm(BareForm):
    """Since when a list is closed."""

    on = DayField(label=gettext_lazy("Ngày kết thúc"))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày kết thúc không được sau hôm nay."))
        return day


def _owner_field(choices: QuerySet[User]) -> Any:
    made: Any = forms.ModelChoiceField(
        label=_("Người thực hiện"),
        queryset=choices,
        required=False,
        empty_label=_("chưa giao cho ai"),
        help_text=_("Để trống: người nào của đơn vị ấy cũng làm được."),
    )
    made.label_from_instance = lambda each: f"{each.full_name} ({each.username})"
    return made


class TaskForm(SeenForm):
    """What is to be done, by whom, until when."""

    title = forms.CharField(label=gettext_lazy("Việc"), max_length=400)
    group = forms.ModelChoiceField(
        label=gettext_lazy("Nhóm việc"),
        queryset=WorkGroup.objects.none(),
        required=False,
        empty_label=gettext_lazy("không theo nhóm"),
    )
    due_on = DayField(label=gettext_lazy("Hạn"), required=False)
    product = forms.CharField(
        label=gettext_lazy("Sản phẩm"), max_length=400, required=False
    )
    helpers = forms.CharField(
        label=gettext_lazy("Phối hợp"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Tên ban, đơn vị cùng làm."),
    )
    detail = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    needs_evidence = forms.BooleanField(
        label=gettext_lazy("Phải có minh chứng khi xong"), required=False
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        held: WorkList,
        task: Task | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._unit = held.unit
        groups: Any = self.fields["group"]
        groups.queryset = WorkGroup.objects.filter(work_list=held).order_by(
            "place", "pk"
        )
        if held.body_id is None:
            self.fields["unit"] = UnitCodeField(
                user, Right.WORK_READ, label=_("Đơn vị chủ trì")
            )
            self.initial.setdefault("unit", held.unit)
        place = task.scope if task else held.scope
        self.fields["owner"] = _owner_field(queries.accounts_at(place))
        if task is not None:
            self.fields["why"] = forms.CharField(
                label=_("Vì sao sửa"),
                max_length=1000,
                required=False,
                help_text=_("Đổi hạn thì phải ghi lý do."),
            )
        self._was_due = task.due_on if task else None
        self.note_seen()
        self.helper.layout = Layout(
            "title",
            *(["unit"] if "unit" in self.fields else []),
            Row(Column("owner"), Column("due_on")),
            *(["group"] if groups.queryset.exists() else []),
            "product",
            "helpers",
            "detail",
            "needs_evidence",
            *(["why"] if task else []),
            "version",
            "seen",
        )

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of the task itself."""
        return [name for name in super().own if name != "why"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        due: date | None = found.get("due_on")
        if "why" in self.fields and due != self._was_due and not found.get("why"):
            self.add_error("why", _("Hãy ghi vì sao đổi hạn."))
        return found

    def facts(self) -> TaskFacts:
        """Return what was typed."""
        said = {name: self.cleaned_data[name] for name in self.own}
        return TaskFacts(**{"unit": self._unit, **said})


def task_facts(task: Task) -> dict[str, Any]:
    """Return what the form shows of a task."""
    names = ("title", "unit", "owner", "group", "detail", "product", "helpers")
    shown = {name: getattr(task, name) for name in names}
    return shown | {
        "due_on": task.due_on,
        "needs_evidence": task.needs_evidence,
        "version": task.version,
    }


class HandForm(BareForm):
    """Who of the place does it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = _owner_field(queries.accounts_at(task.scope))
        self.helper.layout = Layout("owner", "version")


class StepForm(BareForm):
    """What is said when something is done with a task, with papers and photos."""

    def __init__(self, *args: Any, act: StepKind, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _step_fields(act, task)
        names = [name for name in self.fields if name != "files"]
        files = [Field("files", template="components/drop.html")]
        self.helper.layout = Layout(*names, *(files if "files" in self.fields else []))

    def said(self) -> Said:
        """Return what was typed."""
        return Said(
            **{
                name: value
                for name, value in self.cleaned_data.items()
                if value not in (None, "")
            }
        )


_TEXTS: Final = {
    StepKind.REPORTED: gettext_lazy("Đã làm đến đâu, vướng gì"),
    StepKind.DONE: gettext_lazy("Kết quả"),
    StepKind.RETURNED: gettext_lazy("Vì sao trả lại"),
    StepKind.REOPENED: gettext_lazy("Vì sao làm tiếp"),
    StepKind.DROPPED: gettext_lazy("Vì sao thôi không làm"),
    StepKind.EVALUATED: gettext_lazy("Chất lượng: đạt đến đâu, còn gì"),
}


def _step_fields(act: StepKind, task: Task) -> dict[str, forms.Field]:
    must = act not in (StepKind.DONE, StepKind.APPROVED)
    found: dict[str, forms.Field] = {}
    if act is StepKind.DONE:
        found["day"] = DayField(label=_("Xong ngày"))
        found["evidence"] = forms.CharField(
            label=_("Minh chứng"),
            max_length=400,
            required=task.needs_evidence,
            help_text=_("Số, ngày văn bản, hoặc nơi lưu."),
        )
    if act is StepKind.REOPENED:
        found["day"] = DayField(
            label=_("Hạn mới"), required=False, help_text=_("Để trống: giữ hạn cũ.")
        )
    found["text"] = forms.CharField(
        label=_TEXTS.get(act, _("Ghi chú")),
        max_length=10_000,
        required=must,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Hãy ghi nội dung.")},
    )
    if act is StepKind.REPORTED:
        found["percent"] = forms.IntegerField(
            label=_("Đã làm (%)"),
            min_value=0,
            max_value=100,
            required=False,
            help_text=_("Ước tính; để trống nếu không ước tính được."),
        )
    if act in (StepKind.REPORTED, StepKind.DONE):
        found["files"] = FilesField(most=FILES_MOST)
    return found


class OnDayForm(forms.Form):
    """Until which day it is asked what is done: one of the days that make sense."""

    ngay = DayField(label=gettext_lazy("Đến ngày"), required=False)

    def __init__(self, typed: str, *, first: date, last: date) -> None:
        super().__init__({"ngay": typed})
        self.fields["ngay"].widget.attrs["class"] = "form-control"
        self._first, self._last = first, last

    def clean_ngay(self) -> date | None:
        day: date | None = self.cleaned_data["ngay"]
        if day is None or self._first <= day <= self._last:
            return day
        raise forms.ValidationError(
            _("Hãy chọn ngày từ %(first)s đến %(last)s."),
            code="range",
            params={"first": dates.short(self._first), "last": dates.short(self._last)},
        )


class UnitForm(forms.Form):
    """Which unit a list is narrowed to; all beneath it count."""

    def __init__(self, typed: str, user: User) -> None:
        super().__init__({"don-vi": typed})
        self.fields["don-vi"] = UnitCodeField(
            user, Right.WORK_READ, required=False, label=_("Của đơn vị"), help_text=""
        )
        self.fields["don-vi"].widget.attrs["class"] = "form-control"

    def unit(self) -> Unit | None:
        """Return the unit that was typed, if there is such a one."""
        return self.cleaned_data.get("don-vi") if self.is_valid() else None


KIND_CHOICES: Final = [(kind.value, LIST_KIND_WORDS[kind]) for kind in MADE_HERE]
