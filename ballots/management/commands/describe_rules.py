"""Write docs/reference/rules.md: what the rules decide, and where they are written."""

from enum import StrEnum
from typing import Any

from django.utils import translation

from ballots import labels
from ballots.rules.faults import Fault
from ballots.rules.stages import NEXT, Stage
from congress.rules.clauses import Clause, Confidence
from congress.rules.rulesets import RULE_SETS, Rule, RuleSet
from congress.rules.shapes import text_of
from congress.rules.tally_base import TREATMENT
from core.management.described import DescribingCommand, table

HEAD = """\
# Election rules

Written by `manage.py describe_rules` from `ballots/rules/` and `ballots/labels/`; do
not edit it by hand. The rules are plain Python without Django
([decision 0004](../decisions/0004-rules-without-django.md)). Every decision on a result
page names its rule by the id given here.

"""
CONFIDENCE = """
## How sure we are

Rules marked **to be confirmed** were not read in the document itself; the portal shows
the mark beside every decision that rests on them.

"""
RULES = """
## Rules

Where each regulation writes the rule: article or section, and how sure we are (the
letters above). Empty: the article is not known; a dash: the regulation has no such
rule. Figures are those of the regulation in force. This page is about what the portal
ships; an administrator may have corrected it
([decision 0020](../decisions/0020-rule-sets-as-records.md)).

"""
VALUES = """
## Values

The count, results and minutes read `tie_rule`, `runoff_needs_majority`,
`empty_agreement` and `percent_decimals`, and the third look its three values; the
others are there to be looked up and for parts to come. Days are working days.

"""
NOTES = """
## Notes on documents

Since when a younger document holds, and what stood before. A number in brackets above
points here; result pages say it of elections before that day.

"""
BASE = """
## The tally base D

Who is taken off the number convened, by kind of voting body.

"""
STAGES = """
## The life of a poll

An imported poll begins at `entered`.

"""
REASONS = """
## Why a ballot is invalid

"""
FAULTS = """
## Why a file is refused

The codes of refusal of [election files](election-files.md). The sentence is what a
person reads; `%(…)s` is filled in.

"""


class Command(DescribingCommand):
    help = "Write docs/reference/rules.md from the rules and their labels."
    page = "rules.md"

    def text(self) -> str:
        with translation.override("vi"):
            return "".join(
                (
                    *(HEAD, _regulations()),
                    *(CONFIDENCE, _confidences()),
                    *(RULES, _rules()),
                    *(VALUES, _values()),
                    *(NOTES, _noted()),
                    *(BASE, _treatment()),
                    *(STAGES, _stages()),
                    *(REASONS, _coded("reason", labels.REASONS)),
                    *(FAULTS, _coded("code", labels.FAULTS, of=Fault)),
                )
            )


def _sets() -> list[RuleSet]:
    """The regulations, the one in force first."""
    return sorted(RULE_SETS.values(), key=lambda each: each.valid_from, reverse=True)


def _regulations() -> str:
    rows = [
        (
            f"`{each.regulation.value}`",
            str(labels.REGULATIONS[each.regulation]),
            f"{each.valid_from:%d/%m/%Y}",
            f"{each.valid_until:%d/%m/%Y}" if each.valid_until else "in force",
        )
        for each in _sets()
    ]
    return table(("id in a file", "regulation", "from", "until"), rows)


def _confidences() -> str:
    rows = [
        (
            each.value,
            *_both(labels.CONFIDENCES[each]),
            "" if Clause(_sets()[0].document, "", each).confirmed else "yes",
        )
        for each in Confidence
    ]
    return table(("letter", "Vietnamese", "English", "to be confirmed"), rows)


def _rules() -> str:
    rows = [
        (
            f"`{rule.value}`",
            *_sentences(rule),
            *(
                _cited(each.clause(rule)) if rule in each.rules else "–"
                for each in _sets()
            ),
        )
        for rule in Rule
    ]
    heads = [each.regulation.value for each in _sets()]
    return table(("id", "Vietnamese", "English", *heads), rows)


def _sentences(rule: Rule) -> tuple[str, str]:
    """The rule with the figures of the regulation in force, in both languages."""
    vietnamese = labels.sentence(rule, _sets()[0])
    with translation.override("en"):
        return vietnamese, labels.sentence(rule, _sets()[0])


def _values() -> str:
    columns = [dict(each.values()) for each in _sets()]
    rows = [
        (
            f"`{name}`",
            *(
                f"{text_of(name, column[name].value) or 'none'}"
                f" ({_cited(column[name].clause)})"
                for column in columns
            ),
        )
        for name in columns[0]
    ]
    return table(("value", *(each.regulation.value for each in _sets())), rows)


def _treatment() -> str:
    rows = [
        (
            str(labels.BODIES[body]),
            *_both(labels.SITUATIONS[situation]),
            "taken off" if how.deducted else "counts",
            f"`{how.rule.value}`",
        )
        for body, situations in TREATMENT.items()
        for situation, how in situations.items()
    ]
    return table(("voting body", "Vietnamese", "English", "D", "rule"), rows)


def _stages() -> str:
    rows = [
        (
            f"`{stage.value}`",
            *_both(labels.STAGES[stage]),
            ", ".join(f"`{to.value}`" for to in Stage if to in NEXT[stage]),
        )
        for stage in Stage
    ]
    return table(("stage", "Vietnamese", "English", "may go to"), rows)


def _coded(head: str, words: Any, *, of: type[StrEnum] | None = None) -> str:
    codes = [each.value for each in of] if of else list(words)
    rows = [(f"`{code}`", *_both(words[code])) for code in codes]
    return table((head, "Vietnamese", "English"), rows)


def _cited(clause: Clause) -> str:
    """The document by number and day, its article, the letter, the note's number."""
    place = f"{clause.document} {clause.article}".strip()
    note = f" [{_notes().index(clause.note) + 1}]" if clause.note else ""
    return f"{place} · {clause.confidence.value}{note}"


def _notes() -> list[str]:
    """Every note on a clause once, in the order of the rules."""
    clauses = (
        clause
        for each in _sets()
        for clause in (*each.rules.values(), *(v.clause for _name, v in each.values()))
    )
    return list(dict.fromkeys(clause.note for clause in clauses if clause.note))


def _noted() -> str:
    return "".join(f"{n}. {note}\n" for n, note in enumerate(_notes(), start=1))


def _both(label: object) -> tuple[str, str]:
    vietnamese = str(label)
    with translation.override("en"):
        return vietnamese, str(label)
