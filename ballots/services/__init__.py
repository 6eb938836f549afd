"""Acts on elections: bringing in, counting, confirming, giving back."""

from ballots.services.confirming import confirm_tally
from ballots.services.counting import count_poll
from ballots.services.exporting import export_poll
from ballots.services.importing import import_upload, receive_file

__all__ = [
    "confirm_tally",
    "count_poll",
    "export_poll",
    "import_upload",
    "receive_file",
]
