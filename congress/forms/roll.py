"""What people type about those convened."""

from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy

from congress import labels, queries
from congress.forms.seen import SeenForm
from congress.models import RollEntry, VotingBody
from congress.rules.alternates import Leaving
from congress.rules.roll import CONDITIONS_OF, ORIGINS_OF, Attendance, Standing
from congress.rules.tally_base import Body
from core.models import Unit
from core.web import row_key

# Grounds somebody may give; the others follow from the row (R-DL-6).
_GROUNDS = (Leaving.LEAVE_GRANTED, Leaving.MOVED_OUTSIDE, Leaving.MOVED_WITHIN)
_CONVENER = {
    False: gettext_lazy("Thuộc cấp ủy triệu tập"),
    True: gettext_lazy("Thuộc ban thường vụ"),
}


class CallForm(forms.Form):
    """As what the people who are ticked are convened."""

    origin = forms.ChoiceField(label=gettext_lazy("Diện"))
    standing = forms.ChoiceField(label=gettext_lazy("Tư cách"))
    is_convener = forms.BooleanField(required=False)
    people = forms.TypedMultipleChoiceField(
        coerce=UUID,
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": gettext_lazy("Hãy chọn ít nhất một người trong danh sách."),
            "invalid_choice": gettext_lazy(
                "Danh sách người vừa thay đổi. Hãy tìm và chọn lại."
            ),
        },
    )

    def __init__(self, *args: Any, body: VotingBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = queries.body_of(body)
        _offer(self, kind, but=(Standing.REJECTED,))
        self.fields["is_convener"].label = str(
            _CONVENER[kind is Body.COMMITTEE_MEETING]
        )
        people: Any = self.fields["people"]
        ticked = self.data.getlist("people") if self.is_bound else []  # type: ignore[attr-defined] # of a request
        people.choices = [(each, each) for each in ticked if row_key(each)]
        self.helper = _plain(Field("origin"), Field("standing"), Field("is_convener"))


class RowForm(SeenForm):
    """What is said of one person on a roll."""

    origin = forms.ChoiceField(label=gettext_lazy("Diện"))
    standing = forms.ChoiceField(label=gettext_lazy("Tư cách"))
    reason = forms.CharField(
        label=gettext_lazy("Lý do bác tư cách"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Ghi khi bác tư cách; cần kết luận được thông qua."),
    )
    sent_by = forms.ModelChoiceField(
        label=gettext_lazy("Tổ chức cử đi"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("– không –"),
    )
    votes = forms.IntegerField(
        label=gettext_lazy("Số phiếu khi được bầu"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=gettext_lazy("Dự khuyết được gọi theo số phiếu, từ cao xuống thấp."),
    )
    condition = forms.ChoiceField(label=gettext_lazy("Tình trạng sinh hoạt"))
    is_convener = forms.BooleanField(required=False)

    def __init__(self, *args: Any, body: VotingBody, **kwargs: Any) -> None:
        self._kind = queries.body_of(body)
        super().__init__(*args, **kwargs)
        _offer(self, self._kind)
        conditions: Any = self.fields["condition"]
        conditions.choices = [
            (each.value, labels.CONDITIONS[each.value])
            for each in CONDITIONS_OF[self._kind]
        ]
        is_meeting = self._kind is Body.COMMITTEE_MEETING
        self.fields["is_convener"].label = str(_CONVENER[is_meeting])
        if self._kind is Body.DELEGATES_CONGRESS:
            senders: Any = self.fields["sent_by"]
            senders.queryset = queries.possible_senders(body)
            del self.fields["condition"]
        else:
            for name in ("sent_by", "votes", "reason", "standing"):
                del self.fields[name]
        self.helper.layout = Layout(*(Field(name) for name in self.fields))

    def said(self) -> dict[str, Any]:
        """Return what was typed, by field of the row."""
        said = {name: self.cleaned_data[name] for name in self.own}
        if "sent_by" in said:
            sender = said.pop("sent_by")
            said["sent_by_id"] = sender.pk if sender else None
        return said


def row_facts(row: RollEntry) -> dict[str, Any]:
    """Return what the form shows of a row."""
    rejected = row.standing == Standing.REJECTED
    return {
        "origin": row.origin,
        "standing": row.standing,
        "reason": row.reason if rejected else "",
        "sent_by": row.sent_by_id,
        "votes": row.votes,
        "condition": row.condition,
        "is_convener": row.is_convener,
        "version": row.version,
    }


class MarkForm(forms.Form):
    """Whether one person came."""

    attendance = forms.ChoiceField(choices=[(a.value, a.value) for a in Attendance])
    reason = forms.CharField(max_length=400, required=False)
    accepted = forms.BooleanField(required=False)
    version = forms.IntegerField(min_value=0)


class ReplaceForm(forms.Form):
    """Who takes a delegate's seat, and why."""

    alternate = forms.TypedChoiceField(
        label=gettext_lazy("Dự khuyết thay"),
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn người thay.")},
    )
    ground = forms.TypedChoiceField(
        label=gettext_lazy("Căn cứ"),
        coerce=Leaving,
        choices=[(each.value, labels.LEAVINGS[each.value]) for each in _GROUNDS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn căn cứ thay.")},
    )
    elected_short = forms.BooleanField(
        label=gettext_lazy("Tổ chức này bầu thiếu đại biểu so với số được phân bổ"),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Căn cứ chọn"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Bắt buộc khi số phiếu và tuổi đảng chưa xếp được thứ tự; ghi vào nhật ký."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        alternates: Any = self.fields["alternate"]
        alternates.choices = choices
        self.helper = _plain(*(Field(name) for name in self.fields))


def _offer(form: forms.Form, kind: Body, but: tuple[Standing, ...] = ()) -> None:
    """Offer what this kind of body knows."""
    origins: Any = form.fields["origin"]
    origins.choices = [
        (each.value, labels.ORIGINS[each.value]) for each in ORIGINS_OF[kind]
    ]
    if kind is Body.DELEGATES_CONGRESS and not form.is_bound:
        form.initial.setdefault("origin", "elected")
    known = tuple(Standing) if kind is Body.DELEGATES_CONGRESS else (Standing.OFFICIAL,)
    standings: Any = form.fields["standing"]
    standings.choices = [
        (each.value, labels.STANDINGS[each.value]) for each in known if each not in but
    ]


def _plain(*fields: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*fields)
    return helper
