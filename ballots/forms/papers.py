"""Figures of people and papers, the box, and what the board has seen."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.models import Poll
from ballots.queries.papers import PapersNow
from ballots.rules.identities import (
    FIGURE_OF,
    FIGURES_AT,
    FROM_PRINT,
    WHEN_ISSUED,
    SumFault,
    figure_findings,
)
from ballots.rules.stages import Stage
from congress.rules.findings import errors
from core.forms.look import bare_helper

# A column of PostgreSQL holds no more.
MOST: Final = 2**31 - 1

HELP: Final = {
    "printed": _("Tất cả phiếu nhà in giao, kể cả phiếu in hỏng."),
    "spoilt_in_print": _("Phiếu in hỏng, đóng dấu hỏng, không phát ra."),
    "present": _(
        "Điền sẵn theo điểm danh; sửa lại theo số người có mặt khi phát phiếu."
    ),
    "issued": _("Số người đã nhận phiếu. Đổi phiếu không làm tăng số này."),
    "exchanged": _("Phiếu gạch hỏng thu lại để đổi phiếu khác, đã hủy và để riêng."),
    "left_over": _("Phiếu lành chưa phát, niêm phong để riêng."),
    "returned": _("Đếm các phiếu lấy từ thùng ra, trước khi xem phiếu bầu ai."),
}


class FiguresForm(forms.Form):
    """The figures of this stage; ``seen`` names those the person has before him."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, poll: Poll, now: PapersNow, **kwargs: Any) -> None:
        stage = Stage(poll.stage)
        names = FIGURES_AT[stage]
        start = {name: getattr(now.figures, name) for name in names}
        if start.get("present", 0) is None:
            start["present"] = now.figures.came
        kwargs["initial"] = start | {"seen": now.digest}
        super().__init__(*args, **kwargs)
        self.now = now
        wanted = WHEN_ISSUED if stage is Stage.BOX_OPENED else FROM_PRINT
        for name in names:
            self.fields[name] = _number(name, required=name in wanted)
        self.figures = names
        self.too_many_returned = False
        self.helper = bare_helper()

    def clean(self) -> dict[str, Any] | None:
        """Tell beside the field what cannot be, with the sum and both its numbers."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        typed = replace(self.now.figures, **self.typed())
        for finding in errors(figure_findings(typed)):
            self.add_error(FIGURE_OF[finding.code], labels.sum_fault(finding))
            if finding.code is SumFault.RETURNED_ABOVE_ISSUED:
                self.too_many_returned = True
        return cleaned

    def typed(self) -> dict[str, int | None]:
        """Return the figures as they were typed."""
        return {name: self.cleaned_data[name] for name in self.figures}


def _number(name: str, *, required: bool) -> forms.IntegerField:
    return forms.IntegerField(
        label=labels.FIGURES[name],
        help_text=HELP[name],
        required=required,
        min_value=0,
        max_value=MOST,
        error_messages={
            "required": _("Hãy ghi số này; không có thì ghi 0."),
            "min_value": _("Hãy ghi số từ 0 trở lên."),
            "max_value": _("Số quá lớn. Hãy kiểm tra lại."),
            "invalid": _("Hãy ghi một số nguyên, không có dấu chấm hay dấu phẩy."),
        },
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class SealForm(forms.Form):
    """The board checked the box in view of all and sealed it."""

    empty_shown = forms.BooleanField(
        label=_("Thùng phiếu rỗng, đã cho mọi người xem trước khi niêm phong."),
        error_messages={
            "required": _("Hãy cho mọi người xem thùng phiếu rỗng rồi đánh dấu.")
        },
    )
    seal = forms.CharField(
        label=_("Số niêm phong"),
        max_length=100,
        required=False,
        help_text=_("Nếu tem hoặc khóa niêm phong có số."),
    )
    witnesses = forms.CharField(
        label=_("Người chứng kiến"),
        max_length=400,
        help_text=_("Họ tên, ví dụ hai đại biểu và một người trong đoàn chủ tịch."),
        error_messages={"required": _("Hãy ghi người chứng kiến niêm phong.")},
    )

    board_final = forms.BooleanField(
        label=_("Ban kiểm phiếu ghi ở trên đã đúng: niêm phong rồi không thay được."),
        error_messages={
            "required": _("Việc này không lấy lại được. Hãy xem lại ban rồi đánh dấu.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class SeenForm(forms.Form):
    """Somebody has checked just the figures that he has before him."""

    seen = forms.CharField(widget=forms.HiddenInput)
    checked = forms.BooleanField(
        label=_("Ban kiểm phiếu đã đếm lại; số liệu đúng như đã ghi."),
        error_messages={"required": _("Hãy đếm lại rồi đánh dấu.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class OpenBoxForm(forms.Form):
    """Voting is over and the box is opened in view of all."""

    seen = forms.CharField(widget=forms.HiddenInput)
    voting_over = forms.BooleanField(
        label=_(
            "Mọi người đã bỏ phiếu xong; niêm phong còn nguyên trước khi mở thùng "
            "phiếu."
        ),
        error_messages={
            "required": _("Hãy kiểm tra niêm phong rồi đánh dấu trước khi mở.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
