"""What ballots offers to the pages of core."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ballots import queries
from ballots.rules.stages import Stage
from core import registry
from core.access.rights import Right
from core.models import User

ACTS = {
    "ballots.file_received": _("Nhận tệp cuộc bầu"),
    "ballots.poll_imported": _("Nhập cuộc bầu từ tệp"),
    "ballots.entry_finished": _("Nhập xong tập phiếu"),
    "ballots.count_asked": _("Giao máy kiểm phiếu"),
    "ballots.poll_counted": _("Kiểm phiếu xong"),
    "ballots.tally_confirmed": _("Chốt kết quả kiểm phiếu"),
    "ballots.minutes_printed": _("In biên bản kiểm phiếu"),
    "ballots.poll_exported": _("Cuộc bầu được xuất ra tệp"),
    "ballots.poll_withdrawn": _("Lần bầu được rút"),
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
    "ballots_boardruling",
    "ballots_boxseal",
    "ballots_entrycheck",
    "ballots_frozenbase",
    "ballots_journalline",
    "ballots_outsideresult",
    "ballots_putaway",
    "ballots_signedminutes",
)

WAITING = {
    Stage.ENTERED: (Right.ELECTION_COUNT, _("chờ kiểm phiếu")),
    Stage.COUNTED: (Right.TALLY_CONFIRM, _("chờ chốt kết quả")),
}


def work_of(user: User) -> list[registry.Work]:
    """Return the polls that wait for this person, then those that wait for others."""
    rows = []
    for poll, mine in queries.polls_waiting(user, WAITING):
        _right, state = WAITING[Stage(poll.stage)]
        rows.append(
            registry.Work(
                title=f"{poll.election.number}. {poll}",
                place=str(poll.election.body.congress),
                state=state,
                tone="warn" if mine else "none",
                url=reverse("ballots:poll", args=queries.address(poll)),
                mine=mine,
            )
        )
    return rows


def offer() -> None:
    """Fill the registry."""
    registry.offer_printed_heads(queries.printed_heads)
    registry.name_acts(ACTS)
    registry.name_facts(*FACTS)
    registry.name_totals({"ballots.Election": _("cuộc bầu")})
    registry.offer_work(work_of)
    registry.offer_section(
        registry.Section(50, _("Bầu cử"), "ballots:list", Right.CONGRESS_READ)
    )
    registry.offer_tab(
        registry.Tab(50, _("Bầu cử"), "ballots:overview", Right.ELECTION_READ)
    )
