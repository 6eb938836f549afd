"""Fields in which a person names units."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import queries
from core.access import policy
from core.access.rights import Right
from core.models import Unit
from core.vietnamese import names


class UnitChoice(forms.TextInput):
    """A text field that offers units while one types; without a script, a code."""

    template_name = "components/unit_choice.html"
    right: Right = Right.UNIT_READ

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        ident = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"]["attrs"] |= {"list": f"{ident}_units", "autocomplete": "off"}
        return context | {
            "choices_url": reverse("core:unit-choices"),
            "field": name,
            "right": self.right.value,
        }


class UnitCodeField(forms.CharField):
    """A living unit where the user holds the right, by its code.

    Takes "KV" and "KV – Đảng bộ xã Khe Vàng", a whole name that only one unit has, and
    words that only one has. Cleans to the ``Unit``, or to nothing when nothing was
    typed. ``prefilled`` offers the unit where there is but one to choose.
    """

    default_error_messages = {
        "required": gettext_lazy("Hãy chọn một tổ chức: gõ mã hoặc một phần tên."),
        "unknown": gettext_lazy(
            "Không có tổ chức nào mang mã hay tên này trong phạm vi của bạn. Hãy gõ "
            "lại mã, hoặc một phần tên rồi chọn trong danh sách hiện ra."
        ),
    }

    def __init__(
        self,
        user: policy.AnyUser,
        right: Right,
        *,
        prefilled: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault("label", gettext_lazy("Tổ chức đảng"))
        if prefilled:
            options.setdefault("initial", self._only_one)
        options.setdefault(
            "help_text", gettext_lazy("Gõ mã hoặc một phần tên, không dấu cũng được.")
        )
        options.setdefault("max_length", 260)
        super().__init__(widget=UnitChoice(), **options)
        self.widget.right = right
        self._units = queries.units_within(user, right).filter(
            dissolved_on__isnull=True
        )

    def _only_one(self) -> Unit | None:
        """Return the unit that is meant where no other can be."""
        found = list(self._units.order_by()[:2])
        return found[0] if len(found) == 1 else None

    def prepare_value(self, value: Any) -> Any:
        """Show a unit as its code and name."""
        return queries.written(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Any:
        """Return the unit that was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        units = self._units.select_related("scope", "kind__level", "parent")
        return unit_meant(units, typed, unknown=str(self.error_messages["unknown"]))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def unit_meant(units: QuerySet[Unit], typed: str, *, unknown: str) -> Unit:
    """Return the one unit among these that is meant by a code, a name or words of it.

    Raises ValidationError: ``unknown`` where there is none; of several, which.
    """
    typed = names.clean(typed)
    if by_code := units.filter(code=queries.code_in(typed)).first():
        return by_code
    matching = queries.unit_choices(units, typed)
    wanted = names.fold(typed)
    named = [unit for unit in matching if names.fold(unit.name) == wanted]
    meant = named or matching
    if len(meant) == 1:
        return meant[0]
    if matching:
        raise forms.ValidationError(
            _("Chưa rõ là tổ chức nào. Hãy gõ mã của một tổ chức: %(units)s.")
            % {"units": "; ".join(map(queries.written, matching[:5]))}
        )
    raise forms.ValidationError(unknown, code="unknown")


class UnitCodesField(forms.CharField):
    """Several units by their codes, in the lines of one field. Cleans to a list."""

    default_error_messages = {
        "unknown": gettext_lazy(
            "Không có mã này trong phạm vi bạn được sáp nhập: %(codes)s. Hãy sửa lại."
        )
    }

    def __init__(self, units: QuerySet[Unit], **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(max_length=4000, **options)
        self._units = units.filter(dissolved_on__isnull=True)

    def clean(self, value: Any) -> Any:
        """Return the units whose codes were typed, each once, in order of code."""
        typed = re.split(r"[,;\n]", super().clean(value))
        codes = {code for each in typed if (code := queries.code_in(each))}
        units = list(self._units.filter(code__in=codes).order_by("code"))
        unknown = codes - {unit.code for unit in units}
        if unknown:
            raise forms.ValidationError(
                self.error_messages["unknown"],
                code="unknown",
                params={"codes": ", ".join(sorted(unknown))},
            )
        return units
