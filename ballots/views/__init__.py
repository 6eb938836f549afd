"""Screens of elections."""

from ballots.views.confirming import poll_confirm
from ballots.views.lists import election_list, overview
from ballots.views.minutes import minutes, minutes_file, minutes_print
from ballots.views.poll import poll_count, poll_detail, poll_export, poll_result
from ballots.views.upload import upload, upload_detail

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
    "upload",
    "upload_detail",
]
