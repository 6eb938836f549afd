"""The pages of a poll and what is due on it: tables, read by every page's frame."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ballots import labels, queries
from ballots.models import Batch, Confirmation, Poll
from ballots.queries.annulments import is_decided_above
from ballots.queries.doubtful import waiting_ballots
from ballots.queries.rounds import is_for_the_superior
from ballots.rules.outcome import Next
from ballots.rules.stages import Stage, is_past
from core import instance
from core.access import policy
from core.access.rights import Right
from core.models import Scope, User


class Step(NamedTuple):
    """What is due at a stage: by whom, said how, and on which page."""

    right: Right
    due: Promise
    waits: Promise
    button: Promise
    url_name: str


# Counting and confirming have panels of their own on the page of the poll.
DUE: Final[Mapping[Stage, Step]] = {
    Stage.PREPARED: Step(
        Right.SLATE_KEEP,
        _("Lập danh sách bầu cử, rồi chốt khi đại hội (hội nghị) đã thông qua."),
        _("Đoàn chủ tịch, đoàn thư ký đang lập danh sách bầu cử."),
        _("Lập danh sách"),
        "ballots:poll-slate",
    ),
    Stage.LIST_CLOSED: Step(
        Right.PAPERS_KEEP,
        _("Ghi số phiếu in, kiểm tra ban kiểm phiếu rồi niêm phong thùng phiếu."),
        _("Ban kiểm phiếu chuẩn bị phiếu và niêm phong thùng phiếu."),
        _("Phiếu và thùng phiếu"),
        "ballots:poll-papers",
    ),
    Stage.BOX_SEALED: Step(
        Right.PAPERS_KEEP,
        _("Thùng phiếu đã niêm phong. Đủ điều kiện thì bắt đầu phát phiếu."),
        _("Ban kiểm phiếu sắp phát phiếu."),
        _("Phát phiếu"),
        "ballots:poll-papers",
    ),
    Stage.ISSUING: Step(
        Right.PAPERS_KEEP,
        _("Ghi số phiếu phát ra; bỏ phiếu xong thì mở thùng phiếu."),
        _("Đang phát phiếu và bỏ phiếu."),
        _("Phiếu và thùng phiếu"),
        "ballots:poll-papers",
    ),
    Stage.BOX_OPENED: Step(
        Right.BALLOT_ENTER,
        _("Thùng phiếu đã mở. Nhập phiếu theo tập, người khác đối chiếu với phiếu."),
        _("Ban kiểm phiếu đang nhập và đối chiếu phiếu."),
        _("Nhập phiếu"),
        "ballots:poll-entry",
    ),
    Stage.CONFIRMED: Step(
        Right.TALLY_CONFIRM,
        _("In biên bản, ký, đọc kết quả trước đại hội (hội nghị), rồi ghi nhận."),
        _("Đã chốt; trưởng ban kiểm phiếu sắp công bố."),
        _("Công bố kết quả"),
        "ballots:poll-after",
    ),
    Stage.ANNOUNCED: Step(
        Right.PAPERS_KEEP,
        _("Niêm phong phiếu, giấy kiểm phiếu; bàn giao cho đoàn chủ tịch."),
        _("Đã công bố; ban kiểm phiếu sắp bàn giao phiếu."),
        _("Bàn giao phiếu"),
        "ballots:poll-after",
    ),
}


# While the box is open: what keeps the papers from being entered, in this order.
RETURNED: Final = Step(
    Right.PAPERS_KEEP,
    _("Đếm phiếu lấy từ thùng ra rồi ghi số phiếu thu về."),
    _("Ban kiểm phiếu đang đếm phiếu thu về."),
    _("Ghi số phiếu thu về"),
    "ballots:poll-papers",
)
DIVIDE: Final = Step(
    Right.PAPERS_KEEP,
    _("Chia phiếu thành tập để nhập và đối chiếu."),
    _("Ban kiểm phiếu sắp chia phiếu thành tập."),
    _("Chia tập"),
    "ballots:poll-batches",
)
RULE: Final = Step(
    Right.BALLOT_RULE,
    _("Mọi tập đã khớp với phiếu. Ban kiểm phiếu quyết định các phiếu cần xem xét."),
    _("Ban kiểm phiếu đang quyết định các phiếu cần xem xét."),
    _("Phiếu cần xem xét"),
    "ballots:poll-doubtful",
)
FINISH: Final = Step(
    Right.PAPERS_KEEP,
    _("Đã nhập, đối chiếu mọi phiếu. Kết thúc nhập phiếu để kiểm phiếu."),
    _("Ban kiểm phiếu sắp kết thúc nhập phiếu."),
    _("Kết thúc nhập phiếu…"),
    "ballots:poll-entry-finish",
)


FOR_THE_SUPERIOR: Final = _(
    "Bầu bí thư chi bộ đã đủ số lần mà không có kết quả: cấp ủy cấp trên chỉ định bí "
    "thư, không bầu thêm."
)


class NextDue(NamedTuple):
    """What a result calls for; who enters the round, where one is to be held."""

    sentence: str
    mine: bool
    waits: bool


class Due(NamedTuple):
    """What the panel of the page says is due."""

    sentence: Promise
    button: Promise
    url: str
    mine: bool


def due(poll: Poll, user: User) -> Due | None:
    """Return what is due on a poll, and whether it is this user's to do."""
    step = DUE.get(Stage(poll.stage))
    if step is None:
        return None
    mine = policy.allows(user, step.right, _place(poll, step.right))
    if Stage(poll.stage) is Stage.BOX_OPENED and not mine:
        # Whoever keeps the papers cuts the batches that others enter and check.
        mine = policy.allows(user, Right.PAPERS_KEEP, queries.scope_of(poll))
    return Due(
        step.due if mine else step.waits,
        step.button,
        reverse(step.url_name, args=queries.address(poll)),
        mine,
    )


def due_now(poll: Poll, user: User) -> Due | None:
    """Return what is due as ``due`` does, and while papers are entered just what is."""
    if Stage(poll.stage) is not Stage.BOX_OPENED:
        return due(poll, user)
    step = _in_entry(poll)
    if step is None or not policy.allows(user, step.right, queries.scope_of(poll)):
        return due(poll, user)
    url = reverse(step.url_name, args=queries.address(poll))
    return Due(step.due, step.button, url, mine=True)


def _in_entry(poll: Poll) -> Step | None:
    """Return what the board itself has to do before or after papers are typed."""
    if poll.returned is None:
        return RETURNED
    batches = Batch.objects.filter(poll=poll)
    if not batches.exists():
        return DIVIDE
    if batches.filter(agreed__isnull=True).exists():
        return None
    return RULE if waiting_ballots(poll) else FINISH


def next_round(
    poll: Poll, user: User, confirmation: Confirmation | None
) -> NextDue | None:
    """Return what the result calls for, while nothing follows it yet."""
    if confirmation is None:
        return None
    tally = confirmation.tally
    if tally.next == Next.CLOSED:
        return None
    if queries.standing(Poll.objects.filter(after=poll)).exists():
        return None
    if is_decided_above(poll):
        return None
    if is_for_the_superior(poll):
        return NextDue(str(FOR_THE_SUPERIOR), mine=False, waits=False)
    sentence = f"{labels.NEXT_STEPS[Next(tally.next)]}."
    mine = policy.allows(user, Right.SLATE_KEEP, _place(poll, Right.SLATE_KEEP))
    return NextDue(sentence, mine=mine, waits=not mine)


def _place(poll: Poll, right: Right) -> Scope:
    body = poll.election.body
    return body.congress.scope if right is Right.SLATE_KEEP else body.scope


class Tab(NamedTuple):
    """One page of a poll in its second bar."""

    code: str
    label: Promise
    url: str


def tabs(
    poll: Poll, user: User, *, confirmed: bool, may_see: bool, has_history: bool
) -> list[Tab]:
    """Return the pages of a poll that this user has something to see on."""
    stage = Stage(poll.stage)
    typed = poll.upload_id is None
    scope = queries.scope_of(poll)
    counted = is_past(stage, Stage.ENTERED)

    def may(right: Right) -> bool:
        return policy.allows(user, right, scope)

    wanted: list[tuple[str, Promise, str, bool]] = [
        ("slate", _("Tổng quan"), "ballots:poll", True),
        (
            "list",
            _("Danh sách"),
            "ballots:poll-slate",
            typed
            and policy.allows(
                user, Right.SLATE_KEEP, poll.election.body.congress.scope
            ),
        ),
        (
            "board",
            _("Ban kiểm phiếu"),
            "ballots:poll-board",
            typed
            and (
                may(Right.PAPERS_KEEP)
                or policy.allows(
                    user, Right.SLATE_KEEP, poll.election.body.congress.scope
                )
            ),
        ),
        (
            "papers",
            _("Phiếu và thùng phiếu"),
            "ballots:poll-papers",
            typed and stage is not Stage.PREPARED,
        ),
        (
            "printing",
            _("In phiếu"),
            "ballots:poll-print",
            typed
            and not is_past(stage, Stage.BOX_OPENED)
            and (
                may(Right.PAPERS_KEEP)
                or policy.allows(
                    user, Right.SLATE_KEEP, poll.election.body.congress.scope
                )
            ),
        ),
        (
            "entry",
            _("Nhập phiếu"),
            "ballots:poll-entry",
            typed and is_past(stage, Stage.ISSUING),
        ),
        (
            "doubtful",
            _("Phiếu cần xem xét"),
            "ballots:poll-doubtful",
            typed and is_past(stage, Stage.ISSUING) and may(Right.BALLOT_RULE),
        ),
        (
            "look",
            _("Đọc lại ngẫu nhiên"),
            "ballots:poll-look",
            typed and counted and may(Right.ENTRY_CHECK),
        ),
        (
            "practice",
            _("Diễn tập"),
            "ballots:poll-practice",
            instance.is_practice()
            and typed
            and stage is not Stage.PREPARED
            and may(Right.PAPERS_KEEP),
        ),
        ("result", _("Kết quả"), "ballots:poll-result", counted and may_see),
        ("minutes", _("Biên bản"), "ballots:minutes", confirmed),
        (
            "after",
            _("Sau khi chốt") if confirmed else _("Mở lại kết quả"),
            "ballots:poll-after",
            confirmed or has_history,
        ),
        (
            "wall",
            _("Màn chiếu"),
            "ballots:poll-wall",
            stage is not Stage.PREPARED and may(Right.TALLY_CONFIRM),
        ),
        (
            "compare",
            _("Đối chiếu"),
            "ballots:poll-compare",
            counted and may_see and may(Right.TALLY_CONFIRM),
        ),
        (
            "strikes",
            _("Số người mỗi phiếu"),
            "ballots:poll-strikes",
            confirmed and may(Right.STRIKES_READ),
        ),
        (
            "archive",
            _("Lưu trữ"),
            "ballots:poll-archive",
            confirmed and may(Right.STRIKES_READ),
        ),
    ]
    address = queries.address(poll)
    return [
        Tab(code, label, reverse(url_name, args=address))
        for code, label, url_name, is_shown in wanted
        if is_shown
    ]
