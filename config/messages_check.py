"""``python -m config.messages_check``: is the English catalogue complete and current?

Reads the words out of the code as ``makemessages`` does, but needs no gettext, so it
says the same on every machine.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGES: Final = ("config", "core", "congress", "personnel", "documents", "ballots")
CATALOGUE: Final = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
TRANSLATING: Final = frozenset({"gettext", "gettext_lazy", "ngettext", "ngettext_lazy"})
IN_TEMPLATES: Final = frozenset({"_", "gettext", "ngettext"})
_IN_TEMPLATE: Final = re.compile(r"\b(?:n?gettext|_)\(")
_NAMED: Final = re.compile(r"%\(\w+\)s")


def faults() -> list[str]:
    """Everything wrong with the catalogue, a line each."""
    entries = {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE))}
    live = {msgid for msgid, entry in entries.items() if not entry.obsolete}
    wanted = words()
    return [
        *(f"not in the catalogue: {each}" for each in sorted(wanted - live)),
        *(f"no longer in the code: {each}" for each in sorted(live - wanted)),
        *(f"obsolete, delete it: {each}" for each in sorted(entries.keys() - live)),
        *(line for each in sorted(live) for line in _faults_of(entries[each])),
        *_stale(),
    ]


def words() -> set[str]:
    """Every msgid in the code and the templates."""
    found: set[str] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= set(_literals(tree, names=_names(tree)))
    for path in (ROOT / "templates").rglob("*.html"):
        found |= set(_in_template(path))
    return found


def _names(tree: ast.Module) -> frozenset[str]:
    """What the module calls the functions that translate."""
    return frozenset(
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in TRANSLATING
    )


def _literals(tree: ast.AST, *, names: frozenset[str]) -> Iterator[str]:
    """The first argument of each call that translates, where it is written out."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]
            ) if name in names:
                yield text


def _in_template(path: Path) -> Iterator[str]:
    """What Django hands to xgettext for a template, read call by call."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _IN_TEMPLATE.finditer(source):
        tree = ast.parse(_one_call(source[call.start() :]))
        yield from _literals(tree, names=IN_TEMPLATES)


def _one_call(source: str) -> str:
    """The shortest beginning, up to a bracket, that is an expression of Python."""
    for bracket in re.finditer(r"\)", source):
        beginning = source[: bracket.end()]
        try:
            ast.parse(beginning)
        except SyntaxError:
            continue
        return beginning
    return ""


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(said):
        yield f"not translated: {entry.msgid}"
        return
    if entry.fuzzy:
        yield f"fuzzy, read it again: {entry.msgid}"
    for text in said:
        if set(_NAMED.findall(text)) != set(_NAMED.findall(entry.msgid)):
            yield f"other placeholders: {entry.msgid}"


def _stale() -> Iterator[str]:
    """Whether ``make messages`` compiled what the catalogue says now."""
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.is_file() or _said(polib.mofile(str(compiled))) != _said(
        polib.pofile(str(CATALOGUE))
    ):
        yield "django.mo is not what django.po says"


def _said(catalogue: "polib.POFile | polib.MOFile") -> dict[str, object]:
    return {
        entry.msgid: entry.msgstr_plural or entry.msgstr
        for entry in catalogue
        if not entry.obsolete and "fuzzy" not in entry.flags
    }


def main() -> int:
    """Print what is wrong; the status says whether anything is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    assert settings.USE_I18N  # noqa: S101 - loads the settings, which templatize reads
    found = faults()
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    if found:
        sys.stderr.write("Run `make messages`, then complete the English words.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
