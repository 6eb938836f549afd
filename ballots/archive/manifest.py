"""What a sealed archive says of itself: which poll, on which terms, which files."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ballots.interchange import ElectionHeader
from ballots.interchange.cast_vote_records import Report
from ballots.rules.fingerprint import Election, Waits, chosen
from ballots.rules.terms import Earlier, Places, Slate
from congress.rules.regulations import EmptyAgreement, TieRule
from core.instance import mark_of

FORMAT: Final = "congress-portal/archive@1"

ELECTION: Final = "election.json"
RESULT: Final = "result.json"
MINUTES: Final = "bien-ban.pdf"
JOURNAL: Final = "nhat-ky.json"
RECORDS: Final = "cvr.json"
AUDIT: Final = "audit.jsonl"
MANIFEST: Final = "manifest.json"

# In the order of the archive. A poll that came in a file has no journal.
TYPED: Final = (ELECTION, RESULT, MINUTES, JOURNAL, RECORDS, AUDIT)
FROM_A_FILE: Final = tuple(name for name in TYPED if name != JOURNAL)


class Member(NamedTuple):
    """One file of the archive."""

    name: str
    size: int
    sha256: str


class Link(NamedTuple):
    """A link of the audit chain as minutes print it."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the count rests on beside the election file: the rule set's own choices."""

    empty_agreement: str
    tie_rule: str
    runoff_needs_majority: bool
    # A run-off for the last seats decides on these too; the others wait since before.
    waiting_alternates: int = 0
    waiting: tuple[Waits, ...] = ()

    def slate(self, header: ElectionHeader) -> Slate:
        """Return the ballot paper of a file as it was counted."""
        names, most = len(header.candidates), header.max_votes
        return Slate(names, most, EmptyAgreement(self.empty_agreement))

    def places(self, header: ElectionHeader) -> Places:
        """Return the places of a file as they were filled."""
        return Places(
            round=header.round,
            seats=header.seats,
            tally_base=header.tally_base,
            alternates=header.alternates or self.waiting_alternates,
            tie_rule=TieRule(self.tie_rule),
            runoff_needs_majority=self.runoff_needs_majority,
            waiting=tuple(
                Earlier(base, tuple(each.votes for each in people))
                for (_round, base), people in groupby(
                    self.waiting, key=itemgetter(0, 1)
                )
            ),
        )

    def election(self, header: ElectionHeader) -> Election:
        """Return everything but the papers that the result depends on."""
        return Election(
            round=header.round.value,
            layout=header.layout.value,
            seats=header.seats,
            alternates=header.alternates,
            max_votes=header.max_votes,
            tally_base=header.tally_base,
            office=header.office.value,
            rule_set=header.regulation.value,
            chosen=chosen(self.slate(header), self.places(header)),
            names=tuple((each.number, each.name) for each in header.candidates),
            waiting_alternates=self.waiting_alternates,
            waiting=self.waiting,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last file of an archive; the others are named by it."""

    poll: str
    congress: str
    contest: str
    portal: str
    revision: int
    confirmed_at: str
    tally_digest: str
    head: Link | None
    terms: Terms
    files: tuple[Member, ...] = ()
    # A demo or a practice says so; an archive in earnest has no such line.
    instance: str = ""

    def text(self) -> str:
        """Return the file."""
        facts = asdict(self)
        # Dataclasses leave named tuples as they are; JSON would lose the names.
        facts["head"] = self.head._asdict() if self.head else None
        facts["files"] = [each._asdict() for each in self.files]
        facts["terms"]["waiting"] = [each._asdict() for each in self.terms.waiting]
        if not self.instance:
            del facts["instance"]
        said = {"format": FORMAT, **facts}
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"

    def report(self, header: ElectionHeader) -> Report:
        """Return what cast vote records say before their records."""
        return Report(
            header=header,
            slate=self.terms.slate(header),
            congress=self.congress,
            contest=self.contest,
            made_at=datetime.fromisoformat(self.confirmed_at),
            application=f"congress-portal {self.portal}",
        )


def manifest_in(text: bytes) -> Manifest:
    """Read the file back.

    Raises:
        ValueError: it is something else, or a fact is not of the kind its name says.
    """
    try:
        facts = json.loads(text)
        if facts.pop("format") != FORMAT:
            raise ValueError(FORMAT)
        made = _manifest(facts)
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError(str(fault)) from None
    # Whatever else was written, or written otherwise, is not ours.
    if made.text().encode() != text:
        raise ValueError(FORMAT)
    return made


def _manifest(facts: dict[str, Any]) -> Manifest:
    head, terms = facts.pop("head"), facts.pop("terms")
    files = tuple(Member(**each) for each in facts.pop("files"))
    made = Manifest(
        **facts,
        head=Link(**head) if head else None,
        terms=_terms(terms),
        files=files,
    )
    if datetime.fromisoformat(made.confirmed_at).tzinfo is None:
        raise ValueError(made.confirmed_at)
    numbers = [made.revision, *(each.size for each in files)]
    numbers += [made.head.number] if made.head else []
    texts = [made.poll, made.congress, made.contest, made.portal, made.tally_digest]
    texts += [each for file in files for each in (file.name, file.sha256)]
    texts += [made.head.digest] if made.head else []
    if not all(map(_is_number, numbers)) or not all(isinstance(t, str) for t in texts):
        raise ValueError(FORMAT)
    if "instance" in facts and mark_of(made.instance) is None:
        raise ValueError(FORMAT)
    return made


def _terms(facts: Mapping[str, Any]) -> Terms:
    rest = dict(facts)
    waiting = tuple(Waits(**each) for each in rest.pop("waiting"))
    made = Terms(**rest, waiting=waiting)
    EmptyAgreement(made.empty_agreement), TieRule(made.tie_rule)
    numbers = [made.waiting_alternates]
    numbers += [n for w in waiting for n in (w.round, w.tally_base, w.place, w.votes)]
    if not all(map(_is_number, numbers)) or any(w.tally_base < 1 for w in waiting):
        raise ValueError(FORMAT)
    return made


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**63
