"""What people type about guests and the press."""

from typing import Any, Final

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy

from congress.forms.seen import SeenForm
from congress.models import Guest, GuestKind, GuestState, Zone
from congress.rules.guests import TYPED
from congress.services.guests import Inviting
from core.forms.look import BareForm, DayField

_ANOTHER: Final = "is_another"


class GuestForm(SeenForm):
    """Who is invited, as what, and where he may go."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Diện"), choices=GuestKind.choices)
    position = forms.CharField(
        label=gettext_lazy("Chức danh"), max_length=200, required=False
    )
    organisation = forms.CharField(
        label=gettext_lazy("Cơ quan, đơn vị"), max_length=200, required=False
    )
    invited_by = forms.CharField(
        label=gettext_lazy("Ai mời"), max_length=200, required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        choices=[(each, GuestState(each).label) for each in TYPED],
        help_text=gettext_lazy("Cấp thẻ, không cấp thẻ là việc riêng, làm sau."),
    )
    invitation_number = forms.CharField(
        label=gettext_lazy("Số giấy mời"), max_length=60, required=False
    )
    invitation_on = DayField(label=gettext_lazy("Ngày giấy mời"), required=False)
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Nơi được vào"),
        choices=Zone.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Phải chọn trước khi cấp thẻ."),
    )
    seat = forms.CharField(
        label=gettext_lazy("Chỗ ngồi"), max_length=60, required=False
    )
    press_card = forms.CharField(
        label=gettext_lazy("Số thẻ nhà báo"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Chỉ với báo chí."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi cần để liên lạc."),
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("Đúng là người khác, trùng tên"), required=False
    )

    def __init__(
        self,
        *args: Any,
        guest: Guest | None = None,
        asks_another: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if guest is not None and guest.state not in TYPED:
            del self.fields["state"]
        another = [_ANOTHER] if asks_another else []
        if not asks_another:
            self.fields[_ANOTHER].widget = forms.HiddenInput()
        state = [Column("state")] if "state" in self.fields else []
        self.helper.layout = Layout(
            "full_name",
            *another,
            Row(Column("position"), Column("organisation")),
            Row(Column("kind"), *state),
            Row(Column("invited_by"), Column("seat")),
            Row(Column("invitation_number"), Column("invitation_on")),
            "areas",
            Row(Column("press_card"), Column("phone")),
            "version",
            "seen",
        )

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of the guest himself."""
        return [name for name in super().own if name != _ANOTHER]

    def said(self) -> Inviting:
        """Return what was typed."""
        typed = {name: self.cleaned_data[name] for name in self.own}
        typed["areas"] = tuple(typed["areas"])
        return Inviting(**typed)


def guest_facts(guest: Guest) -> dict[str, Any]:
    """Return what the form shows of a guest."""
    names = Inviting.__dataclass_fields__
    return {name: getattr(guest, name) for name in names} | {"version": guest.version}


class ReasonForm(BareForm):
    """Why a pass is taken back, or not given."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=400,
        help_text=gettext_lazy("Giữ cùng tên người, ai ghi, lúc nào."),
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )
