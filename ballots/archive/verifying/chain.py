"""The audit lines: each link, the head on paper, and what the lines say of the rest."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from ballots.archive import manifest as files
from ballots.archive.container import Opened
from ballots.archive.manifest import Link, Manifest
from ballots.archive.verifying.touched import Touched, lines_of
from ballots.archive.verifying.typed import Typed
from ballots.interchange import ElectionHeader
from ballots.models import Poll
from ballots.rules.third_look import drawn
from core.audit.chain import link_digest
from core.audit.trail import TITLE_LENGTH

SUBJECT: Final = Poll._meta.label_lower  # what most acts are about


# Acts that end an entry, whatever came of it.
ENDINGS: Final = (
    *("ballots.entry_finished", "ballots.batch_settled"),
    "ballots.entry_abandoned",
)


# Acts that lay the papers out in other batches.
DIVIDINGS: Final = ("ballots.papers_divided", "ballots.batches_changed")


class Line(NamedTuple):
    """A line of the audit trail with its link."""

    number: int
    previous: str
    digest: str
    fields: Mapping[str, Any]

    def says(self, *acts: str) -> bool:
        """Whether the line is about one of these acts."""
        return self.fields.get("act") in acts

    @property
    def detail(self) -> Mapping[str, Any]:
        """Return what the act said besides."""
        found = self.fields.get("detail")
        return found if isinstance(found, dict) else {}


def read_lines(archive: Opened, manifest: Manifest) -> list[Line]:
    """Work every link out from its line and the link before."""
    lines = [_line(each) for each in lines_of(archive, files.AUDIT)]
    for one, next_ in pairwise(lines):
        joined = next_.number > one.number + 1 or next_.previous == one.digest
        if next_.number <= one.number or not joined:
            raise _bad_link(next_.number, "không nối vào mắt xích trước")
    for line in lines:
        kind, key = line.fields.get("subject_kind"), line.fields.get("subject_key")
        if kind == SUBJECT and key != manifest.poll:
            raise _bad_link(line.number, "dòng của lần bầu khác")
    confirmed = _last(lines, "ballots.tally_confirmed")
    if confirmed is None or (
        confirmed.detail.get("digest") != manifest.tally_digest
        or confirmed.fields.get("at") != manifest.confirmed_at
        or confirmed.detail.get("instance", "") != manifest.instance
        or confirmed.fields.get("subject_title") != manifest.contest[:TITLE_LENGTH]
    ):
        raise Touched(files.AUDIT, f"không có việc chốt ghi trong {files.MANIFEST}")
    return lines


def _line(text: str) -> Line:
    try:
        facts = json.loads(text)
        line = Line(facts["number"], facts["previous"], facts["digest"], facts["line"])
        digest = link_digest(line.previous, line.fields)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _unreadable() from None
    if type(line.number) is not int or not isinstance(line.fields, dict):
        raise _unreadable()
    if digest != line.digest:
        raise _bad_link(line.number, "dòng hoặc mã của nó đã bị sửa")
    return line


def _unreadable() -> Touched:
    return Touched(files.AUDIT, "có dòng không đọc được")


def _bad_link(number: int, what: str) -> Touched:
    return Touched(files.AUDIT, f"mắt xích số {number}: {what}")


def _last(lines: Sequence[Line], act: str) -> Line | None:
    """Return the last line of an act on the poll."""
    ours = (each for each in reversed(lines) if each.says(act))
    return next((e for e in ours if e.fields.get("subject_kind") == SUBJECT), None)


def look_at_head(
    lines: Sequence[Line], manifest: Manifest, printed: Link | None
) -> None:
    """The link that the manifest names, and the one on paper, are in the chain."""
    own = {line.number: line.digest for line in lines}
    if (said := manifest.head) and own.get(said.number) != said.digest:
        raise Touched(
            files.MANIFEST, f"ghi mắt xích số {said.number} khác với {files.AUDIT}"
        )
    if printed and not own.get(printed.number, "").startswith(printed.digest):
        raise Touched(
            files.AUDIT,
            f"mắt xích số {printed.number} khác với biên bản giấy: chuỗi đã bị dựng "
            "lại, hoặc biên bản của lần bầu khác",
        )


def look_at_entries(lines: Sequence[Line], journal: Typed | None) -> None:
    """Each entry ended with a line that has the digest of its journal, and none else.

    Also those that were not counted: who read what otherwise is told by them alone.
    """
    told = {
        line.detail["journal_digest"]
        for line in lines
        if line.says(*ENDINGS) and isinstance(line.detail.get("journal_digest"), str)
    }
    if journal is None:
        if told:
            raise Touched(files.JOURNAL, "đã bị lấy đi")
        return
    if journal.digests - told:
        raise Touched(
            files.JOURNAL,
            f"có lần nhập mà mã nhật ký không có trong {files.AUDIT}: đã bị sửa",
        )
    if told - journal.digests:
        raise Touched(files.JOURNAL, f"thiếu lần nhập mà {files.AUDIT} có ghi")


def look_at_rulings(lines: Sequence[Line], journal: Typed | None) -> None:
    """Why the board ruled as it did, and who of it, is as it was said then."""
    said = {
        (line.detail.get("batch"), line.detail.get("position")): line.detail
        for line in lines
        if line.says("ballots.ballot_ruled")
    }
    for ruling in journal.rulings if journal else ():
        told = said.get((ruling.batch, ruling.position), {})
        why = ruling.reason, ruling.deciders
        if (told.get("reason"), told.get("deciders")) != why:
            where = f"tờ {ruling.position} tập {ruling.batch}"
            raise Touched(files.JOURNAL, f"quyết định về {where} khác {files.AUDIT}")


def look_at_figures(lines: Sequence[Line], header: ElectionHeader) -> None:
    """Figures that the board wrote down are those of the election file."""
    try:
        noted = {
            each["field"]: each["to"]
            for line in lines
            if line.says("ballots.papers_noted")
            for each in line.detail["changes"]
        }
    except (LookupError, TypeError):
        raise _unreadable() from None
    for name in ("present", "printed", "issued", "returned"):
        if name in noted and noted[name] != getattr(header, name):
            raise Touched(files.ELECTION, f"{name} khác số ban đã ghi ở {files.AUDIT}")


def look_at_third_looks(
    lines: Sequence[Line], manifest: Manifest, journal: Typed | None
) -> None:
    """Papers drawn are those that the digits draw; what came of them is told of."""
    if journal is None:
        return
    _look_at_draws(lines, manifest, journal)
    looks = journal.looks
    told = (
        (
            *("ballots.third_look_differs", "tờ đọc lại thấy khác"),
            [place for look in looks for place in look.differing],
            ("batch", "position"),
        ),
        (
            *("ballots.third_look_ruled", "quyết định về tờ đọc lại khác"),
            [ruling for look in looks for ruling in look.rulings],
            ("batch", "position", "reason", "deciders"),
        ),
        (
            *("ballots.third_look_stopped", "lý do không đọc lại hết"),
            [(reason,) for reason in journal.stopped],
            ("reason",),
        ),
    )
    for act, what, found, keys in told:
        if found != _details(lines, act, keys):
            raise Touched(files.JOURNAL, f"{what} không như {files.AUDIT}")


def _look_at_draws(lines: Sequence[Line], manifest: Manifest, journal: Typed) -> None:
    """Draw again by the digits and the result's digest, as the head did in the hall."""
    ordered = [line for line in lines if line.says("ballots.third_look_ordered")]
    asked = _details(lines, "ballots.third_look_ordered", ("seed", "digest", "papers"))
    if asked != [(look.seed, look.digest, len(look.drawn)) for look in journal.looks]:
        raise Touched(files.JOURNAL, f"việc rút tờ đọc lại không như {files.AUDIT}")
    counted = _details(lines, "ballots.poll_counted", ("digest",))
    places = [(paper.batch, paper.position) for paper in journal.papers]
    for line, look in zip(ordered, journal.looks, strict=True):
        is_last = look.revision == manifest.revision
        if (look.digest,) not in ([(manifest.tally_digest,)] if is_last else counted):
            raise Touched(files.JOURNAL, "tờ đọc lại được rút theo mã kết quả khác")
        if _divided_since(lines, line):
            continue
        lots = drawn(places, count=len(look.drawn), seed=f"{look.seed} {look.digest}")
        if (look.papers, look.drawn) != (len(places), lots):
            raise Touched(files.JOURNAL, "tờ đọc lại không phải do số gieo rút ra")


def _divided_since(lines: Sequence[Line], line: Line) -> bool:
    """Whether other papers lie at the places of that time."""
    return any(each.number > line.number and each.says(*DIVIDINGS) for each in lines)


def _details(
    lines: Sequence[Line], act: str, keys: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Return what the lines of an act say, in order."""
    said = (line.detail for line in lines if line.says(act))
    return [tuple(detail.get(key) for key in keys) for detail in said]


def look_at_minutes(lines: Sequence[Line], manifest: Manifest) -> None:
    """The minutes are those that were printed last."""
    printed = _last(lines, "ballots.minutes_printed")
    kept = next(each for each in manifest.files if each.name == files.MINUTES)
    if printed is None or printed.detail.get("sha256") != kept.sha256:
        raise Touched(files.MINUTES, f"khác biên bản đã lập, theo {files.AUDIT}")
