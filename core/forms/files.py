"""Fields for files that come with what somebody says."""

from collections.abc import Collection
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.services.attachments import MOST, PAPERS, PHOTOS, Handed, Kind

MEBIBYTE: Final = 1024 * 1024


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of these kinds; cleans to what is handed to the services."""

    default_error_messages = {
        "empty": gettext_lazy("Tệp này rỗng. Hãy chọn tệp khác."),
    }

    def __init__(
        self,
        *,
        most: int,
        kinds: Collection[Kind] = PAPERS | PHOTOS,
        **options: Any,
    ) -> None:
        options.setdefault("required", False)
        options.setdefault("label", gettext_lazy("Tệp, ảnh"))
        accept = ",".join(f".{each}" for each in sorted(kinds))
        widget = _ManyFiles(attrs={"accept": accept, "data-max-bytes": str(MOST)})
        super().__init__(widget=widget, **options)
        self.most, self.kinds = most, kinds
        if not self.help_text:
            self.help_text = _(
                "Tối đa %(most)s tệp, mỗi tệp không quá %(limit)s MiB: %(kinds)s."
            ) % {
                "most": most,
                "limit": MOST // MEBIBYTE,
                "kinds": ", ".join(f".{each}" for each in sorted(kinds)),
            }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files, each as it is handed over."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            super().clean(None, initial)
            return []
        if len(given) > self.most:
            raise forms.ValidationError(
                _("Mỗi lần chỉ gửi tối đa %(most)s tệp.") % {"most": self.most}
            )
        return [self._handed(each) for each in given]

    def _handed(self, file: UploadedFile[bytes]) -> Handed:
        checked: Any = super().clean(file)
        if (checked.size or 0) > MOST:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(limit)s MiB, cổng không nhận. Hãy chia nhỏ rồi tải.")
                % {"limit": MOST // MEBIBYTE}
            )
        return Handed(checked.name or "", checked.chunks())
