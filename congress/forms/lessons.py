"""What people type about lessons, difficulties and good practice."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.forms.texts import SHORT, LongText
from congress.models import (
    Area,
    Belongs,
    Congress,
    Lesson,
    Practice,
    PracticeArea,
    TemplateItem,
    Urgency,
    Verdict,
)
from congress.queries import lessons as queries
from congress.rules.difficulties import Act
from congress.services.difficulties import Raising
from congress.services.lessons import Answering, Learnt
from congress.services.practices import Proposing
from core.access.rights import Right
from core.forms.look import BareForm, DayField
from core.forms.units import UnitCodeField
from core.models import Level, Unit, User

# Beside every field in which somebody might be tempted to.
NO_PERSONS = gettext_lazy(
    "Không ghi đơn thư, không nêu người: nội dung về nhân sự không đưa vào đây."
)


class LessonForm(SeenForm):
    """What a pilot congress taught."""

    title = forms.CharField(label=gettext_lazy("Bài học"), max_length=200)
    happened = LongText(label=gettext_lazy("Điều đã xảy ra"))
    why = LongText(label=gettext_lazy("Vì sao"), rows=4)
    change = LongText(label=gettext_lazy("Cần đổi gì"), rows=4)
    belongs = forms.ChoiceField(
        label=gettext_lazy("Thuộc về"),
        choices=Belongs.choices,
        help_text=NO_PERSONS,
    )
    item = forms.ModelChoiceField(
        label=gettext_lazy("Việc trong mẫu kế hoạch"),
        queryset=TemplateItem.objects.none(),
        required=False,
        empty_label="–",
        help_text=gettext_lazy("Chỉ khi bài học thuộc về một việc trong mẫu."),
    )

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = queries.items_for(congress)
        field.label_from_instance = lambda each: f"{each.template.title}: {each}"

    def learnt(self) -> Learnt:
        """Return what was typed."""
        return Learnt(**{name: self.cleaned_data[name] for name in self.own})


def lesson_facts(lesson: Lesson) -> dict[str, Any]:
    """Return what the form shows of a lesson."""
    names = ("title", "happened", "why", "change", "belongs", "item", "version")
    return {name: getattr(lesson, name) for name in names}


class PushForm(BareForm):
    """Which congresses a lesson goes to."""

    level = forms.ModelChoiceField(
        label=gettext_lazy("Cho đại hội cấp"),
        queryset=Level.objects.order_by("rank"),
        error_messages={"required": gettext_lazy("Hãy chọn một cấp.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beneath"] = UnitCodeField(
            user, Right.CONGRESS_KEEP, label=_("Bên dưới tổ chức")
        )


class AnswerForm(BareForm):
    """What a congress makes of a lesson."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Trả lời"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một câu trả lời.")},
    )
    applied_on = DayField(
        label=gettext_lazy("Áp dụng từ ngày"),
        required=False,
        help_text=gettext_lazy("Chỉ khi đã áp dụng."),
    )
    text = LongText(
        label=gettext_lazy("Áp dụng thế nào, hoặc vì sao không áp dụng"),
        required=False,
        most=SHORT,
    )

    def answering(self) -> Answering:
        """Return what was typed."""
        return Answering(**self.cleaned_data)


class RaiseForm(BareForm):
    """What stands in the way."""

    title = forms.CharField(label=gettext_lazy("Vướng mắc"), max_length=200)
    text = LongText(label=gettext_lazy("Nội dung"), help_text=NO_PERSONS)
    area = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"), choices=Area.choices)
    urgency = forms.ChoiceField(
        label=gettext_lazy("Mức độ"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        initial=Urgency.NORMAL,
    )
    due_on = DayField(label=gettext_lazy("Cần trả lời trước ngày"), required=False)

    def __init__(
        self, *args: Any, user: User, congress: Congress | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if congress is None:
            unit = UnitCodeField(
                user, Right.CONGRESS_KEEP, prefilled=True, label=_("Tổ chức nêu")
            )
            self.fields = {"unit": unit, **self.fields}

    def raising(self) -> Raising:
        """Return what was typed."""
        said = {name: self.cleaned_data[name] for name in Raising.__dataclass_fields__}
        return Raising(**said)


class DealForm(BareForm):
    """One thing done with a difficulty."""

    text = LongText(
        label=gettext_lazy("Nội dung"), help_text=NO_PERSONS, required=False
    )
    grounds = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Số, ký hiệu và ngày của văn bản, điều, khoản."),
    )

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if act is not Act.ANSWER:
            del self.fields["grounds"]
        if act is Act.SOLVE:
            self.fields["text"].label = _("Ghi thêm, nếu cần")


class ShareForm(BareForm):
    """A question and its answer in words that name nobody."""

    question = LongText(
        label=gettext_lazy("Câu hỏi"),
        help_text=gettext_lazy("Viết lại để không ai nhận ra nơi hỏi."),
    )
    answer = LongText(label=gettext_lazy("Trả lời"), help_text=NO_PERSONS)
    grounds = forms.CharField(
        label=gettext_lazy("Căn cứ"), max_length=400, required=False
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("Tôi đã đọc lại: không nêu nơi hỏi, không nêu người"),
        error_messages={
            "required": gettext_lazy("Hãy đọc lại rồi đánh dấu ô này trước khi gửi.")
        },
    )


class PracticeForm(SeenForm):
    """What a unit did well."""

    title = forms.CharField(label=gettext_lazy("Tên cách làm"), max_length=200)
    area = forms.ChoiceField(
        label=gettext_lazy("Lĩnh vực"), choices=PracticeArea.choices
    )
    from_year = forms.IntegerField(
        label=gettext_lazy("Từ năm"), min_value=1930, max_value=2200
    )
    to_year = forms.IntegerField(
        label=gettext_lazy("Đến năm"), min_value=1930, max_value=2200
    )
    done = LongText(label=gettext_lazy("Đã làm gì"), rows=6, help_text=NO_PERSONS)
    result = LongText(label=gettext_lazy("Kết quả, có số liệu"))

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user is not None:
            unit = UnitCodeField(
                user, Right.CONGRESS_KEEP, prefilled=True, label=_("Tổ chức đề xuất")
            )
            self.fields = {"unit": unit, **self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("from_year"), cleaned.get("to_year")
        if first and last and last < first:
            self.add_error("to_year", _("Năm cuối không được trước năm đầu."))
        return cleaned

    def proposing(self) -> Proposing:
        """Return what was typed."""
        said = {
            name: self.cleaned_data[name] for name in Proposing.__dataclass_fields__
        }
        return Proposing(**said)


def practice_facts(practice: Practice) -> dict[str, Any]:
    """Return what the form shows of a practice."""
    names = ("title", "area", "from_year", "to_year", "done", "result", "version")
    return {name: getattr(practice, name) for name in names}


class OfUnitForm(BareForm):
    """For which of a few units somebody acts."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Tổ chức"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Hãy chọn một tổ chức.")},
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = _of(units)
        field.initial = units[0] if units else None


class SendBackForm(OfUnitForm):
    """Why a proposal goes back."""

    text = LongText(label=gettext_lazy("Vì sao trả lại"), most=SHORT)


class CommentForm(OfUnitForm):
    """What somebody says of a practice."""

    text = LongText(
        label=gettext_lazy("Góp ý"), most=SHORT, rows=3, help_text=NO_PERSONS
    )


def _of(units: list[Unit]) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by(
        "sort_key", "pk"
    )
