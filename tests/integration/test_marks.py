"""Whatever leaves a demo or a practice says so: screens, walls, papers, files."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from django.conf import settings as configured
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from ballots.archive import manifest as files
from ballots.archive.manifest import manifest_in
from ballots.archive.verifying import Touched, verify
from ballots.management.commands.verify_archive import _told
from ballots.models import Poll
from core import instance, prints
from core.access.rights import Role
from core.models import AuditEvent
from core.prints import engine
from core.web import MarkedFilesMiddleware
from core.writers import xlsx
from tests import make
from tests.integration.ballots import archives
from tests.integration.test_access_walk import (  # noqa: F401
    Page,
    every_page,
    world,
)
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

TEMPLATES: Final = Path(configured.ROOT) / "templates"
MARKED: Final = ("demo", "practice")
WALKERS: Final = (Role.TALLY_HEAD, Role.SECRETARIAT, Role.ORGANISATION_STAFF)
FILES: Final = (".webp", ".pdf")
INCLUDED: Final = '{% include "components/instance_mark.html"'


def beginnings() -> list[Path]:
    """Templates that begin a page, on a screen or on paper."""
    return [
        path
        for path in sorted(TEMPLATES.rglob("*.html"))
        if "<body" in path.read_text("utf-8")
    ]


SCREENS: Final = [path for path in beginnings() if "print" not in path.parts]
FORMS: Final = [path for path in beginnings() if "print" in path.parts]


class Anything:
    """A paper of which nothing is known: its form is drawn empty."""


def words_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


# --- the marks --------------------------------------------------------------------


@pytest.mark.parametrize("name", MARKED)
def test_a_name_is_marked_once(name: str, settings: Any) -> None:
    settings.INSTANCE = name

    once = instance.file_name("bien-ban.pdf")

    assert once != "bien-ban.pdf"
    assert instance.file_name(once) == once


def test_a_portal_in_earnest_has_no_mark() -> None:
    assert instance.mark() is None
    assert instance.marked_name() == ""
    assert instance.file_name("bien-ban.pdf") == "bien-ban.pdf"
    assert not instance.is_practice()


# --- screens ----------------------------------------------------------------------


def test_every_template_that_begins_a_page_has_the_mark() -> None:
    without = [
        name_of(path) for path in SCREENS if INCLUDED not in path.read_text("utf-8")
    ]

    assert without == []
    assert {name_of(path) for path in SCREENS} >= {
        *("base.html", "wall_base.html", "failure.html", "500.html"),
    }


def test_the_back_office_has_the_mark(settings: Any, signed_in: SignedIn) -> None:
    settings.INSTANCE = "practice"

    text = signed_in(make.administrator()).get(reverse("admin:index")).text

    assert "data-instance-mark" in text


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "500", "503", "507"])
def test_a_page_of_a_failure_has_the_mark(name: str, settings: Any) -> None:
    settings.INSTANCE = "practice"

    assert "DIỄN TẬP – KHÔNG CÓ GIÁ TRỊ" in render_to_string(f"{name}.html")


@pytest.mark.parametrize(
    ("name", "walkers"),
    [("practice", WALKERS), ("demo", WALKERS[-1:]), ("portal", WALKERS[-1:])],
)
def test_every_page_that_opens_is_marked(
    name: str,
    walkers: tuple[Role, ...],
    every_page: dict[str, Page],  # noqa: F811
    signed_in: SignedIn,
    settings: Any,
) -> None:
    body = Poll.objects.get().election.body
    users = [make.holder(role, at=make.place_of(role, body)) for role in walkers]
    clients = [signed_in(user) for user in (*users, make.administrator())]
    settings.INSTANCE = name

    found = {
        address: "data-instance-mark" in answer.text
        for client in clients
        for address, answer in opened(client, every_page).items()
    }

    assert len(found) > 60
    assert [
        page for page, marked in found.items() if marked != (name != "portal")
    ] == []


def opened(client: Client, pages: dict[str, Page]) -> dict[str, Any]:
    """Every page that opens as a page."""
    found = {}
    for name, page in pages.items():
        if page.get != 200 or page.address.endswith(FILES):
            continue
        answer = client.get(page.address)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        # Parts of pages, as htmx asks for them, stand in a page that is marked.
        if answer.status_code == 200 and is_page and "<body" in answer.text:
            found[name] = answer
    return found


def test_the_sign_in_is_marked(client: Client, settings: Any) -> None:
    make.user()
    settings.INSTANCE = "practice"

    assert "data-instance-mark" in client.get(reverse("core:sign-in")).text


# --- papers -----------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=name_of)
@pytest.mark.parametrize("name", [*MARKED, "portal"])
def test_every_page_of_every_form_is_marked(
    form: Path, name: str, settings: Any
) -> None:
    settings.INSTANCE = name

    data = prints.render(
        name_of(form), Anything(), title="x", at=make.NOON, digest="ab" * 32
    )

    mark = instance.mark()
    pages = words_of(data)
    assert pages
    for words in pages:
        if mark is None:
            assert not re.search("TRÌNH DIỄN|KHÔNG CÓ GIÁ TRỊ", words)
        else:
            assert [each in words for each in mark.across] == [True] * len(mark.across)


def test_every_form_is_known_to_the_walk() -> None:
    assert {name_of(path) for path in FORMS} >= {
        "ballots/print/agreement.html",
        "ballots/print/ballot_paper.html",
        "ballots/print/journal.html",
        "ballots/print/minutes.html",
        "ballots/print/nomination_slip.html",
        "ballots/print/pack.html",
        "ballots/print/practice_ballots.html",
        "core/print/account_slips.html",
        "core/print/hall_card.html",
    }


def test_a_paper_that_cannot_be_marked_is_not_made(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INSTANCE = "practice"
    monkeypatch.setattr(engine, "render_to_string", lambda *_given: "<p>x</p>")

    with pytest.raises(engine.CannotBeMarked):
        engine.render("x", None, title="x", at=make.NOON, digest="ab" * 32)


def test_a_print_on_the_shelf_has_a_marked_name(settings: Any) -> None:
    settings.INSTANCE = "practice"

    assert make.shelved(make.confirmed()).file_name == "dien-tap-bien-ban.pdf"


# --- files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "marked"),
    [
        ('attachment; filename="a.xlsx"', 'attachment; filename="dien-tap-a.xlsx"'),
        ('inline; filename="b.pdf"', 'inline; filename="dien-tap-b.pdf"'),
        (
            "attachment; filename*=utf-8''t%C3%AAn.csv",
            "attachment; filename*=utf-8''dien-tap-t%C3%AAn.csv",
        ),
        (
            'attachment; filename="dien-tap-a.zip"',
            'attachment; filename="dien-tap-a.zip"',
        ),
    ],
)
def test_every_file_that_leaves_has_a_marked_name(
    said: str, marked: str, settings: Any
) -> None:
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Disposition": said})

    through = MarkedFilesMiddleware(answer)
    in_earnest = through(HttpRequest()).headers["Content-Disposition"]
    settings.INSTANCE = "practice"
    practised = through(HttpRequest()).headers["Content-Disposition"]

    assert (in_earnest, practised) == (said, marked)


def test_a_list_taken_out_is_marked_in_its_name_and_when_printed(
    settings: Any, signed_in: SignedIn
) -> None:
    make.unit("Đảng bộ tỉnh Sơn Bình")
    settings.INSTANCE = "practice"

    answer = signed_in(make.administrator()).get(
        reverse("core:units"), {"xuat": "xlsx"}
    )

    assert (
        'filename="dien-tap-to-chuc-dang.xlsx"'
        in (answer.headers["Content-Disposition"])
    )
    assert header_of(answer.content) == "&amp;C&amp;BDIỄN TẬP – KHÔNG CÓ GIÁ TRỊ"


def test_a_workbook_in_earnest_has_no_header() -> None:
    assert header_of(xlsx.workbook("x", ["y"], [])) == ""


def header_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    found = re.search("<oddHeader>(.*?)</oddHeader>", sheet)
    return found[1] if found else ""


# --- archives ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("practice", "ĐÚNG (DIỄN TẬP – KHÔNG CÓ GIÁ TRỊ): "),
        ("demo", "ĐÚNG (BẢN TRÌNH DIỄN): "),
        ("portal", "ĐÚNG: "),
    ],
)
def test_an_archive_says_which_portal_it_is_of(
    name: str, said: str, settings: Any, tmp_path: Path
) -> None:
    settings.INSTANCE = name
    data = bytes(archives.sealed(archives.confirmed()).data)
    kept = tmp_path / "a.zip"
    kept.write_bytes(data)
    settings.INSTANCE = "portal"

    code, line = _told(kept, None, passphrase_file=None, result=None)

    assert code == 0
    assert line.startswith(said)
    assert ('"instance"' in manifest_of(data)) is (name != "portal")


def test_an_archive_of_a_practice_cannot_be_passed_off_as_real(settings: Any) -> None:
    settings.INSTANCE = "practice"
    data = bytes(archives.sealed(archives.confirmed()).data)

    passed_off = rewritten(
        data, manifest_of(data).replace(',\n "instance": "practice"', "")
    )

    with pytest.raises(Touched):
        verify(io.BytesIO(passed_off))


def test_an_archive_of_no_known_portal_is_not_read() -> None:
    data = bytes(archives.sealed(archives.confirmed()).data)
    said = manifest_of(data).rstrip("\n}")

    for added in ('"circus"', '""', "7"):
        with pytest.raises(ValueError, match="archive@1"):
            manifest_in(f'{said},\n "instance": {added}\n}}\n'.encode())


def test_confirming_a_practice_is_written_down_as_one(settings: Any) -> None:
    settings.INSTANCE = "practice"
    make.confirmed()

    line = AuditEvent.objects.filter(act="ballots.tally_confirmed").latest("pk")
    assert line.detail["instance"] == "practice"


def manifest_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(files.MANIFEST).decode()


def rewritten(data: bytes, manifest: str) -> bytes:
    """The archive with another manifest, packed as it was."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for each in before.infolist():
            content = before.read(each)
            if each.filename == files.MANIFEST:
                content = manifest.encode()
            after.writestr(each, content)
    return packed.getvalue()
