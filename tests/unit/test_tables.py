"""The tables of the portal are complete: what they promise, the code keeps."""

import ast
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.backends.postgresql import psycopg_any
from django.db.models import PROTECT, Model
from django.urls import URLPattern, URLResolver, get_resolver

import ballots.rules
from ballots import labels, prints
from ballots.archive import journal_paper, sealing
from ballots.prints import agreement, ballot_paper, pack, practice_ballots
from ballots.rules import faults
from congress.prints import (
    body_minutes,
    conference_report,
    passes,
    plan_paper,
    plaques,
    progress_report,
    work_report,
)
from core import registry
from core.access.rights import (
    RIGHT_LABELS,
    RIGHTS_OF,
    ROLE_LABELS,
    TALLY_ROLES,
    Reach,
    Right,
    Role,
    roles_with,
)
from core.admin_site import BackOffice
from core.models import Scope

ROOT: Final = Path(__file__).resolve().parents[2]
APPS: Final = ("core", "congress", "personnel", "documents", "ballots")

OPEN_TO_ALL: Final = {
    "core:sign-in",
    "core:sign-out",
    "core:language",
    "core:first-administrator",
    "core:health",
    # whoever has a projector's address, by its token
    "congress:wall",
    "congress:wall-after",
    # whoever has the address of a calendar, by its token
    "congress:calendar-feed",
}
FOR_ANYONE_SIGNED_IN: Final = {
    *("core:start", "core:password"),
    # what one was told, and how one wants to be told
    *("core:notices", "core:notice-open", "core:notice-read", "core:notices-read"),
    *("core:mail-choice", "core:mail-confirm"),
    # one's own sessions, lock and second factor
    *("core:sign-ins", "core:sign-in-end", "core:sign-ins-end-others"),
    *("core:lock", "core:lock-now", "core:still-here"),
    *("core:second-factor", "core:second-factor-begin", "core:second-factor-code"),
    *("core:second-factor-codes", "core:second-factor-off"),
    *("core:second-factor-renew", "core:second-factor-set-up"),
    # what has no facts on it
    *(
        "core:help-list",
        "core:help-picture",
        "core:help",
        "core:components",
        "core:wall-sample",
    ),
}

# Not on the tree: the tree itself, and accounts, which belong to the whole portal.
GLOBAL_TABLES: Final = {
    *("core.Scope", "core.User", "core.UserVersion", "core.SignIn"),
    *("core.Level", "core.UnitKind", "core.RuleSet", "core.RuleSetEdition"),
    *("core.AuditSeal", "core.UnsealedEvent", "core.AccountSlips"),
    *("core.Backup", "core.BackupPlan"),
    # one person's own: where his letters go, and what became of them
    *("core.MailChoice", "core.Letter"),
    # one person's own: what it tells is asked of his rights
    "congress.CalendarLink",
    # days off and what directives ask: the same for everybody
    *("congress.Holiday", "congress.LevelTerms"),
    # words to choose, the same for everybody
    *("congress.ProblemKind", "congress.AssignmentRating"),
}
NAMELESS: Final = {"utils", "helpers", "common", "misc", "util", "helper"}


# --- doors ------------------------------------------------------------------------


def addresses(
    resolver: URLResolver, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{before}{each.name}", each
        else:
            inside = f"{before}{each.namespace}:" if each.namespace else before
            yield from addresses(each, inside)


def doors() -> dict[str, Any]:
    """Every address but the back office's, and its door."""
    return {
        name: getattr(pattern.callback, "door", None)
        for name, pattern in addresses(get_resolver())
        if not name.startswith("admin:")
    }


def test_every_view_has_a_door() -> None:
    assert [name for name, door in doors().items() if door is None] == []


def test_what_is_open_to_all_is_on_this_list() -> None:
    assert {name for name, door in doors().items() if door == "open"} == OPEN_TO_ALL


def test_what_needs_only_an_account_is_on_this_list() -> None:
    found = {name for name, door in doors().items() if door == "signed in"}

    assert found == FOR_ANYONE_SIGNED_IN


def test_every_other_door_is_a_right() -> None:
    lists = OPEN_TO_ALL | FOR_ANYONE_SIGNED_IN
    found = {type(door) for name, door in doors().items() if name not in lists}

    assert found == {Right}


def test_the_back_office_is_one_room_with_one_door() -> None:
    sites = {
        type(getattr(pattern.callback, "admin_site", None))
        for name, pattern in addresses(get_resolver())
        if name.startswith("admin:") and hasattr(pattern.callback, "admin_site")
    }

    assert sites == {BackOffice}


def test_signing_in_is_asked_of_everybody_by_default() -> None:
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in (
        settings.MIDDLEWARE
    )


def test_addresses_are_plain_words_without_marks() -> None:
    written = {
        str(pattern.pattern)
        for name, pattern in addresses(get_resolver())
        if not name.startswith("admin:")
    }

    odd = {each for each in written if not re.fullmatch(r"[a-z0-9<>:_/.-]*", each)}

    assert odd == set()


# --- rights -----------------------------------------------------------------------


def test_every_right_has_a_holder_and_words() -> None:
    assert [right for right in Right if not roles_with(right)] == []
    assert list(RIGHT_LABELS) == list(Right)
    assert len({str(word) for word in RIGHT_LABELS.values()}) == len(Right)


def test_every_role_has_rights_and_words() -> None:
    assert list(RIGHTS_OF) == list(Role)
    assert [role for role in Role if not RIGHTS_OF[role]] == []
    assert list(ROLE_LABELS) == list(Role)
    assert len({str(word) for word in ROLE_LABELS.values()}) == len(Role)


def test_reading_reaches_beneath_and_writing_does_not() -> None:
    beneath = {right for right in Right if right.reach is Reach.BENEATH}

    here = {
        *(Right.ROLL_KEEP, Right.SLATE_KEEP),
        *(Right.BOARD_KEEP, Right.PAPERS_KEEP),
        Right.WALL_KEEP,
        # A unit's own lists and bodies, and what is put before it.
        *(Right.WORK_KEEP, Right.BODY_KEEP, Right.SUBMISSION_READ),
    }
    assert (
        beneath
        == {
            right
            for right in Right
            if right.value.endswith((".read", ".keep", ".operate"))
        }
        - here
    )


def test_only_tally_roles_touch_ballots() -> None:
    writing = {right for right in Right if right.reach is Reach.HERE}
    # These make the roll and the list, and consent; no paper passes their hands.
    beside = {
        *(Right.ROLL_KEEP, Right.SLATE_KEEP, Right.REOPENING_CONSENT),
        # The whole congress goes to another machine, in a file nobody can open.
        Right.CONGRESS_TRAVEL,
        # What comes after: decided above, or started within the term.
        *(Right.RESULT_ANNUL, Right.MIDTERM_START),
        # What those beneath submit, and the work of units and their bodies.
        *(Right.SUBMISSION_READ, Right.SUBMISSION_DECIDE),
        *(Right.WORK_KEEP, Right.WORK_DO, Right.BODY_KEEP),
    }
    # Whoever the congress charged with it writes down the board, the board as well;
    # the same show the hall what there is to show.
    board = {Right.BOARD_KEEP, Right.WALL_KEEP}

    assert {
        role for role in Role if RIGHTS_OF[role] & (writing - beside - board)
    } == TALLY_ROLES
    assert not any(RIGHTS_OF[role] & beside for role in TALLY_ROLES)


def test_whoever_confirms_enters_no_ballot() -> None:
    assert not roles_with(Right.BALLOT_ENTER) & roles_with(Right.TALLY_CONFIRM)


def test_who_enters_does_not_confirm() -> None:
    both = {Right.ELECTION_IMPORT, Right.TALLY_CONFIRM}

    assert [role for role in Role if both <= RIGHTS_OF[role]] == []
    assert roles_with(Right.TALLY_CONFIRM) == {Role.TALLY_HEAD}


# --- models -----------------------------------------------------------------------


def ours() -> list[type[Model]]:
    return [model for name in APPS for model in apps.get_app_config(name).get_models()]


def leads_to(model: type[Model], lookup: str) -> type[Model] | None:
    for part in lookup.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return None
        assert isinstance(field.related_model, type)
        model = field.related_model
    return model


def test_every_model_lies_on_the_tree_or_on_the_short_list() -> None:
    without = {
        model._meta.label for model in ours() if not hasattr(model, "scope_lookup")
    }

    assert without == GLOBAL_TABLES


def test_every_lookup_leads_to_a_scope() -> None:
    ends = {
        model._meta.label: leads_to(model, model.scope_lookup)
        for model in ours()
        if hasattr(model, "scope_lookup")
    }

    assert {name for name, end in ends.items() if end is not Scope} == set()


def test_no_history_is_deleted_with_what_it_is_about() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in ours()
        # Versions point to rows without holding them: they outlive an undone import.
        if not model._meta.label.endswith("Version")
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete is not PROTECT
    }

    assert found == set()


def test_no_model_orders_itself_or_overrides_saving() -> None:
    ordered = {model for model in ours() if model._meta.ordering}
    overriding = {model for model in ours() if "save" in vars(model)}

    assert (ordered, overriding) == (set(), set())


def test_every_finished_fact_has_both_triggers_in_a_migration() -> None:
    made = {
        table
        for path in ROOT.glob("*/migrations/*.py")
        for table in re.findall(
            r"((?:core|congress|ballots)_\w+)", path.read_text("utf-8")
        )
        if "core_refuse_change" in path.read_text("utf-8")
    }

    assert set(registry.facts()) <= made


# --- words ------------------------------------------------------------------------


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from (ROOT / app).rglob("*.py")


def acts_recorded() -> set[str]:
    """Every act that some code writes into the trail."""
    written = "\n".join(
        path.read_text("utf-8")
        for path in sources()
        if not {"provides.py", "provides", "migrations"} & set(path.parts)
    )
    # Job kinds are named alike, but they name a task.
    tasks = set(re.findall(r'shared_task\(name="([\w.]+)"', written))
    named = set(re.findall(rf'"((?:{"|".join(APPS)})\.[a-z_]+)"', written))
    return {each for each in named - tasks if _is_act(each)}


def _is_act(name: str) -> bool:
    app, _dot, rest = name.partition(".")
    return name not in NO_ACTS and not (ROOT / app / rest).with_suffix(".py").exists()


NO_ACTS: Final = {
    *(prints.FORM, agreement.FORM, journal_paper.FORM, sealing.FORM),
    *(ballot_paper.BALLOTS, ballot_paper.SAMPLE, ballot_paper.SLIPS, pack.PACK),
    practice_ballots.PRACTICE_BALLOTS,
    *(body_minutes.FORM.code, work_report.FORM.code),
    *(conference_report.FORM.code, plaques.FORM.code),
    *(plan_paper.FORM.code, progress_report.FORM.code, passes.FORM.code),
    *Right,
    # What people are told of is often called as the act that is told.
    *({*registry.notices(), *registry.work_kinds()} - set(registry.acts())),
    *registry.figures(),
}


def test_every_act_in_the_trail_has_a_name_on_screen_and_every_name_an_act() -> None:
    assert acts_recorded() == set(registry.acts())


def enums(package: Any) -> dict[str, type[StrEnum]]:
    """The codes of the rules that are stored or shown, by class."""
    found: dict[str, type[StrEnum]] = {}
    for path in Path(package.__file__).parent.glob("*.py"):
        module = __import__(f"ballots.rules.{path.stem}", fromlist=["x"])
        found |= {
            name: thing
            for name, thing in vars(module).items()
            if isinstance(thing, type) and issubclass(thing, StrEnum)
        }
    found.pop("StrEnum", None)
    return found


def test_every_code_of_the_rules_has_its_words() -> None:
    tables = [table for table in vars(labels).values() if isinstance(table, Mapping)]
    without = {
        name
        for name, kind in enums(ballots.rules).items()
        if not any(set(table) >= {code.value for code in kind} for table in tables)
    }

    # How grave a finding is, is told by its own words.
    assert without == {"Severity"}
    assert {fault.value for fault in faults.Fault} == set(labels.FAULTS)


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in sources() if path.stem in NAMELESS] == []


def test_papers_are_never_translated() -> None:
    tags = re.compile(r"{%\s*(translate|blocktranslate|trans|blocktrans)\b|\b_\(")
    papers = [p for p in (ROOT / "templates").rglob("*.html") if "print" in p.parts]

    assert [path for path in papers if tags.search(path.read_text("utf-8"))] == []
    assert len(papers) >= 1


# Modules that answer the same whoever asks, and when.
PURE: Final = frozenset({"hashlib", "math", "re", "unicodedata"})


def asked_clock(modules: list[Path]) -> list[str]:
    """Calls that ask what day or hour it is."""
    return [
        f"{path.stem}.{node.attr}"
        for path in modules
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
    ]


def test_the_rules_know_neither_clock_nor_chance() -> None:
    strange = {"time", "datetime", "random", "secrets", "logging", "os", "pathlib"}
    found = set()
    rules = [path for app in APPS for path in (ROOT / app / "rules").glob("*.py")]
    for path in rules:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name for each in node.names} - PURE
            elif isinstance(node, ast.ImportFrom) and node.module in strange:
                found |= {f"{node.module}.{each.name}" for each in node.names}

    # A date is a value of a rule set; nobody asks what day it is, nor the hour.
    assert rules
    assert found <= {"datetime.date", "datetime.datetime", "datetime.timedelta"}
    assert asked_clock(rules) == []


def test_the_database_is_spoken_to_through_psycopg2() -> None:
    assert psycopg_any.is_psycopg3 is False


def test_the_policy_for_browsers_lets_nothing_unsafe_in() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    sources_allowed = {source for each in directives.values() for source in each}
    assert sources_allowed == {"'self'", "'none'", "data:"}
    assert directives["img-src"] == ["'self'", "data:"]
