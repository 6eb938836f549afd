"""What is not ours is listed, licensed and untouched; what is ours fetches nothing."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
STATIC: Final = ROOT / "static"
TEMPLATES: Final = ROOT / "templates"
LIST: Final = STATIC / "vendor" / "VENDORED.md"
OURS_AMONG_VENDORED: Final = {"vendor/VENDORED.md", "vendor/vendor.sh"}

LINE: Final = re.compile(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", re.MULTILINE)
# The name of a vocabulary is never fetched; every other address could be.
ADDRESS: Final = re.compile(
    r"""https?://(?!www\.w3\.org/)|(?:=\s*|url\(\s*|import\s+)["']?//\w"""
)
INLINE: Final = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)


def _sums() -> dict[str, str]:
    return dict(LINE.findall(LIST.read_text(encoding="utf-8")))


def _present() -> set[str]:
    return {
        path.relative_to(STATIC).as_posix()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.is_file()
    }


def _written_by_us() -> Iterator[Path]:
    for folder in ("css", "js", "print", "img"):
        yield from (path for path in (STATIC / folder).rglob("*") if path.is_file())
    yield from TEMPLATES.rglob("*.html")


def _lines_matching(pattern: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_every_vendored_file_has_the_sum_that_is_listed() -> None:
    listed = _sums()

    found = {
        name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
        for name in listed
    }

    assert len(listed) > 20
    assert found == listed


def test_every_file_among_the_vendored_ones_is_listed() -> None:
    assert _present() - OURS_AMONG_VENDORED == set(_sums())


def test_every_vendored_library_brings_its_licence_and_says_which() -> None:
    libraries = {name.rsplit("/", 1)[0] for name in _sums()}
    licensed = {
        name.rsplit("/", 1)[0]
        for name in _sums()
        if name.rsplit("/", 1)[1].startswith("LICENSE")
    }
    words = LIST.read_text(encoding="utf-8")

    assert licensed == libraries
    assert words.count("\n- Licence: ") == len(libraries)


def test_no_vendored_file_names_a_source_map_that_is_not_there() -> None:
    naming = {
        name
        for name in _sums()
        if name.endswith((".css", ".js"))
        and b"sourceMappingURL=" in (STATIC / name).read_bytes()
    }

    assert naming == set()


def test_an_address_outside_is_recognised() -> None:
    outside = (
        '<script src="https://cdn.example/x.js">',
        "@import url(//fonts.example/css);",
        'import "//cdn.example/x.js";',
    )
    inside = (
        '<svg xmlns="http://www.w3.org/2000/svg">',
        "// a comment",
        "url('../fonts/a.ttf')",
    )

    assert [bool(ADDRESS.search(line)) for line in outside] == [True, True, True]
    assert [bool(ADDRESS.search(line)) for line in inside] == [False, False, False]


def test_nothing_we_wrote_fetches_from_outside() -> None:
    assert _lines_matching(ADDRESS, _written_by_us()) == []


def test_no_screen_has_style_script_or_handler_inline() -> None:
    # Printed papers are read by WeasyPrint alone, which knows no such policy.
    screens = (path for path in TEMPLATES.rglob("*.html") if "print" not in path.parts)

    assert _lines_matching(INLINE, screens) == []


def test_every_file_a_style_sheet_points_to_is_there() -> None:
    missing = [
        f"{sheet.name}: {target}"
        for folder in ("css", "print")
        for sheet in (STATIC / folder).glob("*.css")
        for target in re.findall(r'url\("([^":]+)"\)', sheet.read_text("utf-8"))
        if not (sheet.parent / target).is_file()
    ]

    assert missing == []
