"""What people type about works and tasks to welcome a congress, and about plaques."""

from dataclasses import fields
from datetime import date
from typing import Any, Final

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.models import Congress, Emulation, ProjectKind, Task
from congress.queries import celebrations as queries
from congress.services.celebrations import ProjectFacts
from congress.services.tasks import FILES_MOST
from core.forms.files import FilesField
from core.forms.look import BareForm, DayField
from core.models import Unit
from core.vietnamese import numbers

MOST_VALUE: Final = 10**15  # đồng; more is a slip of the hand


class _Value(forms.IntegerField):
    """Whole đồng, with the dots people write between thousands."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(".", "").replace(" ", "").replace("\u00a0", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return numbers.grouped(value) if isinstance(value, int) else value


class CongressChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A congress, called with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} – {obj.unit.name}"


class ProjectForm(SeenForm):
    """A work or a task: what, where, what it costs, who pays, until when."""

    title = forms.CharField(
        label=gettext_lazy("Tên công trình, phần việc"), max_length=400
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        choices=ProjectKind.choices,
        help_text=gettext_lazy("Chỉ công trình mới được gắn biển."),
    )
    site = forms.CharField(
        label=gettext_lazy("Địa điểm"), max_length=200, required=False
    )
    value = _Value(
        label=gettext_lazy("Giá trị (đồng)"),
        min_value=0,
        max_value=MOST_VALUE,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy(
            "Ví dụ 350.000.000. Để trống nếu không tính được thành tiền."
        ),
    )
    sources = forms.CharField(
        label=gettext_lazy("Nguồn lực"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ngân sách, nhân dân đóng góp, ngày công…"),
    )
    due_on = DayField(label=gettext_lazy("Hạn"))
    emulation = forms.ModelChoiceField(
        label=gettext_lazy("Thuộc phong trào thi đua"),
        queryset=Emulation.objects.none(),
        required=False,
        empty_label=gettext_lazy("không thuộc phong trào nào"),
    )
    detail = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        units: list[Unit],
        task: Task | None = None,
        asks_why: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        called: Any = self.fields["emulation"]
        called.queryset = queries.emulations_for(units)
        if task is not None and task.celebration.emulation_id:
            called.queryset |= Emulation.objects.filter(
                pk=task.celebration.emulation_id
            ).distinct()
        first = self._ask_where(units) if task is None else []
        if asks_why:
            self.fields["why"] = forms.CharField(
                label=_("Vì sao sửa"), max_length=1000, required=False
            )
        else:
            self.fields["files"] = FilesField(most=FILES_MOST, label=_("Ảnh, tệp"))
        self.note_seen()
        last = (
            ["why"] if asks_why else [Field("files", template="components/drop.html")]
        )
        asked = ["emulation"] if called.queryset.exists() else []
        self.helper.layout = Layout(
            *first,
            "title",
            Row(Column("kind"), Column("due_on")),
            "site",
            Row(Column("value"), Column("sources")),
            *asked,
            "detail",
            *last,
            "version",
            "seen",
        )

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of the project itself."""
        besides = ("why", "files", "unit", "congress")
        return [name for name in super().own if name not in besides]

    def facts(self) -> ProjectFacts:
        """Return what was typed."""
        return ProjectFacts(**{name: self.cleaned_data[name] for name in self.own})

    def unit(self) -> Unit:
        """Return the unit for which something is registered."""
        return self._units[self.cleaned_data["unit"]]

    def congress(self) -> Congress:
        """Return the congress that it is to welcome."""
        chosen: Congress = self.cleaned_data["congress"]
        return chosen

    def _ask_where(self, units: list[Unit]) -> list[str]:
        choices = [(key, unit.name) for key, unit in self._units.items()]
        self.fields["unit"] = forms.ChoiceField(
            label=_("Đơn vị đăng ký"), choices=choices
        )
        found = queries.congresses_above(units)
        self.fields["congress"] = CongressChoice(
            label=_("Chào mừng"),
            queryset=found,
            empty_label=None if found.count() == 1 else _("chọn đại hội của cấp trên"),
        )
        return ["unit", "congress"]


def project_facts(task: Task) -> dict[str, Any]:
    """Return what the form shows of a project."""
    sheet = task.celebration
    of_task = {"title", "due_on", "detail"}
    shown = {
        each.name: getattr(task if each.name in of_task else sheet, each.name)
        for each in fields(ProjectFacts)
    }
    return shown | {"version": task.version}


class PlaqueForm(BareForm):
    """What a plaque says, and since when it hangs there."""

    plaque = forms.CharField(
        label=gettext_lazy("Nội dung biển"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Đúng như khắc trên biển."),
    )
    plaque_on = DayField(label=gettext_lazy("Ngày gắn biển"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_plaque_on(self) -> date:
        day: date = self.cleaned_data["plaque_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày gắn biển không được sau hôm nay."))
        return day
