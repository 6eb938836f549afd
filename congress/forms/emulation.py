"""What people type about a movement, its targets, and what was reached of them."""

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.models import Congress, Emulation
from congress.queries import emulation as queries
from congress.queries.emulation import Cell
from congress.queries.tasks import congresses_of
from congress.services.emulation import (
    TARGETS_MOST,
    EmulationFacts,
    Reached,
    TargetFacts,
    targets_said,
)
from core.forms.look import BareForm, DayField
from core.models import Unit
from core.vietnamese import names, numbers

_AMOUNT: Final = re.compile(r"\d{1,12}|\d{1,3}(\.\d{3}){1,3}")
_LESS: Final = ("thap", "cang thap cang tot", "low")  # as names.fold writes it
_PARTS: Final = 4


def amount(typed: str) -> Decimal | None:
    """Read a number as Vietnamese writes it: 1.250,5; nothing where it is none."""
    whole, comma, rest = typed.replace(" ", "").partition(",")
    if not _AMOUNT.fullmatch(whole) or (comma and not re.fullmatch(r"\d{1,2}", rest)):
        return None
    return Decimal(f"{whole.replace('.', '')}.{rest or 0}")


class AmountField(forms.CharField):
    """A number that is not less than nothing, with a comma before its fraction."""

    default_error_messages = {
        "amount": gettext_lazy("Hãy ghi một số không âm, ví dụ 1.250 hoặc 12,5."),
    }

    def clean(self, value: Any) -> Any:
        """Return the number; nothing where nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        found = amount(typed)
        if found is None:
            raise forms.ValidationError(self.error_messages["amount"], code="amount")
        return found


class EmulationForm(SeenForm):
    """What a unit calls for, with targets of which each is one line."""

    title = forms.CharField(
        label=gettext_lazy("Phong trào, đợt thi đua"), max_length=300
    )
    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu văn bản"), max_length=60, required=False
    )
    congress = forms.ModelChoiceField(
        label=gettext_lazy("Chào mừng"),
        queryset=Congress.objects.none(),
        required=False,
        empty_label=gettext_lazy("không gắn với đại hội"),
    )
    starts_on = DayField(label=gettext_lazy("Từ ngày"))
    ends_on = DayField(label=gettext_lazy("Đến ngày"))
    appeal = forms.CharField(
        label=gettext_lazy("Nội dung phát động"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    targets = forms.CharField(
        label=gettext_lazy("Chỉ tiêu, mỗi dòng một chỉ tiêu"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Tên | mức giao | đơn vị tính. Ví dụ: Thu nhập bình quân | 36,5 | triệu "
            "đồng. Thêm “| thấp” nếu càng thấp càng tốt: Hộ nghèo | 12 | % | thấp."
        ),
    )

    def __init__(
        self, *args: Any, unit: Unit, calls: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        congresses: Any = self.fields["congress"]
        congresses.queryset = congresses_of(unit)
        self._beneath = {
            str(each.pk): each
            for each in (queries.units_beneath(unit) if calls else [])
        }
        if calls:
            self.fields["units"] = forms.MultipleChoiceField(
                label=_("Đơn vị tham gia"),
                choices=[(key, each.name) for key, each in self._beneath.items()],
                initial=list(self._beneath),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Hãy chọn ít nhất một đơn vị.")},
            )
        self.note_seen()
        self.helper.layout = Layout(
            "title",
            Row(Column("number"), Column("congress")),
            Row(Column("starts_on"), Column("ends_on")),
            "appeal",
            "targets",
            *(["units"] if calls else []),
            "version",
            "seen",
        )

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of the movement itself."""
        return [name for name in super().own if name != "units"]

    def clean_targets(self) -> str:
        """Refuse lines that are no targets, each by its number."""
        lines = [
            names.clean(line) for line in self.cleaned_data["targets"].splitlines()
        ]
        kept = [line for line in lines if line]
        if len(kept) > TARGETS_MOST:
            raise forms.ValidationError(
                _("Hãy ghi từ 1 đến %(most)s chỉ tiêu.") % {"most": TARGETS_MOST}
            )
        odd = [number for number, line in enumerate(kept, 1) if not _target(line)]
        if odd:
            raise forms.ValidationError(
                _("Dòng %(lines)s chưa đúng: tên | mức giao | đơn vị tính.")
                % {"lines": ", ".join(map(str, odd))}
            )
        return "\n".join(kept)

    def facts(self) -> EmulationFacts:
        """Return what was typed."""
        named = {each.name for each in fields(EmulationFacts)}
        return EmulationFacts(
            **{name: self.cleaned_data[name] for name in self.own if name in named}
        )

    def targets_typed(self) -> list[TargetFacts]:
        """Return the targets."""
        lines = str(self.cleaned_data["targets"]).splitlines()
        return [made for line in lines if (made := _target(line))]

    def units(self) -> list[Unit]:
        """Return the units that are called."""
        return [self._beneath[key] for key in self.cleaned_data["units"]]


def _target(line: str) -> TargetFacts | None:
    parts = [names.clean(part) for part in line.split("|")]
    if len(parts) == _PARTS - 1:
        parts.append("")
    if len(parts) != _PARTS:
        return None
    title, planned, measure, less = parts
    number = amount(planned)
    fits = 0 < len(title) <= 300 and 0 < len(measure) <= 60
    if number is None or not fits or (less and names.fold(less) not in _LESS):
        return None
    return TargetFacts(
        title=title, measure=measure, planned=number, more_is_better=not less
    )


def emulation_facts(emulation: Emulation) -> dict[str, Any]:
    """Return what the form shows of a movement."""
    shown = {
        each.name: getattr(emulation, each.name) for each in fields(EmulationFacts)
    }
    lines = [
        " | ".join(
            [
                each.title,
                numbers.amount(each.planned),
                each.measure,
                *([] if each.more_is_better else ["thấp"]),
            ]
        )
        for each in targets_said(emulation)
    ]
    return shown | {"targets": "\n".join(lines), "version": emulation.version}


class ResultForm(BareForm):
    """What one unit reached of each target; what is left empty is not reported."""

    def __init__(self, *args: Any, cells: tuple[Cell, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layout: list[Any] = []
        self._keys: list[UUID] = []
        for cell in cells:
            target, key = cell.target, str(cell.target.pk)
            self._keys.append(target.pk)
            known = cell.result
            self.fields[f"so-{key}"] = AmountField(
                label=_("%(title)s, mức giao %(planned)s %(measure)s")
                % {
                    "title": target.title,
                    "planned": numbers.amount(target.planned),
                    "measure": target.measure,
                },
                required=False,
                max_length=20,
                initial=numbers.amount(known.actual) if known else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            self.fields[f"ghi-{key}"] = forms.CharField(
                label=_("Ghi chú, nguyên nhân"),
                required=False,
                max_length=400,
                initial=known.note if known else "",
            )
            layout.append(Row(Column(f"so-{key}"), Column(f"ghi-{key}")))
        self.helper.layout = Layout(*layout)

    def said(self) -> dict[UUID, Reached]:
        """Return what was typed, by target."""
        found = {}
        for key in self._keys:
            actual = self.cleaned_data[f"so-{key}"]
            if actual is not None:
                note = self.cleaned_data[f"ghi-{key}"]
                found[key] = Reached(actual=actual, note=note)
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for key in self._keys:
            if found.get(f"ghi-{key}") and found.get(f"so-{key}", 0) is None:
                self.add_error(f"so-{key}", _("Hãy ghi số thực hiện."))
        return found


class ConcludeForm(BareForm):
    """What came of a movement."""

    conclusion = forms.CharField(
        label=gettext_lazy("Kết quả tổng kết"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    ended_on = DayField(label=gettext_lazy("Ngày tổng kết"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày tổng kết không được sau hôm nay."))
        return day
