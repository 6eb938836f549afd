"""Is every word a person sees translated? The catalogue is gathered anew and compared.

A step of ``make check``; ``make messages`` mends what it finds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from config.launcher.console import say, speak_utf8
from config.launcher.state import ROOT

CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")
NOT_GATHERED = shutil.ignore_patterns(
    ".*", "var", "static", "tests", "docs", "node_modules", "__pycache__"
)
SHOWN = 10


def main() -> int:
    """Name what is missing, vague or stale; 0 when nothing is."""
    speak_utf8()
    if not shutil.which("msgmerge"):
        say("Cần gettext: sudo apt-get install gettext")
        return 1
    kept = _read(ROOT / CATALOGUE)
    with tempfile.TemporaryDirectory() as folder:
        gathered = _gather(Path(folder) / "portal")
    compiled = _read_compiled((ROOT / CATALOGUE).with_suffix(".mo"))
    wanted = {(entry.msgctxt, entry.msgid) for entry in gathered}
    had = {(entry.msgctxt, entry.msgid) for entry in kept}
    findings = {
        "not in the catalogue": sorted(text for _, text in wanted - had),
        "no longer in the code": sorted(text for _, text in had - wanted),
        "fuzzy": [entry.msgid for entry in kept if entry.fuzzy],
        "not translated": [
            entry.msgid for entry in kept if not entry.fuzzy and not entry.translated()
        ],
        "compiled otherwise": sorted(
            entry.msgid
            for entry in kept
            if entry.translated() and compiled.get(entry.msgid) != _words(entry)
        ),
    }
    for fact, texts in findings.items():
        _tell(fact, texts)
    return 1 if any(findings.values()) else 0


def _gather(copy: Path) -> list[polib.POEntry]:
    shutil.copytree(ROOT, copy, ignore=NOT_GATHERED)
    (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "en", "-v", "0"],
        cwd=copy,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        check=True,
    )
    return _read(copy / CATALOGUE)


def _read(catalogue: Path) -> list[polib.POEntry]:
    if not catalogue.exists():
        return []
    return [entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete]


def _read_compiled(catalogue: Path) -> dict[str, str]:
    if not catalogue.exists():
        return {}
    return {entry.msgid: _words(entry) for entry in polib.mofile(str(catalogue))}


def _words(entry: polib.POEntry) -> str:
    return "\n".join([entry.msgstr, *entry.msgstr_plural.values()])


def _tell(fact: str, texts: list[str]) -> None:
    if not texts:
        return
    say(f"{len(texts)} {fact} (`make messages`):")
    for text in texts[:SHOWN]:
        say(f"    {text!r}")
    if len(texts) > SHOWN:
        say("    …")


if __name__ == "__main__":
    sys.exit(main())
