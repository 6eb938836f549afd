"""What is typed when the level above decides on a result, and within the term."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.forms.slate import MOST, NumberForm
from ballots.models import Candidate
from ballots.queries.mid_term import OFFICES
from ballots.rules.annulment import Ground
from ballots.rules.mid_term import Why
from ballots.rules.purposes import Purpose
from ballots.services import SuperiorDecision
from congress.labels import CAUSES
from congress.models import VotingBody
from congress.rules.incumbency import LEAVINGS
from core.forms.look import BareForm, DayField

WHOLE = "whole"
SINGLE = "single"


class AnnulForm(BareForm):
    """The decision of the level above, and whom it means."""

    what = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[
            (WHOLE, _("Hủy toàn bộ kết quả của cuộc bầu, cho bầu lại")),
            (SINGLE, _("Không chuẩn y những người được đánh dấu dưới đây")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một trong hai.")},
    )
    people = forms.MultipleChoiceField(
        label=_("Người không được chuẩn y"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Hãy chọn trong những người trúng cử ở lần bầu này.")
        },
    )
    decision = forms.CharField(
        label=_("Số quyết định"),
        max_length=100,
        help_text=_("Ghi đủ số và ký hiệu, ví dụ: 125-QĐ/TU."),
        error_messages={"required": _("Hãy ghi số quyết định.")},
    )
    decided_on = DayField(label=_("Ngày quyết định"))
    decided_by = forms.CharField(
        label=_("Nơi quyết định"),
        max_length=200,
        help_text=_("Ví dụ: Ban Thường vụ Tỉnh ủy Cao Minh."),
        error_messages={"required": _("Hãy ghi nơi ra quyết định.")},
    )
    ground = forms.ChoiceField(
        label=_("Căn cứ"),
        choices=[(each.value, labels.GROUNDS[each]) for each in Ground],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn căn cứ.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=400,
        help_text=_("Như quyết định nêu; hiện trên trang của lần bầu."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )

    def __init__(self, *args: Any, elected: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the checker
        field.choices = [(str(each.pk), each.name) for each in elected]

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày quyết định không được sau hôm nay."))
        return day

    @property
    def is_whole(self) -> bool:
        """Whether the whole result is annulled."""
        return bool(self.cleaned_data["what"] == WHOLE)

    @property
    def chosen(self) -> list[UUID]:
        """The candidacies of those refused."""
        return [UUID(each) for each in self.cleaned_data["people"]]

    def said(self) -> SuperiorDecision:
        """Return the decision as it is stored."""
        typed = self.cleaned_data
        return SuperiorDecision(
            decision=typed["decision"],
            decided_on=typed["decided_on"],
            decided_by=typed["decided_by"],
            ground=Ground(typed["ground"]),
            reason=typed["reason"],
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("what") == SINGLE and not typed.get("people"):
            if "people" not in self.errors:
                self.add_error("people", _("Hãy đánh dấu ít nhất một người."))
        elif typed.get("what") == WHOLE and typed.get("people"):
            self.add_error(
                "people", _("Hủy toàn bộ kết quả thì không đánh dấu từng người.")
            )
        return typed


class PurposeForm(NumberForm):
    """How many are to be elected, and what the count is for."""

    purpose = forms.ChoiceField(
        label=_("Kiểm phiếu trên cổng để"),
        choices=[
            (key, word)
            for key, word in labels.PURPOSES.items()
            if key != Purpose.REHEARSAL
        ],
        initial=Purpose.CHECK.value,
        widget=forms.RadioSelect,
    )
    permitted_by = forms.CharField(
        label=_("Văn bản cho phép lấy kết quả chính thức"),
        max_length=400,
        required=False,
        help_text=_("Số, ngày, cơ quan ban hành. Bắt buộc khi lấy kết quả chính thức."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        official = cleaned.get("purpose") == Purpose.OFFICIAL.value
        if official and not cleaned.get("permitted_by", "").strip():
            self.add_error(
                "permitted_by",
                _("Lấy kết quả chính thức thì phải ghi văn bản cho phép."),
            )
        return cleaned


class AgainForm(PurposeForm):
    """An election in place of one the level above has undone."""

    body = forms.ModelChoiceField(
        label=_("Nơi bầu"), queryset=VotingBody.objects.none(), empty_label=None
    )

    field_order = (
        *("body", "seats", "alternates", "purpose", "permitted_by", "exception"),
    )

    def __init__(self, *args: Any, bodies: QuerySet[VotingBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the checker
        field.queryset = bodies


class MidTermForm(PurposeForm):
    """An election within the term."""

    office = forms.ChoiceField(
        label=_("Chức danh"),
        choices=[(each.value, labels.OFFICES[each]) for each in OFFICES],
    )
    why = forms.ChoiceField(
        label=_("Bầu để"),
        choices=[(each.value, labels.WHYS[each]) for each in Why],
        initial=Why.VACANCY.value,
        widget=forms.RadioSelect,
    )
    fixed = forms.IntegerField(
        label=_("Số lượng đã quyết định của chức danh"),
        min_value=1,
        max_value=MOST,
        required=False,
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("Để trống nếu bảng trên đã có số."),
        error_messages={
            "invalid": _("Hãy nhập một số nguyên, không có dấu chấm hay dấu phẩy."),
            "min_value": _("Hãy nhập số từ %(limit_value)s trở lên."),
            "max_value": _("Hãy nhập số không quá %(limit_value)s."),
        },
    )
    consent = forms.CharField(
        label=_("Số văn bản đồng ý của cấp trên"),
        max_length=100,
        help_text=_("Ví dụ: 312-CV/TU."),
        error_messages={"required": _("Hãy ghi số văn bản đồng ý.")},
    )
    consent_on = DayField(label=_("Ngày văn bản"))
    consent_by = forms.CharField(
        label=_("Nơi đồng ý"),
        max_length=200,
        error_messages={"required": _("Hãy ghi nơi đồng ý.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=400,
        help_text=_("Ví dụ: thay đồng chí Nguyễn Văn An chuyển công tác."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    field_order = (
        *("office", "why", "fixed", "seats", "consent", "consent_on", "consent_by"),
        *("reason", "purpose", "permitted_by", "seen"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody stands by within the term, and what is odd has its reason already.
        del self.fields["alternates"], self.fields["exception"]

    def clean_alternates(self) -> int:
        return 0


class EndForm(BareForm):
    """How somebody's office came to an end."""

    cause = forms.ChoiceField(
        label=_("Thôi giữ chức vì"),
        choices=[(each.value, CAUSES[each]) for each in LEAVINGS],
    )
    ended_on = DayField(label=_("Từ ngày"))
    reason = forms.CharField(
        label=_("Quyết định, lý do"),
        max_length=400,
        help_text=_("Số, ngày quyết định và nơi ra quyết định."),
        error_messages={"required": _("Hãy ghi quyết định hoặc lý do.")},
    )
