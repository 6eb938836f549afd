"""What ballots offers to the pages of core."""

from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ballots import labels, queries
from ballots.labels.ballot_papers import PAPER_COLOURS, PAPER_SIZES
from ballots.models import (
    Ballot,
    BoardRuling,
    JournalLine,
    LookedPaper,
    LookRuling,
    Poll,
    PracticeTick,
)
from ballots.queries.at_the_board import AtTheBoard, at_the_board
from ballots.queries.entry import heaps_waiting
from ballots.queries.looking import looks_waiting
from ballots.queries.reach import polls_waiting
from ballots.queries.readiness import boards_set, lists_closed
from ballots.queries.reopening import requests_to_answer, waiting_among
from ballots.queries.tallies import printed_heads
from ballots.rules.stages import Stage
from ballots.services import figures
from ballots.services.proving import counts_under_way, prove_polls
from congress.labels.points import Point, offer_point
from congress.models import DeckWay
from core import registry
from core.access.rights import Right
from core.models import StoredFileChunk, StoredPrint, User

ACTS = {
    "ballots.file_received": _("Nhận tệp cuộc bầu"),
    "ballots.poll_imported": _("Nhập cuộc bầu từ tệp"),
    "ballots.entry_finished": _("Nhập xong tập phiếu"),
    "ballots.count_asked": _("Giao máy kiểm phiếu"),
    "ballots.poll_counted": _("Kiểm phiếu xong"),
    "ballots.third_look_ordered": _("Rút phiếu để đọc lại ngẫu nhiên"),
    "ballots.third_look_differs": _("Tờ đọc lại khác với điều đã kiểm"),
    "ballots.third_look_finished": _("Đọc lại ngẫu nhiên xong"),
    "ballots.third_look_ruled": _("Ban quyết định về tờ đọc lại khác"),
    "ballots.third_look_stopped": _("Không đọc lại ngẫu nhiên hết, có lý do"),
    "ballots.tally_confirmed": _("Chốt kết quả kiểm phiếu"),
    "ballots.minutes_printed": _("In biên bản kiểm phiếu"),
    "ballots.poll_exported": _("Cuộc bầu được xuất ra tệp"),
    "ballots.poll_withdrawn": _("Lần bầu bị thu hồi"),
    "ballots.result_announced": _("Công bố kết quả"),
    "ballots.ballots_put_away": _("Niêm phong, bàn giao phiếu"),
    "ballots.reopening_asked": _("Đề nghị mở lại kết quả"),
    "ballots.reopening_consented": _("Đoàn chủ tịch đồng ý mở lại kết quả"),
    "ballots.reopening_refused": _("Đoàn chủ tịch không đồng ý mở lại kết quả"),
    "ballots.reopening_withdrawn": _("Rút đề nghị mở lại kết quả"),
    "ballots.papers_taken_up_again": _("Phiếu được mở lại"),
    "ballots.signed_minutes_kept": _("Lưu biên bản đã ký"),
    "ballots.result_compared": _("Đối chiếu với kết quả của phần mềm khác"),
    "ballots.result_exported": _("Kết quả được xuất ra tệp"),
    "ballots.agreement_printed": _("Lập biên bản so các lần nhập"),
    "ballots.journal_printed": _("In nhật ký nhập phiếu"),
    "ballots.journal_paper_taken": _("Bản in nhật ký nhập phiếu được lấy ra"),
    "ballots.journal_taken": _("Tệp nhật ký nhập phiếu được lấy ra"),
    "ballots.records_taken": _("Tệp từng phiếu (NIST) được lấy ra"),
    "ballots.archive_made": _("Lập bản lưu trữ"),
    "ballots.archive_taken": _("Bản lưu trữ được lấy ra"),
    "ballots.papers_noted": _("Ghi số phiếu, số người"),
    "ballots.box_sealed": _("Niêm phong thùng phiếu"),
    "ballots.issuing_started": _("Bắt đầu phát phiếu"),
    "ballots.figures_acknowledged": _("Xác nhận đã kiểm tra cảnh báo về số phiếu"),
    "ballots.box_opened": _("Mở thùng phiếu"),
    "ballots.base_frozen_again": _("Tính lại mẫu số (D) sau khi mở lại"),
    "ballots.ballot_ruled": _("Ban kiểm phiếu quyết định về phiếu cần xem xét"),
    "ballots.poll_entered": _("Nhập xong phiếu của lần bầu"),
    "ballots.papers_divided": _("Chia phiếu thành tập"),
    "ballots.batches_changed": _("Chia lại các tập phiếu"),
    "ballots.batch_miscounted": _("Báo tập phiếu có số tờ khác"),
    "ballots.entry_abandoned": _("Đóng lần nhập dở dang"),
    "ballots.entry_agreed": _("Tập phiếu khớp với phiếu giấy"),
    "ballots.entry_sent_back": _("Trả lại tập phiếu để nhập lại"),
    "ballots.agreement_taken_back": _("Gỡ xác nhận tập phiếu khớp"),
    "ballots.election_entered": _("Lập cuộc bầu"),
    "ballots.number_changed": _("Sửa số lượng cần bầu"),
    "ballots.names_put_forward": _("Đưa người vào danh sách giới thiệu"),
    "ballots.nomination_changed": _("Sửa dòng của người được giới thiệu"),
    "ballots.nomination_removed": _("Bỏ người khỏi danh sách giới thiệu"),
    "ballots.opinion_recorded": _("Ghi kết quả phiếu xin ý kiến"),
    "ballots.opinion_applied": _("Lấy danh sách theo phiếu xin ý kiến"),
    "ballots.opinion_undone": _("Hủy kết quả phiếu xin ý kiến"),
    "ballots.list_closed": _("Chốt danh sách bầu cử"),
    "ballots.list_reopened": _("Mở lại danh sách bầu cử"),
    "ballots.list_taken": _("Danh sách bầu cử được xuất ra tệp"),
    "ballots.paper_chosen": _("Chọn khổ, màu, số phiếu bầu"),
    "ballots.ballots_printed": _("In phiếu bầu"),
    "ballots.practice_ballots_printed": _("In tập phiếu diễn tập"),
    "ballots.practice_filled": _("Nhập sẵn các tập phiếu diễn tập"),
    "ballots.sample_printed": _("In phiếu mẫu"),
    "ballots.slips_chosen": _("Chọn phiếu giới thiệu"),
    "ballots.slips_printed": _("In phiếu giới thiệu"),
    "ballots.pack_printed": _("In bộ giấy kiểm phiếu"),
    "ballots.readings_chosen": _("Chọn cách nhập phiếu"),
    "ballots.batch_settled": _("Xác định tờ nhập khác nhau theo phiếu giấy"),
    "ballots.board_set": _("Ghi ban kiểm phiếu của lần bầu"),
    "ballots.round_prepared": _("Lập lần bầu tiếp"),
    "ballots.result_annulled": _("Cấp trên hủy kết quả bầu"),
    "ballots.elected_refused": _("Cấp trên không chuẩn y người trúng cử"),
    "ballots.mid_term_started": _("Mở cuộc bầu trong nhiệm kỳ"),
    "ballots.frames_written": _("Lập trang chiếu của lần bầu"),
}

POINTS = (
    Point(
        code="lists_closed",
        order=80,
        label=_("Chốt danh sách bầu cử"),
        head=_("Danh sách bầu"),
        lacks=_("Lập các cuộc bầu của đại hội rồi chốt danh sách từng cuộc."),
        url_name="ballots:list",
        right=Right.CONGRESS_READ,
        app="ballots",
        work_out=lists_closed,
        before_opening=False,
    ),
    Point(
        code="boards_set",
        order=90,
        label=_("Ghi ban kiểm phiếu"),
        head=_("Ban kiểm phiếu"),
        lacks=_("Ghi ban kiểm phiếu của từng cuộc bầu."),
        url_name="ballots:list",
        right=Right.CONGRESS_READ,
        app="ballots",
        work_out=boards_set,
        before_opening=False,
    ),
)
DETAILS = {
    "batch": registry.Detail(_("Tập")),
    "position": registry.Detail(_("Thứ tự trong tập")),
    "seed": registry.Detail(_("Số gieo tại hội trường")),
    "worth": registry.Detail(_("Ban kiểm phiếu kết luận"), dict(labels.WORTHS)),
    "tally_base": registry.Detail(_("Mẫu số tính kết quả (D)")),
    "seats": registry.Detail(_("Số lượng cần bầu (người)")),
    "alternates": registry.Detail(_("Dự khuyết cần bầu (người)")),
    "purpose": registry.Detail(_("Kiểm phiếu trên cổng để"), dict(labels.PURPOSES)),
    "in_favour": registry.Detail(_("Biểu quyết tán thành (người)")),
    "against": registry.Detail(_("Biểu quyết không tán thành (người)")),
    "put_forward": registry.Detail(_("Diện"), dict(labels.PUT_FORWARD)),
    "withdrawing": registry.Detail(_("Xin rút"), dict(labels.WITHDRAWINGS)),
    "packages": registry.Detail(_("Số gói niêm phong")),
    "until": registry.Detail(_("Giữ đến hết ngày")),
    "revision": registry.Detail(_("Lần lập")),
    "batches": registry.Detail(_("Số tập phiếu")),
    "readings": registry.Detail(_("Số người nhập mỗi tập")),
    "reading": registry.Detail(_("Lần nhập của tập (0: xác định theo phiếu giấy)")),
    "copies": registry.Detail(_("Số phiếu in ra")),
    "size": registry.Detail(_("Khổ phiếu"), dict(PAPER_SIZES)),
    "colour": registry.Detail(_("Màu phiếu"), dict(PAPER_COLOURS)),
    "lines": registry.Detail(_("Số dòng mỗi phiếu")),
    "found": registry.Detail(_("Số tờ đếm được")),
    "compared": registry.Detail(_("Số tờ người đối chiếu ghi đã so")),
    "head": registry.Detail(_("Trưởng ban (mã người)")),
    "members": registry.Detail(_("Thành viên ban (mã người)")),
    "technicians": registry.Detail(_("Kỹ thuật viên (mã người)")),
    "deciders": registry.Detail(_("Những người quyết định")),
    "breach": registry.Detail(_("Căn cứ hủy, không chuẩn y"), dict(labels.GROUNDS)),
    "way": registry.Detail(_("Cách chiếu kết quả"), dict(DeckWay.choices)),
    "locked": registry.Detail(_("Khóa bằng mật khẩu")),
    "journal_digest": registry.Detail(_("Mã kiểm tra nhật ký nhập phiếu")),
}

# An upload is as finished, but reading it takes a lock, and that needs more rights.
FACTS = (
    "ballots_tally",
    "ballots_tallyline",
    "ballots_tallyreason",
    "ballots_confirmation",
    "ballots_withdrawal",
    "ballots_acknowledgement",
    "ballots_announcement",
    "ballots_annulment",
    "ballots_boardruling",
    "ballots_boxseal",
    "ballots_entrycheck",
    "ballots_frozenbase",
    "ballots_journalline",
    "ballots_lookedpaper",
    "ballots_lookruling",
    "ballots_lookstopped",
    "ballots_midterm",
    "ballots_outsideresult",
    "ballots_putaway",
    "ballots_signedminutes",
    "ballots_station",
    "ballots_thirdlook",
)

WAITING = {
    Stage.LIST_CLOSED: (Right.PAPERS_KEEP, _("chờ niêm phong thùng phiếu")),
    Stage.BOX_SEALED: (Right.PAPERS_KEEP, _("chờ phát phiếu")),
    Stage.ISSUING: (Right.PAPERS_KEEP, _("đang bỏ phiếu")),
    Stage.BOX_OPENED: (Right.BALLOT_ENTER, _("đang nhập phiếu")),
    Stage.ENTERED: (Right.ELECTION_COUNT, _("chờ kiểm phiếu")),
    Stage.COUNTED: (Right.TALLY_CONFIRM, _("chờ chốt kết quả")),
    Stage.CONFIRMED: (Right.TALLY_CONFIRM, _("chờ công bố")),
    Stage.ANNOUNCED: (Right.PAPERS_KEEP, _("chờ bàn giao phiếu")),
}

# How the names of pages begin that are of an election, and not of the checklist.
ELECTIONS = tuple(
    f"ballots:{name}"
    for name in (
        *("list", "election", "upload", "poll", "minutes", "result"),
        *("signed", "slate", "batch"),
    )
)

ASKED = _("chờ đoàn chủ tịch quyết định việc mở lại")


def work_of(user: User) -> list[registry.Work]:
    """Return the polls that wait for this person, then those that wait for others."""
    to_answer = list(requests_to_answer(user))
    found = [each for each in polls_waiting(user, WAITING) if each[0] not in to_answer]
    polls = [poll for poll, _mine in found]
    asked, board = waiting_among(polls), at_the_board(user, polls)
    rows = [
        _row(poll, _("chờ bạn quyết định việc mở lại kết quả"), "ballots:poll-consent")
        for poll in to_answer
    ]
    for poll, mine in found:
        if poll.pk in asked:
            # Nobody goes on with it, whoever is next.
            rows.append(_row(poll, ASKED, mine=False))
        elif poll.pk in board:
            rows.append(_row(poll, _at_the_board(board[poll.pk])))
        else:
            rows.append(_row(poll, WAITING[Stage(poll.stage)][1], mine=mine))
    return _heaps_of(user) + _looks_of(user) + rows


def _row(
    poll: Poll, state: Promise | str, page: str = "ballots:poll", *, mine: bool = True
) -> registry.Work:
    return registry.Work(
        title=f"{poll.election.number}. {poll}",
        place=str(poll.election.body.congress),
        state=state,
        tone="warn" if mine else "none",
        url=reverse(page, args=queries.address(poll)),
        mine=mine,
    )


def _at_the_board(done: AtTheBoard) -> Promise:
    if not done.is_returned:
        return _("chờ ghi số phiếu thu về")
    return _("chờ kết thúc nhập phiếu") if done.is_divided else _("chờ chia tập")


def _heaps_of(user: User) -> list[registry.Work]:
    """Return the batches at hand, so that nobody hunts for them."""
    rows = []
    for entry in heaps_waiting(user):
        poll = entry.batch.poll
        is_own = entry.finished_at is None
        page, state = "ballots:batch-check", _("chờ bạn đối chiếu")
        address = [*queries.address(poll), entry.batch.number]
        if is_own:
            page, state = "ballots:batch-entry", _("bạn đang nhập dở")
        elif poll.readings > 1:
            # Whether the readings differ is told where they are held together.
            page, state = "ballots:poll-entry", _("chờ bạn đối chiếu hoặc xác định")
            address = address[:-1]
        rows.append(
            registry.Work(
                title=_("Tập %(number)s – %(poll)s")
                % {"number": entry.batch.number, "poll": poll},
                place=str(poll.election.body.congress),
                state=state,
                tone="warn",
                url=reverse(page, args=address),
                mine=True,
            )
        )
    return rows


def _looks_of(user: User) -> list[registry.Work]:
    """Return the drawn papers this person may read; how many, never what they show."""
    return [
        _row(
            poll,
            _("chờ bạn đọc lại %(papers)s tờ đã rút") % {"papers": papers},
            "ballots:poll-look",
        )
        for poll, papers in looks_waiting(user)
    ]


# What holds every ballot of a poll stays where the ballots are put away (R-AF-8).
PUT_AWAY_HERE: Final = (
    (Ballot, "entry__batch__poll__stage"),
    (JournalLine, "entry__batch__poll__stage"),
    (BoardRuling, "ballot__entry__batch__poll__stage"),
    (LookedPaper, "look__poll__stage"),
    (LookRuling, "look__poll__stage"),
    # The file that a poll came in, ballot by ballot.
    (StoredFileChunk, "file__upload__poll__stage"),
)
HOLDING_BALLOTS: Final = ("ballots.archive", "ballots.journal")


def _offer_journeys() -> None:
    for model, stage in PUT_AWAY_HERE:
        registry.keep_here(model, Q(**{stage: Stage.PUT_AWAY.value}))
    registry.keep_here(StoredPrint, Q(form__in=HOLDING_BALLOTS))
    registry.stay_behind(PracticeTick)
    registry.offer_proof(prove_polls)
    registry.offer_hindrance(counts_under_way)


def offer() -> None:
    """Fill the registry."""
    registry.name_figures(figures.KINDS)
    registry.renew_after_journey(figures.write_figures_beneath)
    registry.offer_printed_heads(printed_heads)
    registry.name_acts(ACTS)
    registry.name_details(DETAILS)
    registry.name_facts(*FACTS)
    _offer_journeys()
    registry.name_totals({"ballots.Election": _("cuộc bầu")})
    registry.offer_work(work_of)
    registry.offer_section(
        registry.Section(
            50,
            _("Bầu cử"),
            "ballots:list",
            Right.CONGRESS_READ,
            ELECTIONS,
        )
    )
    registry.offer_section(
        registry.Section(
            70,
            _("Diễn tập"),
            "ballots:practice",
            Right.CONGRESS_READ,
            ("ballots:practice",),
        )
    )
    registry.offer_tab(
        registry.Tab(50, _("Bầu cử"), "ballots:overview", Right.ELECTION_READ)
    )
    for point in POINTS:
        offer_point(point)
