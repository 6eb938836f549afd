"""What people type about making a congress known and serving it."""

from typing import Any, Final

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress import queries
from congress.forms.seen import SeenForm
from congress.models import (
    PARTS_OF,
    Arrangement,
    Channel,
    Checklist,
    Congress,
    Part,
)
from congress.models.plan import ANCHORS
from congress.rules.planning import Anchor
from congress.services.arrangements import Arranging
from core.forms.look import DayField
from core.models import User

_OF_COMMUNICATION: Final = ("channel", "audience")


class ArrangementForm(SeenForm):
    """One thing on a list: what, by whom, by when, how many pieces."""

    title = forms.CharField(label=gettext_lazy("Việc"), max_length=300)
    part = forms.ChoiceField(label=gettext_lazy("Phần"))
    channel = forms.ChoiceField(
        label=gettext_lazy("Kênh"),
        required=False,
        choices=[("", "–"), *Channel.choices],
    )
    audience = forms.CharField(
        label=gettext_lazy("Đối tượng"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Ví dụ: đảng viên, Nhân dân các thôn, đoàn viên."),
    )
    responsible = forms.CharField(
        label=gettext_lazy("Ai làm"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Đơn vị hoặc người, kể cả người không có tài khoản."),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Người phụ trách trên cổng"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("chưa giao cho ai"),
    )
    anchor = forms.ChoiceField(label=gettext_lazy("Hạn tính"), choices=ANCHORS)
    days = forms.IntegerField(
        label=gettext_lazy("Số ngày"), min_value=0, max_value=2000, required=False
    )
    in_working_days = forms.BooleanField(
        label=gettext_lazy("ngày làm việc"), required=False
    )
    due_on = DayField(
        label=gettext_lazy("Ngày cố định"),
        required=False,
        help_text=gettext_lazy("Chỉ dùng khi hạn là ngày cố định."),
    )
    wanted = forms.IntegerField(
        label=gettext_lazy("Cần bao nhiêu"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=gettext_lazy("Chỉ ghi với thứ đếm được: ghế, bình chữa cháy."),
    )
    ready = forms.IntegerField(
        label=gettext_lazy("Đã có"), min_value=0, max_value=1_000_000, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"), max_length=400, required=False
    )

    def __init__(
        self, *args: Any, congress: Congress, checklist: Checklist, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        part: Any = self.fields["part"]
        part.choices = [(each, Part(each).label) for each in PARTS_OF[checklist.value]]
        owner: Any = self.fields["owner"]
        owner.queryset = queries.plans.possible_owners(congress)
        of_channel: list[Any] = [Row(*(Column(name) for name in _OF_COMMUNICATION))]
        if checklist is not Checklist.COMMUNICATION:
            for name in _OF_COMMUNICATION:
                del self.fields[name]
            of_channel = []
        self.helper.layout = Layout(
            "title",
            "part",
            *of_channel,
            Row(Column("responsible"), Column("owner")),
            Row(Column("anchor"), Column("days")),
            "in_working_days",
            "due_on",
            Row(Column("wanted"), Column("ready")),
            "note",
            "version",
            "seen",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        wanted, ready = cleaned.get("wanted"), cleaned.get("ready") or 0
        if wanted is None and ready:
            self.add_error("wanted", _("Ghi cần bao nhiêu trước, rồi ghi đã có."))
        if cleaned.get("anchor") == Anchor.DAY and not (
            cleaned.get("due_on") or "due_on" in self.errors
        ):
            self.add_error("due_on", _("Hãy ghi ngày, hoặc chọn cách tính hạn khác."))
        return cleaned

    def said(self) -> Arranging:
        """Return what was typed."""
        typed = {name: self.cleaned_data[name] for name in self.own}
        typed["days"] = typed["days"] or 0
        typed["ready"] = typed["ready"] or 0
        return Arranging(**typed)


def arrangement_facts(row: Arrangement) -> dict[str, Any]:
    """Return what the form shows of a thing on a list."""
    names = Arranging.__dataclass_fields__
    facts = {name: getattr(row, name) for name in names} | {"version": row.version}
    if row.anchor != Anchor.DAY:
        facts["due_on"] = None
    return facts
