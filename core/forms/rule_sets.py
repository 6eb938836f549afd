"""What an administrator corrects in a rule set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.queries.rule_sets import FIELD_NAMES
from core.rule_book import Content, RuleBook

REASON_LENGTH: Final = 300
DOCUMENT_LENGTH: Final = 120
NOTE_LENGTH: Final = 200
DOCUMENTS_LIST: Final = "documents"  # the id of the list that documents are chosen from


# Length, width and more of the fields that need room.
_TEXTS: Final[Mapping[str, tuple[int, str, dict[str, str]]]] = {
    "document": (DOCUMENT_LENGTH, "36", {"list": DOCUMENTS_LIST}),
    "note": (NOTE_LENGTH, "36", {}),
}


@dataclass(frozen=True, slots=True)
class EditedRow:
    """One row on the form: its name and its fields."""

    key: str
    name: str
    help: str
    fields: list[BoundField]


class ReasonForm(forms.Form):
    """Why a new edition is made, and which one was seen."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    reason = forms.CharField(
        label=_("Căn cứ sửa"),
        max_length=REASON_LENGTH,
        widget=forms.TextInput({"size": 80}),
        help_text=_("Ví dụ: đối chiếu toàn văn Quyết định 190-QĐ/TW ngày 12/03/2026."),
        error_messages={"required": _("Hãy ghi căn cứ sửa.")},
    )

    def look_again(self, number: int) -> None:
        """Take the edition that is in use now for seen; what was typed stays."""
        self.data = self.data.copy()  # type: ignore[attr-defined] # a QueryDict has it
        self.data["seen"] = str(number)  # type: ignore[index] # and the copy is open


class EditionForm(ReasonForm):
    """The chosen rows of an edition; the others stay as they are."""

    def __init__(
        self,
        *args: Any,
        code: str,
        book: RuleBook,
        content: Content,
        rows: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._code, self._book, self._content = code, book, content
        self._names = book.named(content)
        known = {**content.values, **content.clauses}
        self._rows = [key for key in self._names if key in rows and key in known]
        for key in self._rows:
            for field in FIELD_NAMES:
                if field != "value" or field in known[key]:
                    said = known[key].get(field, "")
                    self.fields[f"{key}.{field}"] = self._field(key, field, said)

    def rows(self) -> Iterator[EditedRow]:
        """Return the rows in the order of the book, each with its fields."""
        for key in self._rows:
            fields = [
                self[f"{key}.{field}"]
                for field in FIELD_NAMES
                if f"{key}.{field}" in self.fields
            ]
            said = str(self._book.helps.get(key, ""))
            yield EditedRow(key, self._names[key], said, fields)

    @property
    def documents(self) -> list[str]:
        """What may be chosen for a document; any other may be typed."""
        return [str(name) for name in self._book.documents.values()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self._refuse_unsound()
        return cleaned

    @property
    def content(self) -> Content:
        """The edition with what was typed in the chosen rows."""
        return Content(
            values={
                key: self._row(key, row) for key, row in self._content.values.items()
            },
            clauses={
                key: self._row(key, row) for key, row in self._content.clauses.items()
            },
        )

    def _row(self, key: str, row: Mapping[str, Any]) -> dict[str, Any]:
        typed = {
            field: self._typed(key, field, row.get(field, ""))
            for field in FIELD_NAMES
            if field != "value" or field in row
        }
        if not typed["note"]:
            del typed["note"]
        return typed

    def _typed(self, key: str, field: str, value: Any) -> Any:
        name = f"{key}.{field}"
        if name not in self.fields:
            return value
        typed = self.cleaned_data[name]
        if field == "document":
            return self._book.document_of(typed)
        if field != "value":
            return typed
        text = ",".join(typed) if isinstance(typed, list) else typed
        return self._book.value_of(key, text)

    def _refuse_unsound(self) -> None:
        """Have the owning app look at it; what is wrong stands beside its field."""
        for fault in self._book.faults(self._code, self.content):
            name = f"{fault.row}.{fault.field}"
            if name in self.fields:
                self.add_error(name, fault.sentence)
            else:
                row = self._names.get(fault.row, fault.row)
                self.add_error(None, f"{row}: {fault.sentence}")

    def _field(self, key: str, field: str, value: Any) -> forms.Field:
        label = FIELD_NAMES[field]
        # Read out with its row, since every row has a field of this name.
        spoken = {"aria-label": f"{self._names[key]}: {label}"}
        if field == "value":
            value = self._book.text_of(key, value)
        words = self._choices(key, field)
        if words is not None and field == "value" and key in self._book.several:
            return forms.MultipleChoiceField(
                label=label,
                initial=value.split(","),
                choices=list(words.items()),
                required=False,
                # Each box has a label of its own, and the group a legend.
                widget=forms.CheckboxSelectMultiple(),
            )
        if words is not None:
            return forms.ChoiceField(
                label=label,
                initial=value,
                choices=list(words.items()),
                widget=forms.Select(spoken),
            )
        if field == "document":
            value = self._book.documents.get(value, value)
        length, size, more = _TEXTS.get(field, (40, "12", {}))
        return forms.CharField(
            label=label,
            initial=value,
            required=False,
            max_length=length,
            widget=forms.TextInput(
                spoken | {"size": size, "autocomplete": "off"} | more
            ),
        )

    def _choices(self, key: str, field: str) -> Mapping[str, Any] | None:
        if field == "confidence":
            return self._book.confidences
        return self._book.choices.get(key) if field == "value" else None
