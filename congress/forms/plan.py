"""What people type about plans: one thing to do, that it is done, templates."""

from typing import Any

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress import labels, queries
from congress.forms.seen import SeenForm
from congress.models import Congress, Milestone, Phase, PlanTemplate, TemplateItem
from congress.models.plan import ANCHORS
from congress.services import Doing, Duty
from core.access.rights import ROLE_LABELS, Right, Role
from core.forms.look import BareForm, DayField, bare_helper
from core.forms.units import UnitCodeField
from core.models import Level, User

_TITLE = gettext_lazy("Việc")
_EVIDENCE = gettext_lazy("Phải có minh chứng khi xong")
# Nothing is typed of how personnel were cleared: that it is done is all that is told.
UNTOLD = "personnel_cleared"


class PlanForm(BareForm):
    """Which template a plan is made from."""

    template = forms.ModelChoiceField(
        label=gettext_lazy("Mẫu kế hoạch"),
        queryset=PlanTemplate.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một mẫu.")},
    )

    def __init__(
        self, *args: Any, templates: QuerySet[PlanTemplate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["template"]
        field.queryset = templates
        field.label_from_instance = lambda each: f"{each.title} – {each.unit.name}"
        if not self.is_bound:
            field.initial = templates.first()


class MilestoneForm(SeenForm):
    """What may be changed of something to do."""

    title = forms.CharField(label=_TITLE, max_length=300)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Người phụ trách"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("chưa giao cho ai"),
    )
    due_on = DayField(label=gettext_lazy("Hạn"), required=False)

    def __init__(
        self,
        *args: Any,
        congress: Congress,
        milestone: Milestone | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        owners: Any = self.fields["owner"]
        owners.queryset = queries.plans.possible_owners(congress)
        if milestone is not None and milestone.is_bound:
            del self.fields["due_on"]
        elif milestone is not None and milestone.item_id:
            self.fields["due_on"].help_text = _(
                "Để trống: lấy lại hạn theo mẫu (%(timing)s)."
            ) % {"timing": labels.timing_words(milestone.timing)}
        self.helper.layout = Layout(*(Field(name) for name in self.fields))

    def doing(self) -> Doing:
        """Return what was typed."""
        said = self.cleaned_data
        return Doing(
            title=said["title"], owner=said["owner"], due_on=said.get("due_on")
        )


def milestone_facts(milestone: Milestone) -> dict[str, Any]:
    """Return what the form shows of something to do."""
    names = ("title", "owner", "due_on", "version")
    return {name: getattr(milestone, name) for name in names}


class AddMilestoneForm(BareForm):
    """Something that only this congress has to do."""

    title = forms.CharField(label=_TITLE, max_length=300)
    phase = forms.ChoiceField(label=gettext_lazy("Phần"), choices=Phase.choices)
    due_on = DayField(label=gettext_lazy("Hạn"), required=False)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Người phụ trách"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("chưa giao cho ai"),
    )
    needs_evidence = forms.BooleanField(label=_EVIDENCE, required=False)

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners: Any = self.fields["owner"]
        owners.queryset = queries.plans.possible_owners(congress)

    def doing(self) -> Doing:
        """Return what was typed."""
        return Doing(**self.cleaned_data)


class DoneForm(BareForm):
    """That something is done, since when, and where that can be seen."""

    done_on = DayField(label=gettext_lazy("Xong ngày"))
    evidence = forms.CharField(
        label=gettext_lazy("Minh chứng"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Số, ngày văn bản, hoặc nơi lưu."),
    )
    out_of_order = forms.BooleanField(
        label=gettext_lazy("Việc trước chưa xong; vẫn ghi việc này đã xong"),
        required=False,
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if milestone.after is None or milestone.after.done_on is not None:
            del self.fields["out_of_order"]
        if milestone.code == UNTOLD:
            del self.fields["evidence"]


class TemplateTitleForm(SeenForm):
    """What a template is called, and whether its level waits for the pilots."""

    title = forms.CharField(label=gettext_lazy("Tên mẫu"), max_length=200)
    after_pilots = forms.BooleanField(
        label=gettext_lazy("Đại hội cấp này họp sau khi có bài học của đại hội điểm"),
        required=False,
        help_text=gettext_lazy("Nơi nào khai mạc sớm hơn thì cổng nhắc, không chặn."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*(Field(name) for name in self.fields))


class CopyForm(BareForm):
    """Whose a copy of a template is, and what it is called."""

    unit: Any
    title = forms.CharField(label=gettext_lazy("Tên mẫu"), max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = UnitCodeField(
            user, Right.CONGRESS_KEEP, prefilled=True, label=_("Mẫu của tổ chức")
        )
        self.fields = {"unit": unit, **self.fields}


class NewTemplateForm(CopyForm):
    """A template that is begun."""

    level = forms.ModelChoiceField(
        label=gettext_lazy("Dùng cho đại hội cấp"),
        queryset=Level.objects.order_by("rank"),
        error_messages={"required": gettext_lazy("Hãy chọn một cấp.")},
    )
    begins = forms.ChoiceField(
        label=gettext_lazy("Bắt đầu từ"),
        choices=[
            ("customary", gettext_lazy("các việc thường có, sửa lại sau")),
            ("empty", gettext_lazy("mẫu trống")),
        ],
        widget=forms.RadioSelect,
        initial="customary",
    )


class ItemForm(SeenForm):
    """Something that every congress of the level has to do."""

    title = forms.CharField(label=_TITLE, max_length=300)
    phase = forms.ChoiceField(label=gettext_lazy("Phần"), choices=Phase.choices)
    owner_role = forms.ChoiceField(
        label=gettext_lazy("Ai làm"),
        required=False,
        choices=[("", "–"), *((role.value, ROLE_LABELS[role]) for role in Role)],
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("Hạn theo quy định"),
        required=False,
        choices=[
            ("", gettext_lazy("không; đặt hạn ở dưới")),
            *labels.BOUND_TO.items(),
        ],
        help_text=gettext_lazy(
            "Chọn một quy định thì hạn tính theo quy định ấy, các ô ở dưới không dùng."
        ),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Số ngày"), min_value=0, max_value=2000, required=False
    )
    in_working_days = forms.BooleanField(
        label=gettext_lazy("ngày làm việc"), required=False
    )
    anchor = forms.ChoiceField(
        label=gettext_lazy("Tính từ"), choices=ANCHORS, required=False
    )
    fixed_day = DayField(label=gettext_lazy("Ngày cố định"), required=False)
    after = forms.ModelChoiceField(
        label=gettext_lazy("Sau khi xong việc"),
        queryset=TemplateItem.objects.none(),
        required=False,
        empty_label="–",
    )
    needs_evidence = forms.BooleanField(label=_EVIDENCE, required=False)

    def __init__(
        self,
        *args: Any,
        template: PlanTemplate,
        item: TemplateItem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        before: Any = self.fields["after"]
        others = queries.plans.items(template)
        before.queryset = others.exclude(pk=item.pk) if item else others
        self.helper = bare_helper()
        self.helper.layout = Layout(
            "title",
            Row(Column("phase"), Column("owner_role")),
            "rule",
            Row(Column("days"), Column("anchor")),
            "in_working_days",
            "fixed_day",
            "after",
            "needs_evidence",
            "version",
            "seen",
        )

    def task(self) -> Duty:
        """Return what was typed."""
        said = {name: self.cleaned_data[name] for name in self.own}
        said["days"] = said["days"] or 0
        said["anchor"] = said["anchor"] or ANCHORS[0][0]
        return Duty(**said)


def item_facts(item: TemplateItem, version: int) -> dict[str, Any]:
    """Return what the form shows of an item, at that version of its template."""
    names = (
        *("title", "phase", "owner_role", "rule", "days", "in_working_days"),
        *("anchor", "fixed_day", "after", "needs_evidence"),
    )
    return {name: getattr(item, name) for name in names} | {"version": version}
