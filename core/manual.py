"""How-to pages, as written in docs/how-to: one file for each subject and language."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import markdown
from django.conf import settings
from django.urls import reverse

FOLDER: Final = Path(settings.ROOT) / "docs" / "how-to"
PICTURES: Final = FOLDER / "pictures"
LANGUAGE: Final = "vi"  # what is shown where a page has no other
# Beside the page a picture lies in a folder of its own, as a reader of files finds it.
_PICTURE: Final = re.compile(
    r'<img alt="([^"]*)" src="pictures/([a-z0-9-]+)\.(vi|en)\.webp" />'
)


class Subject(NamedTuple):
    """One page of help."""

    name: str
    title: str


def subjects(language: str) -> list[Subject]:
    """Return the pages there are, by title."""
    names = {path.name.split(".")[0] for path in FOLDER.glob(f"*.{LANGUAGE}.md")}
    found = [Subject(name, _title(_text(name, language))) for name in names]
    return sorted(found, key=lambda subject: subject.title)


def page(name: str, language: str) -> tuple[str, str] | None:
    """Return a page's title and its HTML, or nothing where there is none."""
    if not re.fullmatch(r"[a-z-]+", name):
        return None
    if not (FOLDER / f"{name}.{LANGUAGE}.md").is_file():
        return None
    text = _text(name, language)
    body = text.partition("\n")[2]
    return _title(text), _html(body)


def picture(name: str, language: str) -> Path | None:
    """Return the file of a picture on these pages, or nothing where there is none."""
    if not re.fullmatch(r"[a-z0-9-]+", name) or not re.fullmatch(r"vi|en", language):
        return None
    path = PICTURES / f"{name}.{language}.webp"
    return path if path.is_file() else None


def _text(name: str, language: str) -> str:
    path = FOLDER / f"{name}.{language}.md"
    if not path.is_file():
        path = FOLDER / f"{name}.{LANGUAGE}.md"
    return path.read_text("utf-8")


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("#").strip()


@lru_cache(maxsize=64)
def _html(body: str) -> str:
    # Our own files, so their HTML is ours.
    html = markdown.markdown(body, extensions=["tables", "fenced_code", "sane_lists"])
    return _PICTURE.sub(_with_address, html)


def _with_address(found: re.Match[str]) -> str:
    """Write a picture as the portal serves it: small, and whole once it is chosen."""
    alt, name, language = found.groups()
    url = reverse("core:help-picture", args=[name, language])
    return f'<a class="picture" href="{url}"><img alt="{alt}" src="{url}"></a>'
