"""Words for the paper that ballots are printed on."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.ballot_paper import PaperColour, PaperSize
from congress.labels.tables import words

PAPER_SIZES: Final = words(
    {
        PaperSize.A4: _("A4"),
        PaperSize.A5: _("A5, mỗi tờ một phiếu"),
        PaperSize.A5_TWO_UP: _("A5, hai phiếu trên một tờ A4 rồi cắt đôi"),
    }
)
PAPER_COLOURS: Final = words(
    {
        PaperColour.WHITE: _("trắng"),
        PaperColour.PINK: _("hồng"),
        PaperColour.BLUE: _("xanh da trời"),
        PaperColour.GREEN: _("xanh lá cây"),
        PaperColour.YELLOW: _("vàng"),
    }
)
