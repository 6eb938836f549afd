"""Screens of elections."""

from ballots.views.after import (
    poll_after,
    poll_announce,
    poll_put_away,
    poll_strikes,
    result_superseded,
    signed_file,
    signed_minutes,
)
from ballots.views.agreement import (
    poll_agreement,
    poll_agreement_file,
    poll_agreement_print,
)
from ballots.views.annulling import poll_again, poll_annul
from ballots.views.archive import (
    poll_archive,
    poll_archive_file,
    poll_archive_make,
    poll_journal_file,
    poll_journal_paper,
    poll_journal_print,
    poll_records,
)
from ballots.views.base_again import poll_base_again
from ballots.views.batches import (
    batch_abandon,
    batch_take,
    batch_take_back,
    poll_batches,
    poll_entry,
)
from ballots.views.board import poll_board, poll_board_set
from ballots.views.checking import batch_check
from ballots.views.checklist import practice, practice_tick
from ballots.views.closing_entry import poll_entry_finish
from ballots.views.comparing import poll_compare, result_file, slate_file
from ballots.views.confirming import poll_confirm
from ballots.views.doubtful import (
    poll_doubtful,
    poll_doubtful_agree,
    poll_doubtful_ballot,
)
from ballots.views.entry import batch_entry, batch_finish, batch_miscounted
from ballots.views.lists import election_list, election_times, overview
from ballots.views.looking import (
    poll_look,
    poll_look_order,
    poll_look_paper,
    poll_look_rule,
    poll_look_stop,
)
from ballots.views.mid_term import mid_term, office_end, office_end_take_back
from ballots.views.minutes import (
    minutes,
    minutes_file,
    minutes_print,
    minutes_superseded,
)
from ballots.views.next_round import poll_next
from ballots.views.opinion import (
    opinion_apply,
    opinion_ballot,
    opinion_paper,
    opinion_undo,
)
from ballots.views.papers import (
    poll_papers,
    poll_papers_acknowledge,
    poll_papers_issue,
    poll_papers_note,
    poll_papers_open,
    poll_papers_seal,
)
from ballots.views.poll import poll_count, poll_detail, poll_export, poll_result
from ballots.views.practice import (
    poll_practice,
    poll_practice_file,
    poll_practice_fill,
    poll_practice_print,
)
from ballots.views.preparing import election_enter, election_sequence
from ballots.views.printing import (
    poll_all_file,
    poll_ballots_file,
    poll_pack_file,
    poll_print,
    poll_print_ballots,
    poll_print_pack,
    poll_print_sample,
    poll_print_slips,
    poll_sample_file,
    poll_slips_file,
)
from ballots.views.reopening import poll_consent, poll_reopen, poll_unask
from ballots.views.settling import batch_settle, poll_readings
from ballots.views.slate import (
    slate_add,
    slate_biographies,
    slate_list,
    slate_paper,
    slate_paste,
)
from ballots.views.slate_closing import (
    slate_close,
    slate_number,
    slate_reopen,
    slate_withdraw,
)
from ballots.views.slate_lines import slate_nomination, slate_remove
from ballots.views.stations import batch_take_next, poll_operators
from ballots.views.upload import upload, upload_detail
from ballots.views.walls import poll_wall
from ballots.views.withdrawing import poll_withdraw

__all__ = [
    "batch_abandon",
    "batch_check",
    "batch_entry",
    "batch_finish",
    "batch_miscounted",
    "batch_settle",
    "batch_take",
    "batch_take_back",
    "batch_take_next",
    "election_enter",
    "election_list",
    "election_sequence",
    "election_times",
    "mid_term",
    "minutes",
    "minutes_file",
    "minutes_print",
    "minutes_superseded",
    "office_end",
    "office_end_take_back",
    "opinion_apply",
    "opinion_ballot",
    "opinion_paper",
    "opinion_undo",
    "overview",
    "poll_after",
    "poll_again",
    "poll_agreement",
    "poll_agreement_file",
    "poll_agreement_print",
    "poll_all_file",
    "poll_announce",
    "poll_annul",
    "poll_archive",
    "poll_archive_file",
    "poll_archive_make",
    "poll_ballots_file",
    "poll_base_again",
    "poll_batches",
    "poll_board",
    "poll_board_set",
    "poll_compare",
    "poll_confirm",
    "poll_consent",
    "poll_count",
    "poll_detail",
    "poll_doubtful",
    "poll_doubtful_agree",
    "poll_doubtful_ballot",
    "poll_entry",
    "poll_entry_finish",
    "poll_export",
    "poll_journal_file",
    "poll_journal_paper",
    "poll_journal_print",
    "poll_look",
    "poll_look_order",
    "poll_look_paper",
    "poll_look_rule",
    "poll_look_stop",
    "poll_next",
    "poll_operators",
    "poll_pack_file",
    "poll_papers",
    "poll_papers_acknowledge",
    "poll_papers_issue",
    "poll_papers_note",
    "poll_papers_open",
    "poll_papers_seal",
    "poll_practice",
    "poll_practice_file",
    "poll_practice_fill",
    "poll_practice_print",
    "poll_print",
    "poll_print_ballots",
    "poll_print_pack",
    "poll_print_sample",
    "poll_print_slips",
    "poll_put_away",
    "poll_readings",
    "poll_records",
    "poll_reopen",
    "poll_result",
    "poll_sample_file",
    "poll_slips_file",
    "poll_strikes",
    "poll_unask",
    "poll_wall",
    "poll_withdraw",
    "practice",
    "practice_tick",
    "result_file",
    "result_superseded",
    "signed_file",
    "signed_minutes",
    "slate_add",
    "slate_biographies",
    "slate_close",
    "slate_file",
    "slate_list",
    "slate_nomination",
    "slate_number",
    "slate_paper",
    "slate_paste",
    "slate_remove",
    "slate_reopen",
    "slate_withdraw",
    "upload",
    "upload_detail",
]
