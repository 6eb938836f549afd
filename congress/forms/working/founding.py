"""What the decision that founds a body says, and who is in it."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congress.forms.seen import SeenForm
from congress.forms.texts import LongText
from congress.labels.working_bodies import CUSTOMARY_DUTIES, CUSTOMARY_NAMES
from congress.models import (
    BodyField,
    BodyForm,
    BodyPart,
    Congress,
    WorkingBody,
)
from congress.rules.customary_bodies import CUSTOMARY
from congress.services.working import BodyFacts
from core.access.rights import Right
from core.forms.look import BareForm, DayField
from core.forms.units import UnitCodeField
from core.models import Unit, User


class WorkingBodyForm(SeenForm):
    """A sub-committee, task force or help team."""

    form = forms.ChoiceField(label=_("Loại"), choices=BodyForm.choices)
    field = forms.ChoiceField(
        label=_("Lĩnh vực"),
        choices=BodyField.choices,
        help_text=_("Việc của tiểu ban nhân sự chỉ người có quyền riêng xem được."),
    )
    name = forms.CharField(label=_("Tên"), max_length=200)
    congress = forms.ModelChoiceField(
        label=_("Phục vụ đại hội"),
        queryset=Congress.objects.none(),
        required=False,
        empty_label=_("không gắn với đại hội nào"),
    )
    helps = forms.ModelChoiceField(
        label=_("Giúp việc cho"),
        queryset=WorkingBody.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("Chỉ ghi với tổ giúp việc."),
    )
    decision_number = forms.CharField(
        label=_("Số quyết định"), max_length=60, required=False
    )
    decided_on = DayField(label=_("Ngày quyết định"))
    duties = LongText(label=_("Nhiệm vụ"), required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        congress: Any = self.fields["congress"]
        congress.queryset = (
            Congress.objects.filter(unit=unit)
            .select_related("unit", "term")
            .order_by("-opens_on", "pk")
        )
        helps: Any = self.fields["helps"]
        helps.queryset = (
            WorkingBody.objects.filter(unit=unit, ended_on__isnull=True)
            .exclude(form=BodyForm.HELP_TEAM)
            .order_by("sort_key", "pk")
        )
        self.helper.layout = Layout(
            Row(Column("form"), Column("field")),
            "name",
            Row(Column("decision_number"), Column("decided_on")),
            Row(Column("congress"), Column("helps")),
            "duties",
            "version",
            "seen",
        )

    def said(self) -> BodyFacts:
        """Return what was typed."""
        return BodyFacts(**{name: self.cleaned_data[name] for name in self.own})


def body_facts(body: WorkingBody) -> dict[str, Any]:
    """Return what the form shows of a body."""
    names = BodyFacts.__dataclass_fields__
    return {name: getattr(body, name) for name in names} | {"version": body.version}


class OfUnitForm(BareForm):
    """Whose body it is to be."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitCodeField(
            user, Right.WORK_KEEP, prefilled=True, label=_("Của tổ chức")
        )

    def unit(self) -> Unit:
        """Return the unit."""
        found: Unit = self.cleaned_data["unit"]
        return found


class CustomaryForm(BareForm):
    """The customary sub-committees of a congress, each to be taken or left."""

    decision_number = forms.CharField(
        label=_("Số quyết định"), max_length=60, required=False
    )
    decided_on = DayField(label=_("Ngày quyết định"))

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: list[Any] = []
        for code in CUSTOMARY:
            self.fields[f"take_{code}"] = forms.BooleanField(
                label=CUSTOMARY_NAMES[code],
                required=False,
                initial=code not in taken,
            )
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Tên trong quyết định"),
                max_length=200,
                initial=CUSTOMARY_NAMES[code],
            )
            self.fields[f"duties_{code}"] = LongText(
                label=_("Nhiệm vụ"),
                required=False,
                rows=3,
                initial=CUSTOMARY_DUTIES[code],
            )
            rows += [f"take_{code}", f"name_{code}", f"duties_{code}"]
        self.helper.layout = Layout(
            Row(Column("decision_number"), Column("decided_on")), *rows
        )

    def chosen(self) -> list[tuple[str, str, str]]:
        """Return field, name and duties of each that was taken."""
        said = self.cleaned_data
        return [
            (code, said[f"name_{code}"], said[f"duties_{code}"])
            for code in CUSTOMARY
            if said[f"take_{code}"]
        ]


class EndForm(BareForm):
    """Since when something is no more."""

    on = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày này không được sau hôm nay."))
        return day


class MemberForm(BareForm):
    """Somebody who joins; his name is not typed where he is of the register."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, required=False)
    post = forms.CharField(label=_("Chức vụ, đơn vị"), max_length=200, required=False)
    part = forms.ChoiceField(
        label=_("Chức danh trong tiểu ban, tổ"), choices=BodyPart.choices
    )
    username = forms.CharField(
        label=_("Tài khoản trên cổng"),
        max_length=60,
        required=False,
        help_text=_(
            "Tên đăng nhập. Người có tài khoản làm việc được trên trang của tiểu ban, "
            "tổ này và chỉ ở đây; thôi thì hết quyền."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    from_on = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].initial = BodyPart.MEMBER.value
        if is_known:
            del self.fields["full_name"]
        self.helper.layout = Layout(
            *([] if is_known else ["full_name"]),
            "post",
            Row(Column("part"), Column("from_on")),
            "username",
        )


class PartForm(BareForm):
    """What somebody is in a body."""

    part = forms.ChoiceField(
        label=_("Chức danh trong tiểu ban, tổ"), choices=BodyPart.choices
    )
    post = forms.CharField(label=_("Chức vụ, đơn vị"), max_length=200, required=False)


class PlanForm(BareForm):
    """The work plan of a body: what it is called and how long it runs."""

    title = forms.CharField(label=_("Tên kế hoạch"), max_length=300)
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến ngày"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày kết thúc không được trước ngày bắt đầu."))
        return cleaned
