"""An election file on its way in."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congress.models import VotingBody
from core.forms.look import bare_helper

MEBIBYTE = 1024 * 1024


class UploadForm(forms.Form):
    """An election file and the body that holds the election."""

    body = forms.ModelChoiceField(
        label=_("Nơi bầu"),
        queryset=VotingBody.objects.none(),
        empty_label=None,
        help_text=_("Cuộc bầu do nơi này tổ chức và tính kết quả theo nơi này."),
    )
    file = forms.FileField(
        label=_("Tệp cuộc bầu (.json hoặc .json.gz)"),
        error_messages={
            "required": _("Hãy chọn tệp cuộc bầu."),
            "empty": _("Tệp này rỗng. Hãy chọn tệp khác."),
        },
        widget=forms.FileInput(
            attrs={
                "accept": ".json,.gz",
                "data-max-bytes": str(settings.MAX_UPLOAD_BYTES),
            }
        ),
    )

    def __init__(self, *args: Any, bodies: QuerySet[VotingBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the checker
        field.queryset = bodies
        self.helper = bare_helper()
        self.helper.layout = Layout(
            Field("body"), Field("file", template="components/drop.html")
        )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith((".json", ".json.gz")):
            raise forms.ValidationError(
                _("Chỉ nhận tệp .json hoặc .json.gz theo mẫu của cổng.")
            )
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(limit)s MiB. Hãy nén thành .json.gz rồi tải lại."),
                params={"limit": settings.MAX_UPLOAD_BYTES // MEBIBYTE},
            )
        return file
