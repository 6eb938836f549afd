"""What the board decides about one ballot."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.queries.doubtful import (
    DoubtfulBallot,
    PaperOfPoll,
    is_contrary,
)
from ballots.rules import journal
from ballots.rules.ballot import Defect, Reading, may_be_ruled_on
from ballots.rules.command import Mistyped, spelled, understand
from ballots.rules.doubts import ruled_invalid, ruled_to_show
from core.forms.look import bare_helper

SHOWS, INVALID = "shows", "invalid"
CHOOSES_NOBODY: Final = "no_choice"


class RulingForm(forms.Form):
    """What a ballot shows, or why it is invalid; who of the board decided, and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Ban kiểm phiếu kết luận"),
        choices=[
            (SHOWS, _("Xác định được lựa chọn: phiếu thể hiện như ghi dưới đây")),
            (INVALID, _("Phiếu không hợp lệ")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn kết luận của ban.")},
    )
    marks = forms.CharField(
        label=_("Phiếu thể hiện"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "command"}
        ),
    )
    ground = forms.ChoiceField(label=_("Lý do không hợp lệ"), required=False)
    reason = forms.CharField(
        label=_("Nhận xét của ban"),
        max_length=400,
        help_text=_(
            "Ban thấy gì trên phiếu và vì sao kết luận như vậy. Câu này vào nhật ký: "
            "không ghi phiếu bầu cho ai, không chép lại chữ ký, chữ viết trên phiếu."
        ),
        error_messages={"required": _("Hãy ghi vì sao ban kết luận như vậy.")},
    )
    deciders = forms.MultipleChoiceField(
        label=_("Những người quyết định"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy đánh dấu những người đã quyết định.")},
    )
    contrary = forms.BooleanField(
        label=_("Ban đã xem căn cứ trên và vẫn kết luận như vậy."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        ballot: DoubtfulBallot,
        paper: PaperOfPoll,
        board: list[str],
        deciding: list[str],
        **kwargs: Any,
    ) -> None:
        self.ballot, self.paper, self.board = ballot, paper, board
        start = _start(ballot, paper) | {"deciders": _ticked(board, deciding)}
        kwargs["initial"] = start
        super().__init__(*args, **kwargs)
        _choices(self, "ground", [("", _("– chọn –")), *_grounds(ballot, paper)])
        _choices(self, "deciders", [(str(i), name) for i, name in enumerate(board)])
        self.fields["marks"].help_text = _how_to_type(paper)
        # Asked only where a ruling looks contrary to the rule.
        self.fields["contrary"].widget = forms.HiddenInput()
        self.ruled: Reading | None = None
        self.looks_contrary = False
        # What a ballot comes to is shown first; only what was shown is written.
        self.reads = self.asks_first = False
        self.helper = bare_helper()

    def clean_marks(self) -> str:
        typed: str = self.cleaned_data["marks"]
        if self.cleaned_data.get("outcome") == SHOWS and not typed:
            raise forms.ValidationError(
                _("Hãy ghi phiếu thể hiện gì, theo số in trên phiếu.")
            )
        return typed

    def clean_ground(self) -> str:
        ground: str = self.cleaned_data["ground"]
        if self.cleaned_data.get("outcome") == INVALID and not ground:
            raise forms.ValidationError(_("Hãy chọn lý do không hợp lệ."))
        return ground

    def clean(self) -> dict[str, Any] | None:
        """Read what was decided, and ask once more where it looks contrary."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.ruled = self._ruled()
        if self.ruled is None:
            return cleaned
        content = journal.content(self.ruled, None)
        self.reads = self.cleaned_data["outcome"] == SHOWS
        self.asks_first = self.reads and self.data.get("shown") != content
        self.looks_contrary = is_contrary(self.ballot, self.ruled, self.paper)
        if self.looks_contrary:
            self.fields["contrary"].widget = forms.CheckboxInput()
        if self.looks_contrary and not self.cleaned_data["contrary"]:
            self.add_error(
                "contrary",
                _(
                    "Kết luận này có vẻ khác với quy chế. Hãy xem căn cứ, rồi đánh dấu "
                    "nếu ban vẫn kết luận như vậy."
                ),
            )
        return cleaned

    def _ruled(self) -> Reading | None:
        data = self.cleaned_data
        if data["outcome"] == INVALID:
            ground = data["ground"]
            defect = None if ground == CHOOSES_NOBODY else Defect(ground)
            return ruled_invalid(self.ballot.reading, defect)
        try:
            typed = understand(data["marks"], self.paper.sheet)
        except Mistyped as slip:
            self.add_error("marks", labels.slip(slip))
            return None
        if typed.doubt is not None or typed.reading.defect is not None:
            self.add_error("marks", _("Ở đây chỉ ghi số, không ghi dấu ! hoặc #."))
            return None
        if typed.repeated:
            numbers = ", ".join(map(str, typed.repeated))
            self.add_error(
                "marks",
                _("Số %(numbers)s ghi hai lần. Hãy xem lại phiếu rồi bỏ bớt.")
                % {"numbers": numbers},
            )
            return None
        return ruled_to_show(typed.reading, self.paper.slate)

    def deciding(self) -> list[str]:
        """Return the names of those who decided."""
        return [self.board[int(each)] for each in self.cleaned_data["deciders"]]


class AgreeForm(forms.Form):
    """The board agrees with what the rule says of a ballot."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    deciders = forms.MultipleChoiceField(
        label=_("Những người quyết định"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy đánh dấu những người đã quyết định.")},
    )

    def __init__(
        self,
        *args: Any,
        ballot: DoubtfulBallot,
        board: list[str],
        deciding: list[str],
        **kwargs: Any,
    ) -> None:
        start = {"seen": ballot.seen, "deciders": _ticked(board, deciding)}
        kwargs |= {"initial": start, "prefix": "agree"}
        super().__init__(*args, **kwargs)
        self.board = board
        _choices(self, "deciders", [(str(i), name) for i, name in enumerate(board)])
        self.helper = bare_helper()

    def deciding(self) -> list[str]:
        """Return the names of those who decided."""
        return [self.board[int(each)] for each in self.cleaned_data["deciders"]]


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the checker
    field.choices = choices


def _ticked(board: list[str], deciding: list[str]) -> list[str]:
    return [str(i) for i, name in enumerate(board) if name in deciding]


def _start(ballot: DoubtfulBallot, paper: PaperOfPoll) -> dict[str, Any]:
    """Return the last ruling to think over, else what was read."""
    start: dict[str, Any] = {"seen": ballot.seen}
    ruled = ballot.ruled
    shown = ruled or ballot.reading
    start["marks"] = spelled(shown._replace(defect=None), None, paper.sheet)
    if ruled is None or ballot.ruling is None:
        start["ground"] = ballot.reading.defect or ""
        return start
    chooses_nobody = ballot.ruling.decision == "invalid"
    is_invalid = ruled.defect is not None or chooses_nobody
    return start | {
        "outcome": INVALID if is_invalid else SHOWS,
        "ground": CHOOSES_NOBODY if chooses_nobody else (ruled.defect or ""),
        "reason": ballot.ruling.reason,
    }


def _grounds(ballot: DoubtfulBallot, paper: PaperOfPoll) -> list[tuple[str, Any]]:
    grounds: list[tuple[str, Any]] = []
    if ballot.reading.defect is None and may_be_ruled_on(ballot.reading, paper.slate):
        grounds.append((CHOOSES_NOBODY, labels.REASONS[CHOOSES_NOBODY]))
    words: Mapping[str, Any] = labels.DEFECTS
    return [*grounds, *words.items()]


def _how_to_type(paper: PaperOfPoll) -> Any:
    if paper.sheet.has_one_name:
        return _("1: đồng ý; 2: không đồng ý; 3: cả hai ô; 0: không ô nào.")
    if paper.slate.layout == "agree_disagree":
        return _(
            "3: đồng ý người số 3; -3: không đồng ý; =3: cả hai ô; --3: không ô nào; "
            "0: những người còn lại không đánh dấu."
        )
    return _(
        "Số những người bị gạch, ví dụ 3 7 9-11; 0: không gạch ai; *: gạch tất cả; "
        "thêm = ở đầu thì là số những người được để lại."
    )
