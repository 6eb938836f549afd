"""Entering a congress, changing it, and the meetings it leads to."""

from typing import Any

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.models import BodyKind, Congress, CongressKind, Content
from congress.services import Arrangements
from core.access.rights import Right
from core.forms.look import DayField
from core.forms.units import UnitCodeField
from core.models import Unit, User

_FIRST, _LAST = 1930, 2200


class ArrangementsForm(SeenForm):
    """When and where a congress is held, and what it does."""

    place = forms.CharField(
        label=gettext_lazy("Địa điểm"), max_length=200, required=False
    )
    preparatory_on = DayField(
        label=gettext_lazy("Phiên trù bị"),
        required=False,
        help_text=gettext_lazy(
            "Để trống nếu không có. Phiên chính thức khai mạc ở ngày kế bên."
        ),
    )
    opens_on = DayField(label=gettext_lazy("Khai mạc"))
    closes_on = DayField(label=gettext_lazy("Bế mạc"))
    contents = forms.MultipleChoiceField(
        label=gettext_lazy("Nội dung"),
        choices=Content.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một nội dung.")},
    )
    designated = forms.BooleanField(
        label=gettext_lazy("Cấp ủy và đoàn đại biểu do cấp trên chỉ định"),
        required=False,
        help_text=gettext_lazy(
            "Khi sáp nhập, hợp nhất, mới lập: đại hội không bầu mà công bố quyết định."
        ),
    )

    is_pilot = forms.BooleanField(
        label=gettext_lazy("Đại hội điểm"),
        required=False,
        help_text=gettext_lazy("Họp trước, ghi bài học cho các nơi còn lại."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*self.first_fields(), *_ARRANGEMENTS)

    def first_fields(self) -> list[Any]:
        """Return what stands above the arrangements."""
        return []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("Ngày bế mạc phải từ ngày khai mạc trở đi."))
        prepares = cleaned.get("preparatory_on")
        if prepares and opens and prepares > opens:
            self.add_error(
                "preparatory_on",
                _(
                    "Phiên trù bị họp trước phiên chính thức: ngày này không được sau "
                    "ngày khai mạc."
                ),
            )
        elects = {Content.COMMITTEE.value, Content.DELEGATES.value}
        if cleaned.get("designated") and elects & set(cleaned.get("contents", ())):
            self.add_error(
                "contents",
                _(
                    "Đã chỉ định thì đại hội không bầu: hãy bỏ hai nội dung bầu, hoặc "
                    "bỏ chọn ô chỉ định."
                ),
            )
        return cleaned

    def arrangements(self) -> Arrangements:
        """Return what was typed."""
        return Arrangements(
            place=self.cleaned_data["place"].strip(),
            opens_on=self.cleaned_data["opens_on"],
            closes_on=self.cleaned_data["closes_on"],
            contents=self.cleaned_data["contents"],
            designated=self.cleaned_data["designated"],
            is_pilot=self.cleaned_data["is_pilot"],
            preparatory_on=self.cleaned_data["preparatory_on"],
        )


_ARRANGEMENTS = (
    Field("place"),
    Row(Column("preparatory_on"), Column("opens_on"), Column("closes_on")),
    Field("contents"),
    Field("designated"),
    Field("is_pilot"),
    Field("version"),
    Field("seen"),
)


def arrangements_of(congress: Congress) -> dict[str, Any]:
    """Return what the form shows of a congress."""
    names = (
        *("place", "preparatory_on", "opens_on", "closes_on", "contents"),
        *("designated", "is_pilot", "version"),
    )
    return {name: getattr(congress, name) for name in names}


class ConveneForm(ArrangementsForm):
    """A congress that is entered."""

    unit: Any
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại đại hội"), choices=CongressKind.choices
    )
    number = forms.IntegerField(
        label=gettext_lazy("Lần thứ"),
        min_value=1,
        max_value=399,
        required=False,
        help_text=gettext_lazy(
            "Để trống: lấy số tiếp theo đại hội gần nhất ghi ở tổ chức."
        ),
    )
    first_year = forms.IntegerField(
        label=gettext_lazy("Nhiệm kỳ từ năm"), min_value=_FIRST, max_value=_LAST
    )
    last_year = forms.IntegerField(
        label=gettext_lazy("Nhiệm kỳ đến năm"), min_value=_FIRST, max_value=_LAST
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = UnitCodeField(user, Right.CONGRESS_KEEP, prefilled=True)
        self.fields = {"unit": unit, **self.fields}

    def first_fields(self) -> list[Any]:
        return [
            Field("unit"),
            Row(Column("kind"), Column("number")),
            Row(Column("first_year"), Column("last_year")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last <= first:
            self.add_error("last_year", _("Năm cuối phải sau năm đầu."))
        unit: Unit | None = cleaned.get("unit")
        if unit and "number" not in self.errors and not cleaned.get("number"):
            if unit.congress_number and unit.congress_number < 399:
                cleaned["number"] = unit.congress_number + 1
            else:
                self.add_error(
                    "number",
                    _("Tổ chức này chưa ghi số đại hội gần nhất. Hãy ghi lần thứ."),
                )
        return cleaned


class BodyForm(forms.Form):
    """A meeting that votes besides the congress."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hội nghị"),
        choices=[
            (kind.value, kind.label)
            for kind in (BodyKind.COMMITTEE, BodyKind.INSPECTION)
        ],
        widget=forms.RadioSelect,
        initial=BodyKind.COMMITTEE.value,
    )
