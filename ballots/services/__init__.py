"""Acts on elections: bringing in, counting, confirming, giving back."""

from ballots.services.confirming import confirm_tally
from ballots.services.counting import ask_for_count, count_poll
from ballots.services.exporting import export_poll
from ballots.services.importing import import_upload, receive_file
from ballots.services.withdrawing import withdraw_poll

__all__ = [
    "ask_for_count",
    "confirm_tally",
    "count_poll",
    "export_poll",
    "import_upload",
    "receive_file",
    "withdraw_poll",
]
