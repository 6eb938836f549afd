"""What is typed about batches: how papers are counted off, why one is taken back."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots.queries.heaps import Heap
from ballots.services.batches import LEAST, MOST, USUAL
from core.forms.look import BareForm

EMPTY_ROWS: Final = 3


class DivideForm(BareForm):
    """How many papers a batch has."""

    size = forms.IntegerField(
        label=_("Số tờ mỗi tập"),
        min_value=LEAST,
        max_value=USUAL,
        initial=USUAL,
        help_text=_("Từ 25 đến 50 tờ; tập cuối có số tờ còn lại."),
        error_messages={
            "required": _("Hãy ghi số tờ mỗi tập."),
            "invalid": _("Hãy ghi một số nguyên."),
            "min_value": _("Mỗi tập có ít nhất 25 tờ."),
            "max_value": _("Mỗi tập có nhiều nhất 50 tờ."),
        },
    )


class BatchesForm(BareForm):
    """The papers of each batch, and room for some batches more."""

    def __init__(self, *args: Any, rows: list[Heap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = {row.batch.number: row.batch.papers for row in rows}
        last = max(self.standing, default=0)
        self.added = [last + each for each in range(1, EMPTY_ROWS + 1)]
        for number, papers in self.standing.items():
            self._add(number, papers)
        for number in self.added:
            self._add(number, None)

    def _add(self, number: int, papers: int | None) -> None:
        self.fields[f"papers_{number}"] = forms.IntegerField(
            label=_("Tập %(number)s") % {"number": number},
            min_value=0,
            max_value=MOST,
            required=False,
            initial=papers,
            error_messages={
                "invalid": _("Hãy ghi một số nguyên."),
                "max_value": _("Mỗi tập có nhiều nhất 60 tờ."),
                "min_value": _("Hãy ghi số từ 0 trở lên."),
            },
            widget=forms.NumberInput(attrs={"autocomplete": "off"}),
        )

    @property
    def wanted(self) -> dict[int, int]:
        """Papers by the number of their batch; 0 takes a batch away."""
        found = {
            number: self.cleaned_data.get(f"papers_{number}") or 0
            for number in (*self.standing, *self.added)
        }
        return {
            number: papers
            for number, papers in found.items()
            if papers or number in self.standing
        }


class ReasonForm(BareForm):
    """Why an entry is closed, or an agreement taken back, and which entry that is."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=400,
        error_messages={"required": _("Hãy ghi lý do.")},
    )


class MiscountedForm(BareForm):
    """How many papers the heap has, and what may be the cause."""

    found = forms.IntegerField(
        label=_("Số tờ đếm được trong tập"),
        min_value=1,
        max_value=MOST,
        error_messages={
            "required": _("Hãy ghi số tờ đếm được."),
            "invalid": _("Hãy ghi một số nguyên."),
            "min_value": _("Hãy ghi số từ 1 trở lên."),
            "max_value": _("Một tập có nhiều nhất 60 tờ."),
        },
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        max_length=400,
        help_text=_("Ví dụ: đếm hai lần vẫn thiếu một tờ; hai tờ dính nhau."),
        error_messages={"required": _("Hãy ghi đã kiểm tra thế nào.")},
    )


class CheckForm(BareForm):
    """What a comparison with the papers found. Whether positions exist is asked later.

    Either nothing is wrong, or a position or a note says what. How many papers were
    compared is typed: no server sees whether anybody looked at them.
    """

    entry = forms.UUIDField(widget=forms.HiddenInput)
    compared = forms.IntegerField(
        label=_("Số tờ phiếu giấy đã so với từng dòng ở đây"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("Ghi khi đã so xong cả tập; số này vào nhật ký."),
        error_messages={
            "invalid": _("Hãy ghi một số nguyên."),
            "min_value": _("Hãy ghi số từ 0 trở lên."),
            "max_value": _("Một tập có nhiều nhất 60 tờ."),
        },
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        max_length=400,
        required=False,
        help_text=_("Khi trả lại: khác ở chỗ nào, ví dụ tập giấy thừa một tờ."),
    )
