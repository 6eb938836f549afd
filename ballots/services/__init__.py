"""Acts on elections: bringing in, counting, confirming, giving back."""

from ballots.services.announcing import announce_result
from ballots.services.annulling import (
    DecidedAboveAlready,
    DecidedLater,
    SuperiorDecision,
    annul_result,
    refuse_elected,
)
from ballots.services.base_again import freeze_base_again
from ballots.services.batches import change_batches, divide_papers
from ballots.services.board import (
    Board,
    BoardWithoutHead,
    refuse_unsound_board,
    set_board,
)
from ballots.services.checking import check_entry, take_back_agreement
from ballots.services.closing_entry import finish_entry
from ballots.services.comparing import compare_result
from ballots.services.confirming import confirm_tally
from ballots.services.counting import ask_for_count, count_poll
from ballots.services.ending import end_entry, report_papers
from ballots.services.entering import save_ballot
from ballots.services.exporting import export_poll, note_result_taken
from ballots.services.importing import import_upload, receive_file
from ballots.services.mid_term import (
    ConsentLacking,
    ElectionRunning,
    FixedNumberUnsound,
    MidTermStart,
    start_mid_term,
)
from ballots.services.next_round import prepare_next_round
from ballots.services.opinion import (
    Opinion,
    OpinionNotRecorded,
    apply_opinion,
    record_opinion,
    undo_opinion,
)
from ballots.services.papers import (
    BoxChecked,
    acknowledge_warnings,
    note_figures,
    open_box,
    seal_box,
    start_issuing,
)
from ballots.services.practice_ticks import tick_step
from ballots.services.practising import fill_entries
from ballots.services.preparing import (
    Entering,
    MorePlacesThanOpen,
    OfficeElectedAlready,
    ReasonLacking,
    SurplusAboveCeiling,
    change_number,
    enter_election,
)
from ballots.services.printing import (
    choose_look,
    choose_paper,
    choose_slips,
    refuse_pack_by,
)
from ballots.services.putting_away import put_ballots_away
from ballots.services.readings import choose_readings
from ballots.services.reopening import (
    consent_to_reopening,
    refuse_reopening,
    take_up_again,
    withdraw_request,
)
from ballots.services.ruling import Ruled, rule_on_ballot
from ballots.services.settling import settle_batch
from ballots.services.shifting import remove_surplus, shift_papers
from ballots.services.signed_minutes import attach_signed_minutes
from ballots.services.slate import (
    Hands,
    Nominating,
    NominationChanged,
    WarningsUnread,
    change_nomination,
    close_list,
    note_list_taken,
    put_forward,
    remove_nomination,
    reopen_list,
)
from ballots.services.taking import abandon_entry, take_batch, take_next_batch
from ballots.services.taking_out import NotConfirmed, note_taken
from ballots.services.third_look import (
    Look,
    LookRuled,
    order_look,
    read_paper,
    rule_on_look,
    stop_look,
)
from ballots.services.walls import write_frames
from ballots.services.withdrawing import withdraw_before_the_box, withdraw_poll

__all__ = [
    "Board",
    "BoardWithoutHead",
    "BoxChecked",
    "ConsentLacking",
    "DecidedAboveAlready",
    "DecidedLater",
    "ElectionRunning",
    "Entering",
    "FixedNumberUnsound",
    "Hands",
    "Look",
    "LookRuled",
    "MidTermStart",
    "MorePlacesThanOpen",
    "Nominating",
    "NominationChanged",
    "NotConfirmed",
    "OfficeElectedAlready",
    "Opinion",
    "OpinionNotRecorded",
    "ReasonLacking",
    "Ruled",
    "SuperiorDecision",
    "SurplusAboveCeiling",
    "WarningsUnread",
    "abandon_entry",
    "acknowledge_warnings",
    "announce_result",
    "annul_result",
    "apply_opinion",
    "ask_for_count",
    "attach_signed_minutes",
    "change_batches",
    "change_nomination",
    "change_number",
    "check_entry",
    "choose_look",
    "choose_paper",
    "choose_readings",
    "choose_slips",
    "close_list",
    "compare_result",
    "confirm_tally",
    "consent_to_reopening",
    "count_poll",
    "divide_papers",
    "end_entry",
    "enter_election",
    "export_poll",
    "fill_entries",
    "finish_entry",
    "freeze_base_again",
    "import_upload",
    "note_figures",
    "note_list_taken",
    "note_result_taken",
    "note_taken",
    "open_box",
    "order_look",
    "prepare_next_round",
    "put_ballots_away",
    "put_forward",
    "read_paper",
    "receive_file",
    "record_opinion",
    "refuse_elected",
    "refuse_pack_by",
    "refuse_reopening",
    "refuse_unsound_board",
    "remove_nomination",
    "remove_surplus",
    "reopen_list",
    "report_papers",
    "rule_on_ballot",
    "rule_on_look",
    "save_ballot",
    "seal_box",
    "set_board",
    "settle_batch",
    "shift_papers",
    "start_issuing",
    "start_mid_term",
    "stop_look",
    "take_back_agreement",
    "take_batch",
    "take_next_batch",
    "take_up_again",
    "tick_step",
    "undo_opinion",
    "withdraw_before_the_box",
    "withdraw_poll",
    "withdraw_request",
    "write_frames",
]
