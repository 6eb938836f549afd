"""Whoever stands on a list has nothing to do with its papers, nor its totals."""

from django.utils.translation import gettext as _

from ballots.models import Poll
from ballots.queries.board import board_clause, stands_himself
from core.errors import Refused
from core.models import User


class OnTheListHimself(Refused):
    """Whoever stands on the list has nothing to do with its papers (R-BD-5)."""


def refuse_own_list(poll: Poll, by: User) -> None:
    """Refuse whoever stands on the list, whenever he was given his role."""
    if stands_himself(by, poll):
        raise OnTheListHimself(
            _(
                "Người có tên trong danh sách bầu không làm việc với phiếu của lần bầu "
                "đó (%(cited)s)."
            )
            % {"cited": board_clause(poll)}
        )
