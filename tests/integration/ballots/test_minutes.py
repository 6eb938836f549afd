"""The minutes: the value, the words in the file, and the picture on the paper."""

import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from django.db import connection
from django.utils import translation
from PIL import Image, ImageChops, ImageStat

from ballots import prints
from ballots.models import Confirmation
from ballots.prints import Line
from congress.models import BodyKind
from core.access.rights import TALLY_ROLES
from core.models import AuditEvent, StoredPrint
from core.prints import engine
from tests import make

pytestmark = pytest.mark.django_db

REFERENCES: Final = Path(__file__).parents[2] / "references"
SCALE: Final = 0.6
# Another version of the font renderer changes the edges of letters, no more.
SAME: Final = 0.25


@pytest.fixture
def confirmation() -> Confirmation:
    """A result whose every word on paper is the same in each run."""
    unit = make.unit("Đảng bộ xã Khe Vàng")
    board = make.board(make.body(make.congress(unit)))
    return make.confirmed(board.body, head=board.head)


def rendered(confirmation: Confirmation) -> bytes:
    return engine.render(
        "ballots/print/minutes.html",
        prints.minutes(confirmation),
        title="Biên bản kiểm phiếu",
        at=confirmation.at,
        digest="ab" * 32,
    )


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text)


def unpacked(data: bytes) -> bytes:
    """Everything the file holds, its packed parts unpacked."""
    parts = [data]
    for packed in re.findall(rb"stream\r?\n(.*?)\nendstream", data, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


def pictures(data: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    return [
        page.render(scale=SCALE, grayscale=True).to_pil().convert("L")
        for page in document
    ]


def differences(drawn: list[Image.Image]) -> list[float]:
    """Mean difference of each page from its reference in shades of grey, 0 to 255."""
    found: list[float] = []
    for number, picture in enumerate(drawn, start=1):
        with Image.open(REFERENCES / f"minutes-{number}.png") as reference:
            assert picture.size == reference.size
            change = ImageStat.Stat(ImageChops.difference(picture, reference))
        found.append(change.mean[0])
    return found


# --- the value --------------------------------------------------------------------


def test_the_minutes_say_what_was_counted(confirmation: Confirmation) -> None:
    paper = prints.minutes(confirmation)

    assert paper.facts == (
        ("Tổng số làm căn cứ tính kết quả (D)", "10"),
        ("Có mặt khi bỏ phiếu", "09"),
        ("Không có mặt khi bỏ phiếu", "01"),
        ("Số phiếu in", "12"),
        ("Số phiếu phát ra", "09"),
        ("Số phiếu thu về", "09"),
        ("Số phiếu hợp lệ", "07"),
        ("Số phiếu không hợp lệ", "02"),
    )
    assert paper.reasons == (
        ("Bầu quá số lượng", "01"),
        ("Phiếu rách, không xác định được lựa chọn", "01"),
    )
    assert paper.lines == (
        Line("1", "Nguyễn Văn An", "7", "70,00"),
        Line("2", "Trần Thị Bình", "7", "70,00"),
        Line("3", "Lê Thị Cúc", "6", "60,00"),
        Line("4", "Phạm Văn Đào", "0", "0,00"),
    )
    assert [line.name for line in paper.elected] == [
        "Nguyễn Văn An",
        "Trần Thị Bình",
        "Lê Thị Cúc",
    ]
    assert (paper.seats, paper.threshold) == ("03", "6")
    assert paper.conclusion == "Đã bầu đủ số lượng."


def test_the_minutes_name_place_day_and_board(confirmation: Confirmation) -> None:
    paper = prints.minutes(confirmation)

    assert paper.day == "ngày 24 tháng 7 năm 2025"
    assert paper.confirmed_at == "12:00:00 24/07/2025"
    assert paper.issuer == (
        "Đại hội đại biểu",
        "Đảng bộ xã Khe Vàng",
        "lần thứ XII, nhiệm kỳ 2025–2030",
    )
    assert paper.board == (
        ("Lục Văn Quý", "Trưởng ban"),
        ("Nông Thị Quỳnh", "Thành viên"),
        ("Đàm Văn Thái", "Kỹ thuật viên"),
    )
    assert (paper.head, paper.by_presidium) == ("Lục Văn Quý", True)


def test_a_tie_and_an_open_place_are_said_in_a_sentence() -> None:
    tied = make.confirmed(file=make.tied_file())
    open_place = make.confirmed(
        make.body(make.congress(), kind=BodyKind.COMMITTEE),
        file=make.election_file(ballots=[{"kept": [1], "count": 9}]),
    )

    papers = [prints.minutes(each) for each in (tied, open_place)]

    assert papers[0].tied == ("Trần Thị Bình", "Lê Thị Cúc")
    assert papers[0].conclusion.endswith(
        "lập danh sách riêng những người này để bầu lại."
    )
    assert papers[1].conclusion == (
        "Còn thiếu 02 người. Hội nghị quyết định có bầu tiếp hay không."
    )
    assert not papers[1].by_presidium


def test_alternates_stand_apart() -> None:
    confirmation = make.confirmed(file=make.case("F1-delegates"))

    paper = prints.minutes(confirmation)

    expected = make.case("F1-delegates")["expect"]
    assert len(paper.elected) == len(expected["elected"])
    assert len(paper.alternates_elected) == len(expected["alternates"])
    assert int(paper.alternates) == len(expected["alternates"])


def test_a_paper_is_vietnamese_whatever_the_reader_speaks(
    confirmation: Confirmation,
) -> None:
    with translation.override("en"):
        paper = prints.minutes(confirmation)

    assert (paper.office, paper.layout) == ("Ban Chấp hành", "Phiếu gạch tên")


# --- the file ---------------------------------------------------------------------


def test_every_word_can_be_read_from_the_file(confirmation: Confirmation) -> None:
    text = words(rendered(confirmation))

    expected = (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Ngày 24 tháng 7 năm 2025",
        "bầu Ban Chấp hành, lần bầu thứ 1",
        "Quyết định 190-QĐ/",
        "Lục Văn Quý – Trưởng ban",
        *("Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Cúc", "Phạm Văn Đào"),
        "ít nhất 6 phiếu",
        "Đã bầu đủ số lượng.",
        "Chốt lúc 12:00:00 24/07/2025.",
    )
    assert [each for each in expected if each not in text] == []


def test_the_picture_is_that_of_the_reference(
    confirmation: Confirmation, tmp_path: Path
) -> None:
    drawn = pictures(rendered(confirmation))

    for number, picture in enumerate(drawn, start=1):
        picture.save(tmp_path / f"minutes-{number}.png", optimize=True)
    found = differences(drawn)

    # If the form was changed on purpose: look at the new pictures and copy them.
    assert max(found) < SAME, f"cp {tmp_path}/*.png {REFERENCES}"
    assert len(drawn) == len(list(REFERENCES.glob("minutes-*.png")))


def test_the_comparison_sees_letters_that_are_garbage(
    confirmation: Confirmation,
) -> None:
    paper = prints.minutes(confirmation)
    fields: dict[str, Any] = {
        name: getattr(paper, name) for name in paper.__dataclass_fields__
    }
    garbled = engine.render(
        "ballots/print/minutes.html",
        prints.Minutes(**fields | {"slate": ("@#%&" * 9,) * 4, "head": "@#%&@#%&"}),
        title="Biên bản kiểm phiếu",
        at=confirmation.at,
        digest="ab" * 32,
    )

    found = differences(pictures(garbled))

    assert max(found) > 2 * SAME


def test_the_same_facts_give_the_same_bytes(confirmation: Confirmation) -> None:
    assert rendered(confirmation) == rendered(confirmation)


def test_the_file_is_for_the_archive_and_says_so(confirmation: Confirmation) -> None:
    data = rendered(confirmation)

    inside = unpacked(data)
    assert re.findall(rb"pdfaid:(part|conformance)\W+(\w+)", inside) == [
        (b"part", b"3"),
        (b"conformance", b"B"),
    ]
    assert b"/GTS_PDFA1" in inside
    assert b"2025-07-24T05:00:00" in inside
    assert b"\xab" * 16 in data


def test_the_only_letters_in_it_are_our_own(confirmation: Confirmation) -> None:
    document = pypdfium2.PdfDocument(rendered(confirmation))
    raw = pypdfium2.raw

    found = set()
    for page in document:
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(thing.raw)
            name = bytes(200)
            size = raw.FPDFFont_GetBaseFontName(font, name, 200)
            found.add((name[: size - 1].decode(), raw.FPDFFont_GetIsEmbedded(font)))

    assert {
        (name.partition("+")[2].partition("-")[0], here) for name, here in found
    } == {("Tinos", 1)}


# --- the engine -------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "https://ngoai.example/x.png",
        "http://127.0.0.1:1/x.png",
        "file:///etc/hostname",
        "../requirements.txt",
        "img/khong-co.png",
    ],
)
def test_nothing_from_elsewhere_gets_onto_a_paper(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = f'<img src="{source}" alt="">'
    monkeypatch.setattr(engine, "render_to_string", lambda *_given: html)

    with pytest.raises(engine.ForeignResource):
        engine.render("x", None, title="x", at=make.NOON, digest="ab" * 32)


def test_what_is_ours_gets_onto_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    html = '<img src="img/mark.svg" alt="">'
    monkeypatch.setattr(engine, "render_to_string", lambda *_given: html)

    data = engine.render("x", None, title="x", at=make.NOON, digest="ab" * 32)

    assert data.startswith(b"%PDF-")


def test_a_paper_of_a_demo_is_marked_across(
    confirmation: Confirmation, settings: Any
) -> None:
    in_earnest = words(rendered(confirmation))
    settings.INSTANCE = "demo"
    demo = words(rendered(confirmation))

    marks = ("BẢN TRÌNH DIỄN", "Số liệu giả định, không dùng để công bố.")
    assert [mark in demo for mark in marks] == [True, True]
    assert [mark in in_earnest for mark in marks] == [False, False]


# --- the shelf --------------------------------------------------------------------


def test_minutes_are_printed_once_and_kept(confirmation: Confirmation) -> None:
    first = make.printed(confirmation)
    second = make.printed(confirmation)

    lines = AuditEvent.objects.filter(act="ballots.minutes_printed")
    assert first == second
    assert prints.printed_minutes(confirmation) == first
    assert [line.detail for line in lines] == [{"sha256": first.sha256}]


def test_the_kept_bytes_are_proved_by_printing_again(
    confirmation: Confirmation,
) -> None:
    kept = make.printed(confirmation)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        StoredPrint.objects.all().delete()
        cursor.execute("SET LOCAL session_replication_role = origin")

    again = make.printed(confirmation)

    assert (again.pk != kept.pk, again.sha256) == (True, kept.sha256)


def test_the_file_is_called_by_congress_election_and_round(
    confirmation: Confirmation,
) -> None:
    slug = confirmation.poll.election.body.congress.slug

    assert make.printed(confirmation).file_name == f"bien-ban-{slug}-1-lan-1.pdf"


def test_every_role_of_the_board_has_its_words_on_paper() -> None:
    assert set(prints.BOARD_ROLES) == {role.value for role in TALLY_ROLES}
