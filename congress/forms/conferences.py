"""What people type about conferences: when, at which points, who came."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.forms.texts import LongText
from congress.models import Conference, ConferencePoint, Congress, PointPerson
from congress.queries import above
from congress.services.conferences import ConferenceFacts, Expected, PointFacts
from core.access.rights import Right
from core.forms.files import FilesField
from core.forms.look import BareForm, DayField
from core.forms.units import UnitCodeField
from core.models import Unit, User

_HOURS: Final = ["%H:%M", "%H.%M", "%Hh%M", "%Hg%M"]
_FILES_AT_ONCE: Final = 12
_NAME_MOST: Final = 120
_POST_MOST: Final = 200


class _Hour(forms.TimeField):
    """An hour of the day as people write it: 8:00, 8h00."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(
            format="%H:%M", attrs={"placeholder": "08:00", "autocomplete": "off"}
        )
        wrong = {"invalid": gettext_lazy("Hãy gõ giờ:phút, ví dụ 08:00.")}
        super().__init__(
            input_formats=_HOURS, widget=widget, error_messages=wrong, **options
        )


class ConferenceForm(SeenForm):
    """A conference: its name, when it is, who chairs it, what was concluded."""

    title = forms.CharField(label=gettext_lazy("Tên hội nghị"), max_length=300)
    day = DayField(label=gettext_lazy("Ngày"))
    starts = _Hour(label=gettext_lazy("Bắt đầu lúc"))
    ends = _Hour(label=gettext_lazy("Kết thúc lúc"), required=False)
    chaired_by = forms.CharField(
        label=gettext_lazy("Chủ trì"), max_length=300, required=False
    )
    agenda = LongText(
        label=gettext_lazy("Nội dung, chương trình"), most=10_000, required=False
    )
    conclusions = LongText(
        label=gettext_lazy("Kết luận"),
        most=20_000,
        required=False,
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        """``user`` chooses the host where the conference is new."""
        super().__init__(*args, **kwargs)
        parts: list[Any] = [
            "title",
            Row(Column("day"), Column("starts"), Column("ends")),
        ]
        if user is not None:
            self.fields["unit"] = UnitCodeField(
                user,
                Right.WORK_KEEP,
                prefilled=True,
                label=gettext_lazy("Đơn vị tổ chức"),
            )
            del self.fields["conclusions"]
            parts.insert(0, "unit")
        congresses = _congresses(user, self.initial.get("congress_of"))
        if congresses.exists():
            self.fields["congress"] = forms.ModelChoiceField(
                congresses,
                label=_("Chuẩn bị đại hội"),
                required=False,
                empty_label=_("không gắn với đại hội nào"),
            )
            parts.append("congress")
        self.note_seen()
        parts += ["chaired_by", "agenda"]
        parts += [] if user is not None else ["conclusions"]
        self.helper.layout = Layout(*parts, "version", "seen")

    def said(self) -> ConferenceFacts:
        """Return what was typed."""
        typed = self.cleaned_data
        ends: time | None = typed["ends"]
        return ConferenceFacts(
            title=typed["title"],
            congress=typed.get("congress"),
            starts_at=_moment(typed["day"], typed["starts"]),
            ends_at=_moment(typed["day"], ends) if ends else None,
            chaired_by=typed["chaired_by"],
            agenda=typed["agenda"],
            conclusions=typed.get("conclusions", ""),
        )


def conference_facts(held: Conference) -> dict[str, Any]:
    """Return what the form shows of a conference."""
    starts = timezone.localtime(held.starts_at)
    ends = timezone.localtime(held.ends_at) if held.ends_at else None
    return {
        "title": held.title,
        "congress": held.congress,
        "congress_of": held.unit,
        "day": starts.date(),
        "starts": _minute(starts),
        "ends": _minute(ends) if ends else None,
        "chaired_by": held.chaired_by,
        "agenda": held.agenda,
        "conclusions": held.conclusions,
        "version": held.version,
    }


def _congresses(user: User | None, unit: Unit | None) -> QuerySet[Congress]:
    """Return the congresses of the host, or of those units that may be one."""
    units = above.own_units(user, Right.WORK_KEEP) if user else [unit]
    found = Congress.objects.filter(unit__in=[each.pk for each in units if each])
    return found.select_related("unit").order_by("-opens_on", "pk")


class PointForm(SeenForm):
    """A point of a conference, and whose it is."""

    name = forms.CharField(label=gettext_lazy("Tên điểm cầu"), max_length=200)
    place = forms.CharField(
        label=gettext_lazy("Địa điểm"), max_length=200, required=False
    )
    contact = forms.CharField(
        label=gettext_lazy("Người phụ trách, điện thoại"),
        max_length=200,
        required=False,
    )
    expected = forms.IntegerField(
        label=gettext_lazy("Số người được mời"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("Để trống: đếm theo danh sách người dự."),
    )
    is_main = forms.BooleanField(
        label=gettext_lazy("Là điểm cầu chính"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitCodeField(
            user,
            Right.WORK_READ,
            required=False,
            label=gettext_lazy("Của đơn vị"),
            help_text=gettext_lazy(
                "Đơn vị này báo số người dự. Để trống: đơn vị tổ chức hội nghị tự ghi."
            ),
        )
        self.order_fields(["name", "unit", "place", "contact", "expected", "is_main"])

    def said(self) -> PointFacts:
        """Return what was typed."""
        return PointFacts(
            **{
                name: self.cleaned_data[name]
                for name in PointFacts.__dataclass_fields__
            }
        )


def point_facts(point: ConferencePoint) -> dict[str, Any]:
    """Return what the form shows of a point."""
    names = PointFacts.__dataclass_fields__
    return {name: getattr(point, name) for name in names} | {"version": point.version}


class PeopleForm(BareForm):
    """People expected at a point, one in a line: name – post."""

    lines = LongText(
        label=gettext_lazy("Mỗi dòng một người"),
        most=60_000,
        rows=10,
        help_text=gettext_lazy(
            "Họ và tên – chức vụ. Dán từ bảng Excel, Word cũng được; chức vụ để trống "
            "được."
        ),
    )

    def clean_lines(self) -> str:
        """Say which line is too long to be a name and a post."""
        typed: str = self.cleaned_data["lines"]
        for number, line in enumerate(typed.splitlines(), 1):
            name, post = _halves(line)
            if len(name) > _NAME_MOST or len(post) > _POST_MOST:
                raise forms.ValidationError(
                    _("Dòng %(number)s dài quá: họ tên tối đa 120 ký tự, chức vụ 200.")
                    % {"number": number}
                )
        return typed

    def people(self) -> list[Expected]:
        """Return who was typed."""
        lines = self.cleaned_data["lines"].splitlines()
        halves = [_halves(line) for line in lines if line.strip()]
        return [Expected(name, post) for name, post in halves if name]


def _halves(line: str) -> tuple[str, str]:
    """Cut a line where the name ends: at a tab, a dash between spaces, a comma."""
    for mark in ("\t", "|", " – ", " - ", ";", ","):
        name, cut, post = line.partition(mark)
        if cut:
            return name.strip(), post.replace("\t", " ").strip()
    return line.strip(), ""


class ReportForm(BareForm):
    """Who came to a point: those ticked of its list, or a number without one."""

    number = forms.IntegerField(
        label=gettext_lazy("Số người có mặt"),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    there = forms.MultipleChoiceField(
        label=gettext_lazy("Đánh dấu người có mặt"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Ví dụ: đường truyền, người dự thay."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: Sequence[PointPerson], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        there: Any = self.fields["there"]
        there.choices = [
            (
                str(each.pk),
                f"{each.full_name} – {each.post}" if each.post else each.full_name,
            )
            for each in people
        ]
        del self.fields["number" if people else "there"]

    def present(self) -> list[UUID]:
        """Return who was ticked."""
        return [UUID(key) for key in self.cleaned_data.get("there", [])]


class NoteForm(BareForm):
    """What somebody writes down during a conference."""

    text = LongText(label=gettext_lazy("Ghi chép"), most=10_000, rows=8)


class PapersForm(BareForm):
    """Documents for all points."""

    files: Any = FilesField(
        most=_FILES_AT_ONCE, label=gettext_lazy("Tài liệu"), required=True
    )


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _minute(moment: datetime) -> time:
    return moment.time().replace(second=0, microsecond=0)
