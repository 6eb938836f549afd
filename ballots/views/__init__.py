"""Screens of elections."""

from ballots.views.confirming import poll_confirm
from ballots.views.lists import election_list, overview
from ballots.views.minutes import minutes, minutes_file, minutes_print
from ballots.views.poll import poll_count, poll_detail, poll_export, poll_result
from ballots.views.upload import upload, upload_detail
from ballots.views.withdrawing import poll_withdraw

__all__ = [
    "election_list",
    "minutes",
    "minutes_file",
    "minutes_print",
    "overview",
    "poll_confirm",
    "poll_count",
    "poll_detail",
    "poll_export",
    "poll_result",
    "poll_withdraw",
    "upload",
    "upload_detail",
]
