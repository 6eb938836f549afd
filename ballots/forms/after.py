"""What is typed once a result is there: taking up again, putting away, comparing."""

from typing import Any, Final

from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ballots.services.putting_away import HandOver
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

    asking_lapses = forms.BooleanField(
        label=_(
            "Đoàn chủ tịch không đồng ý mở lại kết quả: đề nghị mở lại hết hiệu lực"
        ),
        error_messages={
            "required": _(
                "Đang có đề nghị mở lại kết quả. Hãy chờ đoàn chủ tịch quyết định, "
                "hoặc đánh dấu nếu đoàn chủ tịch không đồng ý mở lại."
            )
        },
    )

    def __init__(self, *args: Any, is_asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_asked:
            del self.fields["asking_lapses"]

    def handed(self) -> HandOver:
        """Return what was typed."""
        typed = self.cleaned_data
        return HandOver(
            packages=typed["packages"],
            seal=typed["seal"],
            handed_to=typed["handed_to"],
            asking_lapses=typed.get("asking_lapses", False),
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
                "data-max-bytes": str(settings.MAX_UPLOAD_BYTES),
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Field("file", template="components/drop.html"))


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
