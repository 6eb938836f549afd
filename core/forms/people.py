"""What people type about people in the register."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import peoples, register
from core.access.rights import Right
from core.forms.look import DayField
from core.forms.units import UnitCodeField
from core.imports import cells
from core.imports.faults import Odd, sentence
from core.models import Person, Post, Unit, User
from core.models.person import (
    Badge,
    LeftWhy,
    Membership,
    SchoolLevel,
    Sex,
    TheoryLevel,
)
from core.queries.people import label_of, written_field
from core.services import Leaving, PostFacts
from core.services.people import particulars_of
from core.services.people.merging import TAKEN_OVER
from core.vietnamese import names

KEPT: Final = "kept"
GONE: Final = "gone"

_WORDS: Final = tuple(
    field
    for field in register.PARTICULARS
    if field not in {"born_on", "birth_precision", "party_since", "official_since"}
)
_CHOICES: Final = {
    "sex": Sex,
    "education": SchoolLevel,
    "theory": TheoryLevel,
    "badge": Badge,
}
# Headings of the form, and what stands beside each other beneath them.
_GROUPS: Final[tuple[tuple[Promise, tuple[tuple[str, ...], ...]], ...]] = (
    (
        gettext_lazy("Nhân thân"),
        (
            ("full_name", "other_name"),
            ("born", "sex", "citizen_id"),
            ("ethnicity", "religion", "home_place"),
        ),
    ),
    (
        gettext_lazy("Đảng viên"),
        (
            ("membership", "party_card", "badge"),
            ("party_since", "official_since", "party_age_lost_months"),
        ),
    ),
    (
        gettext_lazy("Trình độ và công tác"),
        (
            ("schooling", "education", "profession"),
            ("theory", "languages", "computing"),
            ("position",),
        ),
    ),
)


class BirthField(forms.CharField):
    """A birth date, of which only the month or the year may be known."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Ngày sinh"))
        options.setdefault(
            "help_text",
            gettext_lazy("05/08/1975; chỉ biết tháng: 08/1975; chỉ biết năm: 1975."),
        )
        super().__init__(required=False, max_length=40, **options)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> cells.PartialDate | None:
        """Return the date and how much of it is known."""
        typed = names.clean(super().clean(value))
        return _read(cells.partial_date, typed) if typed else None


class ListedInput(forms.TextInput):
    """A text field that offers what is usual; anything else may be typed."""

    template_name = "components/listed_input.html"

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self._words = tuple(words)

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"id_{name}_words"
        return context | {"words": self._words}


class Doubt(NamedTuple):
    """Something seldom so, and whether somebody looked at it."""

    code: str
    sentence: str | Promise
    is_ticked: bool


class ParticularsForm(forms.Form):
    """What is written of a person, and which version of it was seen.

    What is seldom so (``doubts``) is asked once: a form with doubts is valid when each
    of them was ticked, or stood in the register before (``person``).
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = particulars_of(person) if person is not None else {}
        self.doubts: list[Doubt] = []
        of_model = forms.fields_for_model(Person, _WORDS)
        of_model["membership"].choices = Membership.choices
        for name, words in _CHOICES.items():
            of_model[name].choices = [("", "–"), *words.choices]
        for name, listed in peoples.LISTS.items():
            of_model[name].widget = ListedInput(listed)
            of_model[name].help_text = _("Chọn, hoặc gõ tên khác.")
        lost = of_model["party_age_lost_months"]
        lost.required, lost.max_value = False, register.MOST_MONTHS_LOST
        lost.validators.append(MaxValueValidator(register.MOST_MONTHS_LOST))
        lost.help_text = _("Thời gian gián đoạn; để trống là không có.")
        of_model["party_card"].help_text = _("8 chữ số.")
        self.fields |= of_model
        self.fields["born"] = BirthField()
        for name in ("party_since", "official_since"):
            self.fields[name] = DayField(label=label_of(name), required=False)
        for field in self.fields.values():
            field.label = capfirst(str(field.label or ""))
        self.fields["full_name"].error_messages["required"] = str(
            register.FAULTS["name-missing"]
        )
        self.helper = _bare(*self.head(), *_grouped())

    def head(self) -> list[Any]:
        """Return what stands above the particulars."""
        return [Field("version")]

    def clean(self) -> dict[str, Any]:
        """Say what cannot be so, beside the field it is about."""
        cleaned = super().clean() or {}
        today = timezone.localdate()
        values = self.values()
        for field, code in register.faults_of(values, today=today):
            shown = "born" if field == "born_on" else field
            if shown not in self.errors:
                self.add_error(shown, str(register.FAULTS[code]))
        self._ask(register.doubts_of(values))
        return cleaned

    def _ask(self, found: list[register.Fault]) -> None:
        ticked = cast("QueryDict", self.data).getlist("checked")
        known = register.doubts_of(self._before)
        self.doubts = [
            Doubt(code, register.DOUBTS[code], is_ticked=code in ticked)
            for field, code in found
            if (field, code) not in known
        ]
        if not all(doubt.is_ticked for doubt in self.doubts):
            self.add_error(None, _("Chưa ghi gì. Hãy xem lại các điều nêu ở trên."))

    def values(self) -> dict[str, Any]:
        """Return the particulars typed, by field of ``Person``."""
        cleaned = self.cleaned_data
        found: dict[str, Any] = {
            field: cleaned[field] for field in register.PARTICULARS if field in cleaned
        }
        if "party_age_lost_months" in found:
            found["party_age_lost_months"] = found["party_age_lost_months"] or 0
        if "born" in cleaned:
            born: cells.PartialDate | None = cleaned["born"]
            found["born_on"] = born.day if born else None
            found["birth_precision"] = born.precision if born else "day"
        return register.cleaned(found)


class RegisterForm(ParticularsForm):
    """Somebody to be entered, where; and that he is not one of those found."""

    not_the_same = forms.BooleanField(
        label=gettext_lazy(
            "Tôi đã xem: đây là người khác, không phải những người trên."
        ),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self._unit = UnitCodeField(
            user, Right.PERSON_KEEP, label=gettext_lazy("Sinh hoạt tại")
        )
        super().__init__(*args, **kwargs)
        self.fields["unit"] = self._unit
        self.fields["membership"].initial = "official"

    def head(self) -> list[Any]:
        return [_row("unit")]


class TransferForm(forms.Form):
    """Where a person goes."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitCodeField(
            user, Right.PERSON_KEEP, label=_("Chuyển sinh hoạt đảng về")
        )
        self.helper = _bare("version", "unit")


class LeaveForm(forms.Form):
    """When and why somebody leaves the register."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["left_why"] = forms.ChoiceField(
            label=label_of("left_why"),
            choices=[("", _("– chọn –")), *LeftWhy.choices],
            error_messages={"required": _("Hãy chọn lý do.")},
        )
        self.fields["left_on"] = DayField(
            label=label_of("left_on"),
            error_messages={"required": _("Hãy ghi ngày rời sổ.")},
        )
        self.fields["left_decision"] = forms.CharField(
            label=label_of("left_decision"),
            max_length=200,
            required=False,
            help_text=_("Số, ngày, nơi ra văn bản, nếu có: 12-QĐ/ĐU, 05/08/2025."),
        )
        self.helper = _bare("version", "left_why", "left_on", "left_decision")

    def leaving(self) -> Leaving:
        """Return what was typed."""
        typed = self.cleaned_data
        return Leaving(
            on=typed["left_on"],
            why=LeftWhy(typed["left_why"]),
            decision=typed["left_decision"],
        )


class BringBackForm(forms.Form):
    """Where somebody is in the register again, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitCodeField(
            user, Right.PERSON_KEEP, label=_("Sinh hoạt tại")
        )
        self.fields["reason"] = forms.CharField(
            label=_("Lý do"),
            max_length=300,
            help_text=_("Ví dụ: ghi nhầm người; chuyển sinh hoạt đảng về lại."),
            error_messages={"required": _("Hãy ghi lý do đưa trở lại sổ.")},
        )
        self.helper = _bare("version", "unit", "reason")


class PostForm(forms.Form):
    """A post, and which version of it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= forms.fields_for_model(Post, ("title", "place"))
        self.fields["unit"] = UnitCodeField(
            user,
            Right.UNIT_READ,
            required=False,
            label=_("Tổ chức đảng"),
            help_text=_("Nếu là chức vụ trong Đảng: gõ mã hoặc một phần tên tổ chức."),
        )
        self.fields["starts_on"] = DayField(label=_("Từ ngày"), required=False)
        self.fields["ends_on"] = DayField(
            label=_("Đến ngày"),
            required=False,
            help_text=_("Để trống khi còn giữ."),
        )
        for field in self.fields.values():
            field.label = capfirst(str(field.label or ""))
        self.fields["title"].error_messages["required"] = _("Hãy ghi chức vụ.")
        self.helper = _bare(
            "version", _row("title", "place"), "unit", _row("starts_on", "ends_on")
        )

    def facts(self) -> PostFacts:
        """Return the post as typed."""
        typed = self.cleaned_data
        return PostFacts(
            title=typed["title"],
            place=typed["place"],
            unit=typed["unit"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
        )


class PostEndForm(forms.Form):
    """Until when a post was held."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"] = DayField(
            label=_("Thôi giữ từ ngày"),
            error_messages={"required": _("Hãy ghi ngày thôi giữ.")},
        )
        self.helper = _bare("version", "ends_on")


class SeenForm(forms.Form):
    """Which version of a row was seen when somebody pressed a button."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MergeForm(forms.Form):
    """Whose value stays for each field in which two rows differ; on what ground."""

    seen_kept = forms.IntegerField(widget=forms.HiddenInput)
    seen_gone = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=300,
        help_text=gettext_lazy(
            "Vì sao biết là một người, ví dụ: cùng số định danh trên giấy tờ gốc."
        ),
        error_messages={"required": gettext_lazy("Hãy ghi căn cứ để gộp.")},
    )

    def __init__(self, *args: Any, kept: Person, gone: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_kept"] = kept.version
        self.initial["seen_gone"] = gone.version
        self.differing = [
            field
            for field in TAKEN_OVER
            if written_field(kept, field) != written_field(gone, field)
        ]
        for field in self.differing:
            self.fields[field] = _whose(field, kept, gone)

    def taken(self) -> set[str]:
        """Return the fields that come from the row that goes."""
        return {field for field in self.differing if self.cleaned_data[field] == GONE}

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields in which the rows differ."""
        return [self[field] for field in self.differing]


class UnitFilterForm(forms.Form):
    """Whose people a list shows."""

    def __init__(self, user: User, typed: str) -> None:
        super().__init__({"to-chuc": typed} if typed else None)
        self.fields["to-chuc"] = UnitCodeField(
            user,
            Right.PERSON_READ,
            required=False,
            label=_("Thuộc tổ chức"),
            help_text="",
        )
        self.fields["to-chuc"].widget.attrs["class"] = "form-control"

    def chosen(self) -> Unit | None:
        """Return the unit that was typed, if it is one."""
        return self.cleaned_data.get("to-chuc") if self.is_valid() else None


def initial_of(person: Person) -> dict[str, Any]:
    """Return what a form shows of a person before anything is typed."""
    shown = {
        field: getattr(person, field)
        for field in (*_WORDS, "party_since", "official_since")
    }
    born = person.born_on and cells.PartialDate(person.born_on, person.birth_precision)
    return shown | {"born": str(born or ""), "version": person.version}


def initial_of_post(post: Post) -> dict[str, Any]:
    """Return what a form shows of a post before anything is typed."""
    return {
        "title": post.title,
        "place": post.place,
        "unit": post.unit,
        "starts_on": post.starts_on,
        "ends_on": post.ends_on,
        "version": post.version,
    }


def _whose(field: str, kept: Person, gone: Person) -> forms.ChoiceField:
    mine, other = written_field(kept, field), written_field(gone, field)
    return forms.ChoiceField(
        label=label_of(field),
        choices=[(KEPT, mine or _("chưa có")), (GONE, other or _("chưa có"))],
        initial=KEPT if mine else GONE,
        widget=forms.RadioSelect,
    )


def _grouped() -> list[Any]:
    return [Fieldset(legend, *(_row(*row) for row in rows)) for legend, rows in _GROUPS]


def _row(*fields: str) -> Row:
    return Row(*(Column(Field(field), css_class="col-md") for field in fields))


def _bare(*layout: Any) -> FormHelper:
    """Return the look of a form whose page brings the frame and the buttons."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.layout = Layout(*layout)
    return made


def _read(parse: cells.Parse, typed: str) -> Any:
    try:
        return parse(typed)
    except Odd as odd:
        raise ValidationError(sentence(odd.code, odd.values)) from None
