"""What people write when they submit something, and when they decide on it."""

from collections.abc import Sequence
from typing import Any, Final

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from congress.forms.seen import SeenForm
from congress.forms.texts import LongText
from congress.models import (
    CommentStance,
    Congress,
    SubmissionDraft,
    SubmissionKind,
    WorkingBody,
)
from congress.services.commenting import Opinion
from congress.services.drafts import Drafted
from congress.services.submissions import Seen
from core.access import policy
from core.access.rights import Right
from core.forms.files import FilesField
from core.forms.look import BareForm
from core.forms.units import UnitCodeField
from core.models import Unit, User

_LONGEST = 1000
_FILES_AT_ONCE: Final = 12
_CONGRESSES_MOST: Final = 50
_KINDS: Final = [
    (each.value, each.label)
    for each in (
        SubmissionKind.DOCUMENTS,
        SubmissionKind.PERSONNEL_PLAN,
        SubmissionKind.REPORT,
    )
]


class SubmitForm(BareForm):
    """What goes along with what is submitted."""

    note = forms.CharField(
        label=_("Lời trình"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Điều cấp trên cần biết; để trống cũng được."),
    )


class DecisionForm(BareForm):
    """What the level above says, and what it had before it when it did."""

    note = forms.CharField(
        label=_("Ý kiến"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Trả lại thì phải ghi lý do, để đơn vị biết phải sửa gì."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def seen(self) -> Seen:
        """Return what was looked at."""
        return Seen(self.cleaned_data["revision"], self.cleaned_data["digest"])


class OpinionForm(BareForm):
    """What a reader says of what was submitted, in whose name, and on which part."""

    body = forms.ChoiceField(label=_("Thay mặt"))
    stance = forms.ChoiceField(
        label=_("Loại ý kiến"), choices=CommentStance.choices, initial="remark"
    )
    about = forms.CharField(
        label=_("Về nội dung"),
        max_length=200,
        required=False,
        help_text=_("Mục, trang nào; để trống nếu là ý kiến chung."),
    )
    text = LongText(label=_("Nội dung"))
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, bodies: Sequence[WorkingBody], unit: str, **kwargs: Any
    ) -> None:
        """``unit`` names whom else he speaks for; nobody where it is empty."""
        super().__init__(*args, **kwargs)
        self._bodies = {str(body.pk): body for body in bodies}
        known = [("", unit)] if unit else []
        field: Any = self.fields["body"]
        field.choices = known + [(key, body.name) for key, body in self._bodies.items()]
        field.required = not unit

    def said(self) -> Opinion:
        """Return what was typed."""
        typed = self.cleaned_data
        return Opinion(
            stance=CommentStance(typed["stance"]),
            text=typed["text"],
            about=typed["about"],
            body=self._bodies.get(typed["body"]),
        )


class BeginForm(BareForm):
    """What a unit begins to prepare for the unit above."""

    kind = forms.ChoiceField(label=_("Loại hồ sơ"))
    congress = forms.ChoiceField(
        label=_("Thuộc đại hội"),
        required=False,
        help_text=_("Để trống nếu là hồ sơ của đơn vị."),
    )
    title = forms.CharField(
        label=_("Tên hồ sơ"),
        max_length=300,
        help_text=_("Ví dụ: Dự thảo Báo cáo chính trị trình Đại hội lần thứ XXI."),
    )
    note = LongText(label=_("Lời trình"), most=_LONGEST, rows=4, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitCodeField(
            user, Right.WORK_DO, prefilled=True, label=_("Đơn vị trình")
        )
        kind: Any = self.fields["kind"]
        personnel = policy.holds(user, Right.PERSONNEL_WORK_READ)
        kind.choices = [
            each
            for each in _KINDS
            if personnel or each[0] != SubmissionKind.PERSONNEL_PLAN
        ]
        reach = policy.within_reach(Congress.objects.all(), user, Right.WORK_DO)
        found = reach.select_related("unit", "scope", "term").order_by(
            "-opens_on", "pk"
        )
        self._congresses = {str(each.pk): each for each in found[:_CONGRESSES_MOST]}
        congress: Any = self.fields["congress"]
        congress.choices = [("", gettext_now("không"))] + [
            (key, str(each)) for key, each in self._congresses.items()
        ]
        self._user = user
        self.order_fields(["unit", "kind", "congress", "title", "note"])

    def clean(self) -> dict[str, Any]:
        """Hold the congress against the unit, and personnel against the right."""
        typed = super().clean() or {}
        unit, congress = typed.get("unit"), self.chosen_congress()
        if unit and congress and congress.unit_id != unit.pk:
            self.add_error(
                "congress", gettext_now("Đại hội này không phải của đơn vị trình.")
            )
        if (
            unit
            and typed.get("kind") == SubmissionKind.PERSONNEL_PLAN
            and not policy.allows(self._user, Right.PERSONNEL_WORK_READ, unit.scope)
        ):
            self.add_error(
                "kind", gettext_now("Bạn không xem được hồ sơ nhân sự của đơn vị này.")
            )
        return typed

    def chosen_congress(self) -> Congress | None:
        """Return the congress that it is of, if it is of one."""
        return self._congresses.get(self.cleaned_data.get("congress", ""))

    def chosen_unit(self) -> Unit:
        """Return the unit that submits."""
        found: Unit = self.cleaned_data["unit"]
        return found

    def said(self) -> Drafted:
        """Return what was typed."""
        return Drafted(title=self.cleaned_data["title"], note=self.cleaned_data["note"])


class DraftForm(SeenForm):
    """What a draft says, and files to put beside it."""

    title = forms.CharField(label=_("Tên hồ sơ"), max_length=300)
    note = LongText(label=_("Lời trình"), most=_LONGEST, rows=4, required=False)
    files: Any = FilesField(most=_FILES_AT_ONCE, label=_("Thêm tệp"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "title",
            "note",
            Field("files", template="components/drop.html"),
            "version",
            "seen",
        )

    @property
    def own(self) -> list[str]:
        """The fields a person fills in of the draft itself."""
        return [name for name in super().own if name != "files"]

    def said(self) -> Drafted:
        """Return what was typed."""
        return Drafted(title=self.cleaned_data["title"], note=self.cleaned_data["note"])


def draft_facts(draft: SubmissionDraft) -> dict[str, Any]:
    """Return what the form shows of a draft."""
    return {"title": draft.title, "note": draft.note, "version": draft.version}
