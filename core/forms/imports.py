"""What people type when they bring a list in."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.units import UnitCodeField
from core.imports import faults, limits
from core.imports.kinds import ImportKind, Place
from core.imports.workbooks import letters
from core.models import ImportRun, Scope, Unit, User

ENDINGS = (".xlsx", ".csv", ".txt")


class ListForm(forms.Form):
    """A file with a list, and the unit it is brought into if no place is given."""

    unit: Any
    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách (.xlsx hoặc .csv)"),
        help_text=gettext_lazy("Nhiều nhất 100.000 dòng, 64 MiB."),
        error_messages={
            "required": gettext_lazy("Hãy chọn tệp danh sách."),
            "empty": gettext_lazy("Tệp này rỗng. Hãy chọn tệp khác."),
        },
        widget=forms.FileInput(
            attrs={
                "accept": ",".join(ENDINGS),
                "data-max-bytes": str(limits.FILE_BYTES),
            }
        ),
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        kind: ImportKind,
        place: Place | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        file = Field("file", template="components/drop.html")
        self._place = place
        if place is not None:
            # The page was opened for this place: there is nothing to choose.
            self.helper = _plain(file)
            return
        self.fields = {
            "unit": UnitCodeField(
                user, kind.right, label=gettext_lazy("Nhập vào"), prefilled=True
            ),
            **self.fields,
        }
        self.helper = _plain(Field("unit"), file)

    @property
    def scope(self) -> Scope:
        """Where the list is brought in."""
        if self._place is not None:
            return self._place.scope
        unit: Unit = self.cleaned_data["unit"]
        return unit.scope

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "unit" in self.errors and "file" in cleaned:
            # A browser forgets what was chosen, whatever the page says.
            self.add_error(
                "file",
                _(
                    "Tệp chưa được giữ lại vì nơi nhập chưa rõ. Hãy sửa ô «Nhập vào», "
                    "rồi chọn lại tệp."
                ),
            )
        return cleaned

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        name = (file.name or "").lower()
        if name.endswith(".xls"):
            raise forms.ValidationError(faults.sentence("old-excel", {}))
        if not name.endswith(ENDINGS):
            raise forms.ValidationError(
                _("Chỉ nhận tệp .xlsx, .csv hoặc .txt. Hãy lưu danh sách thành .xlsx.")
            )
        if (file.size or 0) > limits.FILE_BYTES:
            limit = limits.FILE_BYTES // limits.MIB
            raise forms.ValidationError(
                faults.sentence("file-too-large", {"limit": limit})
            )
        return file


class MappingForm(forms.Form):
    """Which column of the file is which field."""

    def __init__(
        self, *args: Any, kind: ImportKind, run: ImportRun, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        columns = _columns(run)
        for column in kind.columns:
            self.fields[column.key] = forms.TypedChoiceField(
                label=str(column.label),
                required=False,
                choices=[("", _("– không có trong tệp –")), *columns],
                coerce=int,
                empty_value=None,
                initial=run.mapping.get(column.key, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
                help_text=str(column.hint),
            )
        self.required_keys = {column.key for column in kind.columns if column.required}

    @property
    def rows(self) -> list[tuple[Any, bool]]:
        """The fields, each with whether nothing can be brought in without it."""
        return [(field, field.name in self.required_keys) for field in self]

    @property
    def columns(self) -> dict[str, int]:
        """What was chosen."""
        chosen = self.cleaned_data.items()
        return {key: place for key, place in chosen if place is not None}


class ReadAgainForm(forms.Form):
    """From which sheet, and beneath which row."""

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first: Sequence[tuple[int, list[str]]] = run.reading.get("first", [])
        sheets = run.reading.get("sheets", [])
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Trang tính"),
                choices=[(sheet, sheet) for sheet in sheets],
                initial=run.reading.get("sheet"),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.fields["header_row"] = forms.TypedChoiceField(
            label=_("Dòng tiêu đề"),
            choices=[(number, _row(number, cells)) for number, cells in first[:-1]],
            coerce=int,
            initial=run.reading.get("header_row"),
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.helper = _plain()


class ConfirmListForm(forms.Form):
    """The person has seen the numbers and wants the list written."""

    seen = forms.CharField(widget=forms.HiddenInput)
    partial = forms.BooleanField(
        label=gettext_lazy("Chỉ nhập các dòng đúng, để ngoài các dòng có lỗi"),
        required=False,
    )

    def __init__(self, *args: Any, wrong: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wrong:
            del self.fields["partial"]
        self.helper = _plain()


def _plain(*fields: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if fields:
        helper.layout = Layout(*fields)
    return helper


def _columns(run: ImportRun) -> list[tuple[int, str]]:
    """Name the file's columns as Excel does, with heading and an example."""
    header = run.reading.get("header_row", 0)
    below = [cells for number, cells in run.reading.get("first", []) if number > header]
    named = []
    for place, heading in enumerate(run.headings):
        sample = next(
            (cells[place] for cells in below if place < len(cells) and cells[place]), ""
        )
        if heading or sample:
            words = f"{letters(place)} · {heading[:60] or '–'}"
            named.append((place, f"{words} ({sample[:30]})" if sample else words))
    return named


def _row(number: int, cells: Sequence[str]) -> str:
    told = " · ".join(cell[:24] for cell in cells if cell)[:90]
    return f"{number}: {told}"
