"""What is typed once a result is there: taking up again, putting away, comparing."""

from typing import Any, Final

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ballots.services.putting_away import HandOver
from ballots.services.signed_minutes import SCAN_MOST
from core.forms.look import BareForm

MEBIBYTE: Final = 1024 * 1024
RESULT_MOST: Final = 2 * MEBIBYTE


class ReopenForm(BareForm):
    """Why the papers are taken up again."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=400,
        help_text=_("Ghi vào nhật ký, ví dụ: tập 3 thiếu một tờ; có khiếu nại về ..."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )


class AnswerForm(BareForm):
    """What the presidium says: it consents, or refuses and says why."""

    reason = forms.CharField(
        label=_("Lý do, khi không đồng ý"),
        max_length=400,
        required=False,
        help_text=_("Ghi vào nhật ký và báo cho trưởng ban kiểm phiếu."),
    )

    @property
    def consents(self) -> bool:
        """Whether the button of consent was pressed."""
        return "refuse" not in self.data

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.consents and not typed.get("reason"):
            self.add_error("reason", _("Hãy ghi lý do đoàn chủ tịch không đồng ý."))
        return typed


class BaseAgainForm(BareForm):
    """Why D is worked out anew; ``seen`` is the D the page showed."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=400,
        help_text=_("Ghi vào nhật ký, ví dụ: điểm danh sót hai người vắng cả đại hội."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class PutAwayForm(BareForm):
    """How the papers are packed, and to whom they go."""

    packages = forms.IntegerField(
        label=_("Số gói đã niêm phong"),
        min_value=1,
        max_value=999,
        initial=1,
        error_messages={
            "required": _("Hãy ghi số gói."),
            "min_value": _("Ít nhất một gói."),
        },
    )
    seal = forms.CharField(
        label=_("Số hoặc dấu niêm phong"), max_length=100, required=False
    )
    handed_to = forms.CharField(
        label=_("Bàn giao cho"),
        max_length=400,
        help_text=_("Ví dụ: Đoàn chủ tịch, đồng chí Nguyễn Văn A nhận."),
        error_messages={"required": _("Hãy ghi người hoặc cơ quan nhận.")},
    )

    without_scan = forms.BooleanField(
        label=_("Bàn giao khi cổng chưa có bản chụp biên bản đã ký"),
        error_messages={
            "required": _(
                "Chưa có bản chụp biên bản đã ký. Hãy đưa bản chụp lên trước, hoặc "
                "đánh dấu rằng bàn giao khi chưa có."
            )
        },
    )
    final = forms.BooleanField(
        label=_("Phiếu đã niêm phong; từ đây kết quả không mở lại được nữa"),
        error_messages={
            "required": _("Hãy đánh dấu khi chắc chắn: bước này không lấy lại được.")
        },
    )

    def __init__(self, *args: Any, has_scan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_scan:
            del self.fields["without_scan"]

    def handed(self) -> HandOver:
        """Return what was typed."""
        typed = self.cleaned_data
        return HandOver(
            packages=typed["packages"],
            seal=typed["seal"],
            handed_to=typed["handed_to"],
            without_scan=typed.get("without_scan", False),
        )


class SignedForm(BareForm):
    """A scan of the signed minutes."""

    file = forms.FileField(
        label=_("Biên bản đã ký (PDF, JPG hoặc PNG)"),
        error_messages={
            "required": _("Hãy chọn tệp."),
            "empty": _("Tệp này rỗng. Hãy chọn tệp khác."),
        },
        widget=forms.FileInput(
            attrs={
                "accept": ".pdf,.jpg,.jpeg,.png",
                "data-max-bytes": str(SCAN_MOST),
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Field("file", template="components/drop.html"))

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > SCAN_MOST:
            raise forms.ValidationError(
                _(
                    "Tệp lớn hơn %(limit)s MiB. Hãy quét lại ở 150–200 dpi, hoặc đưa "
                    "các trang lên thành nhiều tệp."
                ),
                params={"limit": SCAN_MOST // MEBIBYTE},
            )
        return file


class CompareForm(BareForm):
    """A table of votes counted by another program."""

    file = forms.FileField(
        label=_("Kết quả của phần mềm khác (XLSX hoặc CSV)"),
        help_text=_("Tệp có cột “Họ và tên” và cột “Số phiếu”."),
        error_messages={
            "required": _("Hãy chọn tệp."),
            "empty": _("Tệp này rỗng. Hãy chọn tệp khác."),
        },
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.csv,.txt", "data-max-bytes": str(RESULT_MOST)}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Field("file", template="components/drop.html"))

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > RESULT_MOST:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(limit)s MiB. Kết quả một lần bầu không lớn đến thế."),
                params={"limit": RESULT_MOST // MEBIBYTE},
            )
        return file
