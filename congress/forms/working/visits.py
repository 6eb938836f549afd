"""What people type about visits to units and rounds of them."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from congress.forms.seen import SeenForm
from congress.forms.texts import LONG, LongText
from congress.models import BodyMember, Visit, VisitMode, VisitRound, WorkingBody
from congress.services.working import Reported, RoundFacts, VisitFacts
from core.forms.look import DayField
from core.forms.units import unit_meant
from core.models import Unit
from core.queries import written

_MANY = 1_000_000


class UnitBeneathField(forms.CharField):
    """A living unit beneath one, by its code, its name or words of it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Đơn vị"))
        options.setdefault(
            "help_text", _("Gõ mã hoặc một phần tên, không dấu cũng được.")
        )
        super().__init__(max_length=260, **options)
        self._units = Unit.objects.none()

    def lies_beneath(self, above: Unit) -> None:
        """Say beneath which unit it has to lie."""
        self._units = Unit.objects.filter(
            scope__path__descendants_of=above.scope.path, dissolved_on__isnull=True
        ).exclude(pk=above.pk)

    def prepare_value(self, value: Any) -> Any:
        """Show a unit as its code and name."""
        return written(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Any:
        """Return the unit that was meant."""
        typed = super().clean(value)
        unknown = _("Không có đơn vị nào mang mã hay tên này bên dưới tổ chức của bạn.")
        return unit_meant(
            self._units.select_related("scope"), typed, unknown=str(unknown)
        )


class VisitForm(SeenForm):
    """Who goes where, when and what for."""

    unit = UnitBeneathField()
    member = forms.ModelChoiceField(
        label=_("Người đi"),
        queryset=BodyMember.objects.none(),
        required=False,
        empty_label=_("chưa phân công"),
    )
    mode = forms.ChoiceField(label=_("Hình thức"), choices=VisitMode.choices)
    planned_on = DayField(label=_("Ngày dự kiến"), required=False)
    purpose = forms.CharField(label=_("Nội dung"), max_length=400, required=False)

    def __init__(self, *args: Any, body: WorkingBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.lies_beneath(body.unit)
        member: Any = self.fields["member"]
        member.queryset = BodyMember.objects.filter(
            body=body, until_on__isnull=True
        ).order_by("sort_key", "pk")
        self.helper.layout = Layout(
            "unit",
            Row(Column("member"), Column("mode")),
            "planned_on",
            "purpose",
            "version",
            "seen",
        )

    def said(self) -> VisitFacts:
        """Return what was typed."""
        return VisitFacts(**{name: self.cleaned_data[name] for name in self.own})


def visit_facts(visit: Visit) -> dict[str, Any]:
    """Return what the form shows of a visit."""
    names = VisitFacts.__dataclass_fields__
    return {name: getattr(visit, name) for name in names} | {"version": visit.version}


class ReportForm(SeenForm):
    """What was seen at a unit."""

    held_on = DayField(label=_("Ngày đi, ngày dự"))
    invited = forms.IntegerField(
        label=_("Đảng viên được triệu tập"),
        required=False,
        min_value=0,
        max_value=_MANY,
    )
    present = forms.IntegerField(
        label=_("Đảng viên có mặt"), required=False, min_value=0, max_value=_MANY
    )
    # Not ``seen``: that is what the form itself saw.
    observed = LongText(label=_("Tình hình ghi nhận"), most=10_000, rows=8)
    requests = LongText(
        label=_("Kiến nghị của đơn vị"), most=LONG, rows=4, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "held_on",
            Row(Column("invited"), Column("present")),
            "observed",
            "requests",
            "version",
            "seen",
        )

    def said(self) -> Reported:
        """Return what was typed."""
        said = self.cleaned_data
        return Reported(
            held_on=said["held_on"],
            invited=said["invited"],
            present=said["present"],
            seen=said["observed"],
            requests=said["requests"],
        )


def report_facts(visit: Visit) -> dict[str, Any]:
    """Return what the form shows of a report."""
    return {
        "held_on": visit.held_on or visit.planned_on,
        "invited": visit.invited,
        "present": visit.present,
        "observed": visit.seen,
        "requests": visit.requests,
        "version": visit.version,
    }


class RoundForm(SeenForm):
    """What a round is for, and when."""

    title = forms.CharField(
        label=_("Tên đợt"),
        max_length=200,
        help_text=_("Ví dụ: Dự sinh hoạt chi bộ trực tuyến tháng 9."),
    )
    mode = forms.ChoiceField(label=_("Hình thức"), choices=VisitMode.choices)
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến ngày"))
    asks = LongText(label=_("Cần tìm hiểu"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "title",
            "mode",
            Row(Column("starts_on"), Column("ends_on")),
            "asks",
            "version",
            "seen",
        )

    def said(self) -> RoundFacts:
        """Return what was typed."""
        return RoundFacts(**{name: self.cleaned_data[name] for name in self.own})


def round_facts(row: VisitRound) -> dict[str, Any]:
    """Return what the form shows of a round."""
    names = RoundFacts.__dataclass_fields__
    return {name: getattr(row, name) for name in names} | {"version": row.version}
