"""What ballots offers to the pages of core."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ballots import labels, queries
from ballots.rules import records
from ballots.rules.clauses import CONFIRMED, citation
from ballots.rules.records import Record
from ballots.rules.rulesets import RULE_SETS, Regulation, RuleSet
from ballots.rules.stages import Stage
from core import registry
from core.access.rights import Right
from core.models import User
from core.rule_book import Content, RowFault, RuleBook, ShippedRules

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
    "ballots_batch",
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


def _shipped(rule_set: RuleSet) -> ShippedRules:
    return ShippedRules(
        code=rule_set.regulation.value,
        title=labels.REGULATIONS[rule_set.regulation],
        issued_on=rule_set.document.issued_on or rule_set.valid_from,
        valid_from=rule_set.valid_from,
        valid_until=rule_set.valid_until,
        content=Content(*records.as_record(rule_set)),
    )


_IN_FORCE = RULE_SETS[Regulation.QD_190]


def _sentences(content: Content) -> dict[str, str]:
    # An edition of an earlier release may lack figures that sentences have now.
    shipped = {key: cited.value for key, cited in _IN_FORCE.values()}
    own = {key: row["value"] for key, row in content.values.items()}
    figures = labels.figures_of(shipped | own)
    return {rule: str(sentence) % figures for rule, sentence in labels.RULES.items()}


def _completed(code: str, content: Content) -> Content:
    return Content(*records.completed(Regulation(code), Record(*content)))


def _faults(code: str, content: Content) -> list[RowFault]:
    return [
        RowFault(wrong.row, wrong.field, labels.record_fault(wrong))
        for wrong in records.faults(Regulation(code), Record(*content))
    ]


def _document_of(text: str) -> str:
    """Return the document somebody means by what he chose or typed."""
    said = text.strip()
    named = {str(name): code for code, name in labels.DOCUMENTS.items()}
    return named.get(said) or citation(said)


# Values that counting, results and minutes read.
IN_USE = frozenset(
    {"tie_rule", "runoff_needs_majority", "empty_agreement", "percent_decimals"}
)

RULE_BOOK = RuleBook(
    shipped={each.regulation.value: _shipped(each) for each in RULE_SETS.values()},
    value_names=labels.VALUES,
    choices={
        "tie_rule": labels.TIE_RULES,
        "empty_agreement": labels.EMPTY_AGREEMENTS,
        "runoff_needs_majority": labels.YES_NO,
        "ink_mismatch_invalid": labels.YES_NO,
        "surplus_mandatory_for": labels.OFFICES,
    },
    several=frozenset({"surplus_mandatory_for"}),
    units=labels.UNITS,
    helps=labels.HELPS,
    in_use=IN_USE,
    document_of=_document_of,
    documents=labels.DOCUMENTS,
    confidences=labels.CONFIDENCES,
    confirmed=frozenset(each.value for each in CONFIRMED),
    sentences=_sentences,
    text_of=records.text_of,
    value_of=records.value_of,
    completed=_completed,
    faults=_faults,
)


def offer() -> None:
    """Fill the registry."""
    registry.offer_rule_sets(RULE_BOOK)
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
