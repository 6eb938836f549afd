"""What people type about meetings of a body."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.forms.texts import LongText
from congress.models import BodyMeeting, BodyMember, Presence
from congress.services.working import MeetingFacts, Written
from core.forms.look import BareForm, DayField
from core.models import User
from core.services.attachments import MOST, PAPERS, PHOTOS, Handed

_PRESENCE: Final = "presence_"


class MeetingForm(SeenForm):
    """When and where a body meets, and about what."""

    day = DayField(label=gettext_lazy("Ngày họp"))
    time = forms.TimeField(
        label=gettext_lazy("Bắt đầu lúc"),
        input_formats=["%H:%M", "%H.%M", "%Hh%M", "%Hg%M"],
        widget=forms.TimeInput(
            format="%H:%M", attrs={"placeholder": "08:00", "autocomplete": "off"}
        ),
        error_messages={"invalid": gettext_lazy("Hãy gõ giờ:phút, ví dụ 08:00.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Địa điểm"), max_length=200, required=False
    )
    agenda = LongText(label=gettext_lazy("Nội dung họp"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Row(Column("day"), Column("time")), "place", "agenda", "version", "seen"
        )

    def said(self) -> MeetingFacts:
        """Return what was typed."""
        said = self.cleaned_data
        starts = datetime.combine(said["day"], said["time"])
        return MeetingFacts(
            starts_at=timezone.make_aware(starts),
            place=said["place"],
            agenda=said["agenda"],
        )


def meeting_facts(meeting: BodyMeeting) -> dict[str, Any]:
    """Return what the form shows of a meeting."""
    starts = timezone.localtime(meeting.starts_at)
    return {
        "day": starts.date(),
        "time": starts.time().replace(second=0, microsecond=0),
        "place": meeting.place,
        "agenda": meeting.agenda,
        "version": meeting.version,
    }


class MinutesForm(SeenForm):
    """What was said, what was concluded, who was there."""

    minutes = LongText(
        label=gettext_lazy("Diễn biến, ý kiến"), most=40_000, rows=12, required=False
    )
    conclusions = LongText(
        label=gettext_lazy("Kết luận"), most=10_000, rows=6, required=False
    )

    def __init__(
        self, *args: Any, members: Sequence[BodyMember], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for member in members:
            self.fields[f"{_PRESENCE}{member.pk.hex}"] = forms.ChoiceField(
                label=member.full_name,
                choices=Presence.choices,
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.note_seen()
        self.helper.layout = Layout("minutes", "conclusions", "version", "seen")

    def presences(self) -> list[Any]:
        """Return the fields that say who was there."""
        return [self[name] for name in self.fields if name.startswith(_PRESENCE)]

    def said(self) -> Written:
        """Return what was typed."""
        said = self.cleaned_data
        return Written(
            minutes=said["minutes"],
            conclusions=said["conclusions"],
            presences={
                UUID(name.removeprefix(_PRESENCE)): value or Presence.UNKNOWN.value
                for name, value in said.items()
                if name.startswith(_PRESENCE)
            },
        )


def minutes_facts(
    meeting: BodyMeeting, presences: Mapping[UUID, str]
) -> dict[str, Any]:
    """Return what the form shows of the minutes of a meeting."""
    return {
        "minutes": meeting.minutes,
        "conclusions": meeting.conclusions,
        "version": meeting.version,
    } | {f"{_PRESENCE}{key.hex}": presence for key, presence in presences.items()}


class ConcludedForm(BareForm):
    """Tasks that follow from what a meeting concluded, one in a line."""

    titles = LongText(
        label=gettext_lazy("Việc phải làm"),
        rows=6,
        help_text=gettext_lazy("Mỗi dòng một việc."),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Giao cho"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("cả tiểu ban, tổ"),
    )
    due_on = DayField(label=gettext_lazy("Hạn"), required=False)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = owners
        owner.label_from_instance = lambda user: user.full_name
        self.helper.layout = Layout("titles", Row(Column("owner"), Column("due_on")))

    def lines(self) -> list[str]:
        """Return what was typed, a task in a line."""
        said: str = self.cleaned_data["titles"]
        return said.splitlines()


class PaperForm(BareForm):
    """A paper that a body keeps."""

    title = forms.CharField(
        label=gettext_lazy("Tên tài liệu"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Để trống: lấy tên tệp."),
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        help_text=gettext_lazy("PDF, Word, Excel hoặc ảnh, không quá 20 MiB."),
        error_messages={
            "empty": gettext_lazy("Tệp này rỗng. Hãy chọn tệp khác."),
            "required": gettext_lazy("Hãy chọn tệp."),
        },
        widget=forms.FileInput(
            attrs={
                "accept": ",".join(f".{each}" for each in sorted(PAPERS | PHOTOS)),
                "data-max-bytes": str(MOST),
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "title", Field("file", template="components/drop.html")
        )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST:
            raise forms.ValidationError(
                _("Tệp lớn hơn 20 MiB. Hãy quét lại nhẹ hơn hoặc chia nhỏ.")
            )
        return file

    def handed(self) -> Handed:
        """Return the file as it was handed over."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return Handed(file.name or "", file.chunks())
