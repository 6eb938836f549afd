"""What people type about documents of the library."""

from typing import Any, Final

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.models import LegalDocument, LegalKind
from congress.services.legal import FILE_MOST, Handed, Issued
from core.access.rights import Right
from core.forms.look import BareForm, DayField
from core.forms.units import UnitCodeField
from core.models import Unit, User

MEBIBYTE: Final = 1024 * 1024
_BESIDE: Final = frozenset({"file", "is_another", "unit"})


class DocumentForm(SeenForm):
    """A document of a unit: its number and its day together name it."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=LegalKind.choices)
    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu"),
        max_length=60,
        help_text=gettext_lazy("Ghi đủ như trên văn bản, ví dụ: 12-KH/ĐU."),
    )
    day = DayField(label=gettext_lazy("Ngày ban hành"))
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Về việc"), max_length=400)
    summary = forms.CharField(
        label=gettext_lazy("Tóm tắt"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    in_force_from = DayField(
        label=gettext_lazy("Có hiệu lực từ"),
        required=False,
        help_text=gettext_lazy("Để trống: từ ngày ban hành."),
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("Đúng số và ngày; là văn bản khác, trùng số"),
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        required=False,
        help_text=gettext_lazy("PDF hoặc Word (.docx), không quá 20 MiB."),
        error_messages={"empty": gettext_lazy("Tệp này rỗng. Hãy chọn tệp khác.")},
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.docx", "data-max-bytes": str(FILE_MOST)}
        ),
    )

    def __init__(
        self,
        *args: Any,
        user: User | None = None,
        asks_another: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        first: list[str] = []
        if user is not None:
            unit = UnitCodeField(
                user,
                Right.CONGRESS_KEEP,
                prefilled=True,
                label=_("Văn bản của tổ chức"),
            )
            self.fields = {"unit": unit, **self.fields}
            first = ["unit"]
        another = ["is_another"] if asks_another else []
        self.helper.layout = Layout(
            *first,
            Row(Column("kind"), Column("issuer")),
            Row(Column("number"), Column("day")),
            *another,
            "title",
            "summary",
            "in_force_from",
            Field("file", template="components/drop.html"),
            "version",
            "seen",
        )

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of the document itself."""
        return [name for name in super().own if name not in _BESIDE]

    def said(self) -> Issued:
        """Return what was typed."""
        return Issued(**{name: self.cleaned_data[name] for name in self.own})

    def unit(self) -> Unit:
        """Return whose document it is."""
        found: Unit = self.cleaned_data["unit"]
        return found

    def handed(self) -> Handed | None:
        """Return the file that came with it, if one did."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        return Handed(file.name or "", file.chunks()) if file else None

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file and (file.size or 0) > FILE_MOST:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(limit)s MiB. Hãy quét lại nhẹ hơn hoặc chia nhỏ."),
                params={"limit": FILE_MOST // MEBIBYTE},
            )
        return file


def document_facts(document: LegalDocument) -> dict[str, Any]:
    """Return what the form shows of a document."""
    names = Issued.__dataclass_fields__
    return {name: getattr(document, name) for name in names} | {
        "version": document.version
    }


class ReplacedForm(BareForm):
    """Since when a document holds no longer."""

    since = DayField(label=gettext_lazy("Thôi hiệu lực từ ngày"))


class OnDayForm(forms.Form):
    """On which day it is asked what holds."""

    ngay = DayField(label=gettext_lazy("Hiệu lực tại ngày"), required=False)

    def __init__(self, typed: str) -> None:
        super().__init__({"ngay": typed})
        self.fields["ngay"].widget.attrs["class"] = "form-control"
