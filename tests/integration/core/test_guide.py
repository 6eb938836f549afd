"""Help pages in both languages, and the page of components."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.urls import reverse

from core import manual
from tests import make
from tests.make import SignedIn

FOLDER: Final = Path(settings.ROOT) / "docs" / "how-to"


def names() -> set[str]:
    return {path.name.removesuffix(".vi.md") for path in FOLDER.glob("*.vi.md")}


def test_every_page_of_help_is_there_in_both_languages() -> None:
    assert names() == {
        path.name.removesuffix(".en.md") for path in FOLDER.glob("*.en.md")
    }
    assert {subject.name for subject in manual.subjects("vi")} == names()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_help_has_a_title_and_words(language: str) -> None:
    pages = {name: manual.page(name, language) for name in names()}

    assert {name for name, page in pages.items() if page is None} == set()
    assert {
        name
        for name, page in pages.items()
        if page and (not page[0] or len(page[1]) < 400 or "<h1" in page[1])
    } == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_lists_within_lists_and_commands_are_no_running_text(language: str) -> None:
    pages = {name: manual.page(name, language) for name in names()}

    running = re.compile(r"^\s*(- |\.venv/)", re.MULTILINE)
    assert {
        name for name, page in pages.items() if page and running.search(page[1])
    } == set()


@pytest.mark.parametrize("name", ["..", "../README", "Count", "khong-co", "count.vi"])
def test_only_pages_of_help_are_opened(name: str) -> None:
    assert manual.page(name, "vi") is None


@pytest.mark.django_db
def test_help_speaks_the_language_of_the_person(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    vietnamese = client.get(reverse("core:help", args=["count"])).text
    client.post(reverse("core:language"), {"language": "en"})
    english = client.get(reverse("core:help", args=["count"])).text

    titles = [re.search(r"<h1>(.*?)</h1>", text) for text in (vietnamese, english)]
    assert [title and title[1] for title in titles] == [
        "Kiểm một lần bầu",
        "Counting one poll",
    ]


@pytest.mark.django_db
def test_a_page_of_help_that_is_not_there_is_a_404(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    assert client.get(reverse("core:help", args=["khong-co"])).status_code == 404


def pictures_of(name: str, language: str) -> list[tuple[str, str]]:
    """The words and the file of every picture on a page."""
    text = (FOLDER / f"{name}.{language}.md").read_text("utf-8")
    return re.findall(r"!\[([^\]]*)\]\(pictures/([^)]+)\)", text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_picture_is_there_small_and_told_in_words(language: str) -> None:
    shown = [each for name in names() for each in pictures_of(name, language)]
    files = {file: manual.PICTURES / file for _words, file in shown}

    assert len(shown) > 15
    assert [file for words, file in shown if len(words) < 20] == []
    assert [file for file, path in files.items() if not path.is_file()] == []
    assert {
        file for file, path in files.items() if path.stat().st_size > 150 * 1024
    } == set()


def test_pages_in_both_languages_show_the_same_and_nothing_lies_about() -> None:
    shown = {
        language: [
            (name, file.split(".")[0])
            for name in sorted(names())
            for _words, file in pictures_of(name, language)
        ]
        for language in ("vi", "en")
    }
    used = {
        file
        for language in shown
        for name in names()
        for _words, file in pictures_of(name, language)
    }

    assert shown["vi"] == shown["en"]
    assert used == {path.name for path in manual.PICTURES.iterdir()}


@pytest.mark.django_db
def test_the_pictures_of_a_page_are_served(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    page = client.get(reverse("core:help", args=["wall"])).text
    addresses = re.findall(r'<img alt="[^"]+" src="([^"]+)"', page)
    answers = [client.get(address) for address in addresses]

    assert len(addresses) == len(pictures_of("wall", "vi"))
    assert {each["Content-Type"] for each in answers} == {"image/webp"}
    assert {each.getvalue()[8:12] for each in answers} == {b"WEBP"}


@pytest.mark.parametrize("name", ["khong-co", "wall-console.vi", "..", "Wall"])
def test_only_pictures_of_help_are_opened(name: str) -> None:
    assert manual.picture(name, "vi") is None
    assert manual.picture("wall-console", name) is None
