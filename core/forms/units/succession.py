"""What people type when units merge or split."""

from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import organisation
from core.access.rights import Right
from core.forms.units.acts import (
    DecisionForm,
    add_faults,
    code_field,
    day_typed,
    kind_choices,
    name_field,
    number_field,
)
from core.forms.units.choosing import UnitCodeField, UnitCodesField
from core.models import Unit, User
from core.services import NewUnit
from core.vietnamese import names

EXISTING: Final = "existing"
NEW: Final = "new"
ITSELF: Final = "itself"


# Kinds that were abolished are offered for a day on which they were there.
FORMER_KINDS: Final = gettext_lazy(
    "Loại đã bỏ (như huyện) chỉ hiện khi ngày có hiệu lực ở dưới là trước ngày bỏ: ghi "
    "ngày, bấm tiếp, rồi chọn ở đây."
)


class MergeForm(DecisionForm):
    """Which units merge with this one, and into which."""

    needs_paper = True

    into = forms.ChoiceField(
        label=gettext_lazy("Hình thức"),
        choices=(
            (EXISTING, gettext_lazy("sáp nhập vào một tổ chức đang có")),
            (NEW, gettext_lazy("hợp nhất thành một tổ chức mới")),
        ),
        initial=EXISTING,
        widget=forms.RadioSelect,
    )
    name = name_field(label=gettext_lazy("Tên tổ chức mới"), required=False)
    code = code_field(label=gettext_lazy("Mã tổ chức mới"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), required=False)
    congress_number = number_field()

    def __init__(
        self,
        user: User,
        unit: Unit,
        *args: Any,
        beside: QuerySet[Unit],
        reshaped: QuerySet[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.beside = {each.code: each for each in beside}
        self.fields["units"] = forms.MultipleChoiceField(
            label=_("Tổ chức cùng được sáp nhập, hợp nhất"),
            required=False,
            choices=[(code, str(each)) for code, each in self.beside.items()],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["others"] = UnitCodesField(
            reshaped,
            label=_("Tổ chức ở nơi khác cùng được sáp nhập, hợp nhất"),
            required=False,
            help_text=_("Gõ mã, mỗi dòng một mã."),
        )
        self.fields["heir"] = UnitCodeField(
            user, Right.UNIT_KEEP, label=_("Tổ chức tiếp nhận"), required=False
        )
        self.fields["parent"] = UnitCodeField(
            user,
            Right.UNIT_KEEP,
            label=_("Trực thuộc"),
            required=False,
            initial=unit.parent,
        )
        _offer_kinds(self, unit)
        self.fields["congress_number"].help_text = _(
            "Ghi lần thứ cũ nếu tính tiếp; để trống nếu coi là lập mới, đại hội tới là "
            "lần thứ nhất (06-HD/TW (9/6/2025), mục 13)."
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("into") == EXISTING:
            self._clean_heir(cleaned)
        elif cleaned.get("into") == NEW:
            _clean_new(self, cleaned, beside=self.unit)
            if not self.merged and not self.errors:
                self.add_error(
                    "units", _("Hãy chọn ít nhất một tổ chức nữa để hợp nhất.")
                )
        return cleaned

    @property
    def merged(self) -> list[Unit]:
        """The other units that merge."""
        ticked = [self.beside[code] for code in self.cleaned_data.get("units", [])]
        others = self.cleaned_data.get("others") or []
        known = {self.unit, *ticked}
        return [*ticked, *(each for each in others if each not in known)]

    def _clean_heir(self, cleaned: dict[str, Any]) -> None:
        heir = cleaned.get("heir")
        if "heir" in self.errors:
            return
        if heir is None:
            self.add_error("heir", _("Hãy chọn tổ chức tiếp nhận."))
        elif heir in (self.unit, *self.merged):
            self.add_error(
                "heir",
                _("Tổ chức tiếp nhận không thể là tổ chức được sáp nhập."),
            )


class PartForm(forms.Form):
    """One of the units that a split leads to: one that is there, or a new one."""

    KEPT: ClassVar = ("name", "code", "kind", "parent", "heir")

    name = name_field(label=gettext_lazy("Tên tổ chức mới"), required=False)
    code = code_field(label=gettext_lazy("Mã tổ chức mới"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), required=False)

    def __init__(self, user: User, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        _offer_kinds(self, unit)
        self.fields["kind"].initial = unit.kind_id
        self.fields["parent"] = UnitCodeField(
            user,
            Right.UNIT_KEEP,
            label=_("Trực thuộc"),
            required=False,
            initial=unit.parent,
        )
        self.fields["heir"] = UnitCodeField(
            user,
            Right.UNIT_KEEP,
            label=_("hoặc tổ chức đang có"),
            required=False,
            help_text=_("Chỉ gõ khi phần này nhập vào một tổ chức đang có."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("heir") is None and "heir" not in self.errors:
            _clean_new(self, cleaned, beside=self.unit)
        return cleaned

    @property
    def title(self) -> str:
        """What the part is called."""
        heir: Unit | None = self.cleaned_data["heir"]
        return heir.name if heir else names.clean(self.cleaned_data["name"])


class SplitForm(DecisionForm):
    """Which part keeps the files."""

    KEPT: ClassVar = ("keeper", "on", "paper")
    needs_paper = True

    keeper = forms.ChoiceField(
        label=gettext_lazy("Hồ sơ, và những gì không chia, thuộc về"),
        widget=forms.RadioSelect,
    )

    def __init__(self, parts: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            *(
                (str(number), _("phần %(number)s (chia)") % {"number": number + 1})
                for number in range(parts)
            ),
            (ITSELF, _("chính tổ chức này, vẫn hoạt động (tách)")),
        ]
        self.fields["keeper"].initial = "0"

    @property
    def keeps(self) -> int | None:
        """The place of the part that keeps the files; none when the unit goes on."""
        kept = self.cleaned_data["keeper"]
        return None if kept == ITSELF else int(kept)


def new_unit(cleaned: dict[str, Any]) -> NewUnit:
    """Return the unit to be founded that somebody described."""
    return NewUnit(
        name=names.clean(cleaned["name"]),
        code=names.clean(cleaned["code"]),
        kind=cleaned["kind"],
        parent=cleaned["parent"],
        congress_number=cleaned.get("congress_number"),
    )


def _offer_kinds(form: forms.Form, unit: Unit) -> None:
    kind: Any = form.fields["kind"]
    kind.choices = kind_choices(unit.parent, on=day_typed(form))
    kind.help_text = FORMER_KINDS


def _clean_new(form: forms.Form, cleaned: dict[str, Any], *, beside: Unit) -> None:
    """Hold a unit to be founded to the rules; it may be a root where the old one is."""
    faults = organisation.faults_of_words(
        code=names.clean(cleaned.get("code") or ""),
        name=names.clean(cleaned.get("name") or ""),
        founded_on=None,
        congress_number=None,
    )
    add_faults(form, faults)
    if not cleaned.get("kind") and "kind" not in form.errors:
        form.add_error("kind", _("Hãy chọn loại."))
    if not (cleaned.get("parent") or beside.parent is None or "parent" in form.errors):
        form.add_error("parent", _("Hãy chọn nơi trực thuộc."))
