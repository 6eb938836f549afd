"""What is typed about an election and its list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.forms.naming import NamesField, NamesFileField
from ballots.models import Nomination
from ballots.rules.nominations import PutForward
from ballots.rules.purposes import Purpose
from congress.models import VotingBody
from core.forms.look import BareForm

MOST: int = 5000


def _number(label: Any, **options: Any) -> forms.IntegerField:
    options.setdefault("min_value", 0)
    return forms.IntegerField(
        label=label,
        max_value=options.pop("max_value", MOST),
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={
            "required": _("Hãy ghi một số."),
            "invalid": _("Hãy nhập một số nguyên, không có dấu chấm hay dấu phẩy."),
            "min_value": _("Hãy nhập số từ %(limit_value)s trở lên."),
            "max_value": _("Hãy nhập số không quá %(limit_value)s."),
        },
        **options,
    )


class NumberForm(BareForm):
    """How many are to be elected."""

    seats = _number(_("Số lượng cần bầu"))
    alternates = _number(
        _("Số đại biểu dự khuyết cần bầu"),
        required=False,
        help_text=_("Chỉ khi bầu đại biểu dự đại hội cấp trên."),
    )
    exception = forms.CharField(
        label=_("Lý do, văn bản cho phép trường hợp khác thường"),
        max_length=400,
        required=False,
        help_text=_(
            "Chỉ ghi khi cổng báo trường hợp khác thường; được ghi vào nhật ký."
        ),
    )

    def clean_alternates(self) -> int:
        return self.cleaned_data["alternates"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            "seats" in cleaned
            and not cleaned["seats"]
            and not cleaned.get("alternates")
        ):
            self.add_error("seats", _("Số lượng cần bầu phải từ 1 trở lên."))
        return cleaned


class NumberAndSurplusForm(NumberForm):
    """How many are to be elected, and how much longer the list may be."""

    surplus_percent = _number(
        _("Số dư tối đa đại hội (hội nghị) quyết định, %"),
        required=False,
        help_text=_("Để trống: theo mức trần của quy chế."),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ("seats", "alternates", "surplus_percent", "exception", "seen")


class ElectionForm(NumberForm):
    """An election to be entered."""

    body = forms.ModelChoiceField(
        label=_("Nơi bầu"),
        queryset=VotingBody.objects.none(),
        empty_label=None,
        help_text=_("Cuộc bầu do nơi này tổ chức và tính kết quả theo nơi này."),
    )
    office = forms.ChoiceField(
        label=_("Chức danh"), choices=list(labels.OFFICES.items())
    )
    purpose = forms.ChoiceField(
        label=_("Kiểm phiếu trên cổng để"),
        choices=list(labels.PURPOSES.items()),
        initial=Purpose.CHECK.value,
        widget=forms.RadioSelect,
    )
    permitted_by = forms.CharField(
        label=_("Văn bản cho phép lấy kết quả chính thức"),
        max_length=400,
        required=False,
        help_text=_("Số, ngày, cơ quan ban hành. Bắt buộc khi lấy kết quả chính thức."),
    )

    field_order = (
        *("body", "office", "seats", "alternates"),
        *("purpose", "permitted_by", "exception"),
    )

    def __init__(self, *args: Any, bodies: QuerySet[VotingBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the checker
        field.queryset = bodies

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        official = cleaned.get("purpose") == Purpose.OFFICIAL.value
        if official and not cleaned.get("permitted_by", "").strip():
            self.add_error(
                "permitted_by",
                _("Lấy kết quả chính thức thì phải ghi văn bản cho phép."),
            )
        return cleaned


class NominatingForm(BareForm):
    """As what people are put forward."""

    put_forward = forms.ChoiceField(
        label=_("Diện"),
        choices=list(labels.PUT_FORWARD.items()),
        initial=PutForward.OFFICIAL.value,
        widget=forms.RadioSelect,
    )
    by_name = forms.CharField(
        label=_("Người đề cử"),
        max_length=120,
        required=False,
        help_text=_(
            "Họ và tên trong danh sách triệu tập, chỉ khi đại biểu đề cử. Trùng tên "
            "thì thêm năm sinh: Nguyễn Văn An, 1975."
        ),
    )
    backed_by = _number(
        _("Số người đồng ý đưa vào danh sách"),
        required=False,
        help_text=_("Với người ứng cử, được đề cử thêm; để trống nếu chưa có."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        from_floor = cleaned.get("put_forward") == PutForward.NOMINATED.value
        if from_floor and not cleaned.get("by_name") and "by_name" not in self.errors:
            # Without the name nobody can see whether R-CN-4 forbids it.
            self.add_error("by_name", _("Hãy ghi tên đại biểu đề cử."))
        if not from_floor and cleaned.get("by_name"):
            self.add_error(
                "by_name", _("Chỉ ghi người đề cử khi diện là đại biểu đề cử.")
            )
        return cleaned


class NamesForm(NominatingForm):
    """Names pasted or in a file, and as what they are put forward."""

    names = NamesField(
        label=_("Họ và tên, mỗi người một dòng"),
        required=False,
        rows=12,
        help_text=_(
            "Chép từ Word, Excel được. Trùng tên thì thêm năm sinh sau dấu phẩy: "
            "Nguyễn Văn An, 1975."
        ),
    )
    file = NamesFileField(
        label=_("Hoặc tệp có cột họ và tên (.xlsx, .csv)"),
        required=False,
        help_text=_("Họ tên trong tệp được chép vào ô trên để xem lại."),
        error_messages={"empty": _("Tệp này rỗng. Hãy chọn tệp khác.")},
    )

    field_order = ("names", "file", "put_forward", "by_name", "backed_by")


class NominationForm(NominatingForm):
    """One line of the list."""

    withdrawing = forms.ChoiceField(
        label=_("Xin rút"),
        choices=list(labels.WITHDRAWINGS.items()),
        widget=forms.RadioSelect,
        help_text=_("Đoàn chủ tịch tổng hợp, đề xuất; đại hội quyết định."),
    )
    left_out_reason = forms.CharField(
        label=_("Không đưa vào danh sách vì"),
        max_length=400,
        required=False,
        help_text=_("Để trống nếu vẫn đưa vào danh sách."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class CloseForm(BareForm):
    """The congress has decided on the list."""

    in_favour = _number(
        _("Số người biểu quyết tán thành"),
        required=False,
        help_text=_("Có thể để trống nếu không đếm."),
    )
    against = _number(_("Số người không tán thành"), required=False)
    warnings_read = forms.BooleanField(
        label=_("Đã xem các điều cần lưu ý và vẫn chốt danh sách này."), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:
            del self.fields["warnings_read"]


class TakeUpForm(BareForm):
    """Why a closed list is taken up again."""

    reason = forms.CharField(
        label=_("Lý do mở lại danh sách"),
        max_length=400,
        help_text=_("Ghi vào nhật ký, ví dụ: đại hội cho một người rút."),
        error_messages={"required": _("Hãy ghi lý do mở lại.")},
    )


class OpinionForm(BareForm):
    """What the team reports of the opinion ballot."""

    team = NamesField(
        label=_("Tổ kiểm phiếu xin ý kiến, mỗi người một dòng"),
        rows=4,
        help_text=_(
            "Đoàn chủ tịch cử từ đoàn thư ký, khi cần thì thêm đại biểu chính thức; "
            "không lấy người của ban kiểm phiếu."
        ),
        error_messages={"required": _("Hãy ghi ít nhất một người trong tổ.")},
    )
    issued = _number(_("Số phiếu phát ra"))
    returned = _number(_("Số phiếu thu về"))
    valid = _number(_("Số phiếu hợp lệ"))

    def __init__(
        self, *args: Any, outsiders: Sequence[Nomination], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for row in outsiders:
            label = _("%(name)s: số phiếu đồng ý") % {"name": row.person.full_name}
            self.fields[f"votes-{row.pk}"] = _number(label)


class DecisionForm(BareForm):
    """How the congress decided about those who are level at the cut."""

    # Kept beside each of them with some words more, in a column of 400.
    decision = forms.CharField(
        label=_("Đại hội đã quyết định"),
        max_length=300,
        required=False,
        error_messages={
            "max_length": _(
                "Hãy ghi trong %(limit_value)s ký tự; đang có %(show_value)s."
            )
        },
    )


class BoardForm(BareForm):
    """Who counts this poll."""

    members = NamesField(
        label=_("Thành viên ban kiểm phiếu, mỗi người một dòng"),
        rows=8,
        help_text=_("Gồm cả trưởng ban, như đại hội đã biểu quyết."),
        error_messages={"required": _("Hãy ghi các thành viên ban kiểm phiếu.")},
    )
    head = forms.CharField(
        label=_("Trưởng ban"),
        max_length=120,
        error_messages={"required": _("Hãy ghi trưởng ban.")},
    )
    technicians = NamesField(
        label=_("Kỹ thuật viên, mỗi người một dòng"),
        rows=4,
        required=False,
        help_text=_(
            "Không phải là thành viên ban; ban kiểm phiếu điều hành, giám sát."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
