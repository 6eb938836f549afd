"""What people type when a unit is founded, put right, or changes by a decision."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import organisation
from core.access.rights import Right
from core.forms.look import DayField, helper
from core.forms.units.choosing import UnitCodeField
from core.models import Unit, UnitKind, User
from core.vietnamese import names


def name_field(**options: Any) -> forms.CharField:
    """Return the field for a unit's name."""
    options.setdefault("label", gettext_lazy("Tên tổ chức"))
    options.setdefault("help_text", gettext_lazy("Viết đủ: Đảng bộ xã Khe Vàng."))
    return forms.CharField(max_length=organisation.NAME, **options)


def code_field(**options: Any) -> forms.CharField:
    """Return the field for a unit's code."""
    options.setdefault("label", gettext_lazy("Mã"))
    options.setdefault(
        "help_text",
        gettext_lazy("Chữ, số, dấu chấm, gạch nối; không trùng tổ chức khác."),
    )
    return forms.CharField(max_length=40, **options)


def number_field() -> forms.IntegerField:
    """Return the field for the number of a unit's last congress."""
    return forms.IntegerField(
        label=gettext_lazy("Đại hội gần nhất là lần thứ"),
        required=False,
        min_value=1,
        max_value=399,
        help_text=gettext_lazy(
            "Để trống nếu chưa có đại hội nào: đại hội tới là lần thứ nhất."
        ),
    )


def founded_field() -> DayField:
    """Return the field for the day a unit was founded."""
    return DayField(label=gettext_lazy("Thành lập ngày"), required=False)


def kind_choices(
    above: Unit | None, below: Iterable[Unit] = (), *, on: date | None = None
) -> list[Any]:
    """Return the kinds between the unit above and those beneath, highest first.

    What was abolished by that day is left out; what was abolished since stands last
    and says so. Without a day all of them are there.
    """
    kinds = UnitKind.objects.select_related("level").order_by("level__rank", "name")
    ranks = [child.kind.level.rank for child in below]
    fitting = [
        kind
        for kind in kinds
        if (on is None or kind.abolished_on is None or on < kind.abolished_on)
        and (above is None or kind.level.rank > above.kind.level.rank)
        and (not ranks or kind.level.rank < min(ranks))
    ]
    fitting.sort(key=lambda kind: kind.abolished_on is not None)
    return [("", "---------"), *((kind.pk, _as_choice(kind)) for kind in fitting)]


def day_typed(form: forms.Form) -> date:
    """Return from which day something is to hold, as far as it was typed; else today.

    Asked before the form is cleaned, for what it may offer.
    """
    try:
        day: date | None = DayField(required=False).clean(form.data.get("on", ""))
    except forms.ValidationError:
        day = None
    return day or timezone.localdate()


def _as_choice(kind: UnitKind) -> str:
    if kind.abolished_on is None:
        return str(kind)
    return _("%(kind)s (đã bỏ)") % {"kind": kind}


def add_faults(form: forms.Form, faults: Iterable[organisation.Fault]) -> None:
    """Show each fault beside its field."""
    for field, fault in faults:
        if field in form.fields and field not in form.errors:
            form.add_error(field, str(organisation.sentence(fault)))


class _Particulars(forms.Form):
    """Code, name, founding and number, held to the rules."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for field in ("name", "code"):
            cleaned[field] = names.clean(cleaned.get(field) or "")
        faults = organisation.faults_of_words(
            code=cleaned["code"],
            name=cleaned["name"],
            founded_on=cleaned.get("founded_on"),
            congress_number=cleaned.get("congress_number"),
        )
        add_faults(self, faults)
        day: date | None = cleaned.get("founded_on")
        if day is not None and day > timezone.localdate():
            self.add_error("founded_on", _("Ngày thành lập ở tương lai."))
        return cleaned


class FoundForm(_Particulars):
    """A unit to be founded beneath another."""

    name = name_field()
    code = code_field()
    kind = forms.ChoiceField(label=gettext_lazy("Loại"))
    founded_on = founded_field()
    congress_number = number_field()

    def __init__(self, parent: Unit | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices(parent)  # type: ignore[attr-defined] # a ChoiceField
        self.helper = helper(_("Lập tổ chức"))


class CorrectForm(_Particulars):
    """What was written wrong of a unit."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = name_field(
        help_text=gettext_lazy(
            "Chỉ sửa khi ghi sai. Đổi tên theo quyết định thì dùng Đổi tên."
        )
    )
    code = code_field()
    founded_on = founded_field()
    congress_number = number_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Lưu"))


class DecisionForm(forms.Form):
    """From which day and by which paper something holds; which version was seen."""

    button = gettext_lazy("Ghi")
    needs_paper = False  # what cannot be undone rests on a paper

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = DayField(label=gettext_lazy("Có hiệu lực từ ngày"))
    paper = forms.CharField(
        label=gettext_lazy("Theo quyết định"),
        required=False,
        max_length=200,
        error_messages={
            "required": gettext_lazy("Hãy ghi số, ký hiệu và ngày của quyết định.")
        },
        help_text=gettext_lazy(
            "Số, ký hiệu, ngày, cơ quan ban hành: Quyết định số 12-QĐ/TU, ngày "
            "20/6/2025 của Ban Thường vụ Tỉnh ủy."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in ("on", "paper")])
        self.fields["paper"].required = self.needs_paper
        self.helper = helper(self.button)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("Ngày ở tương lai. Hãy ghi vào cổng khi đã đến ngày đó.")
            )
        return day


class RenameForm(DecisionForm):
    """The name a unit gets by a decision."""

    button = gettext_lazy("Đổi tên")

    name = name_field(label=gettext_lazy("Tên mới"))

    def clean_name(self) -> str:
        return names.clean(self.cleaned_data["name"])


class MoveForm(DecisionForm):
    """Beneath which unit another is to lie."""

    button = gettext_lazy("Chuyển")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = UnitCodeField(
            user, Right.UNIT_KEEP, label=gettext_lazy("Về trực thuộc")
        )
        self.order_fields(["version", "parent", "on", "paper"])


class ReclassForm(DecisionForm):
    """Of which kind a unit is to be."""

    button = gettext_lazy("Chuyển loại")

    kind = forms.ChoiceField(label=gettext_lazy("Loại mới"))

    def __init__(
        self, unit: Unit, children: Iterable[Unit], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = kind_choices(unit.parent, children, on=day_typed(self))
        self.fields["kind"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            each for each in choices if each[0] != unit.kind_id
        ]


class DissolveForm(DecisionForm):
    """From which day a unit is no more."""

    button = gettext_lazy("Giải thể")
    needs_paper = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.inputs[0].field_classes = "btn btn-danger"
