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

from ballots import prints, queries
from ballots.models import Confirmation
from ballots.prints import Line
from congress.models import BodyKind, CongressKind
from core.access.rights import TALLY_ROLES, Role
from core.models import AuditEvent, AuditSeal, StoredPrint
from core.prints import engine
from tests import make

pytestmark = pytest.mark.django_db

REFERENCES: Final = Path(__file__).parents[2] / "references"
LINK: Final = "ab12cd34" * 8
SCALE: Final = 0.6
# Another version of the font renderer changes the edges of letters, no more.
SAME: Final = 0.25


@pytest.fixture
def confirmation() -> Confirmation:
    """A result whose every word on paper is the same in each run."""
    unit = make.unit("Đảng bộ xã Khe Vàng")
    board = make.board(make.body(make.congress(unit)))
    confirmed = make.confirmed(board.body, head=board.head)
    # A link covers keys that are others in each run.
    confirmed.link_number, confirmed.link_digest = 1234, LINK
    return confirmed


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

    assert paper.people == (
        ("Mẫu số tính kết quả (D)", "10"),
        ("Có mặt khi bỏ phiếu", "09"),
    )
    assert paper.papers == (
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
    [won] = paper.won
    assert won.heading == (
        "Các đồng chí sau đây trúng cử (đủ số lượng và quá một nửa so với D), xếp theo "
        "số phiếu từ cao đến thấp:"
    )
    assert [line.name for line in won.lines] == [
        "Nguyễn Văn An",
        "Trần Thị Bình",
        "Lê Thị Cúc",
    ]
    assert (paper.places, paper.votes_label) == ((("03", "người"),), "Số phiếu bầu")
    assert paper.rule.endswith("mẫu số tính kết quả (D), tức là ít nhất 6 phiếu.")
    assert (paper.papers_note, paper.conclusion) == ("", "Đã bầu đủ số lượng.")


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
    )
    assert (paper.members, paper.technicians) == (
        ("Nông Thị Quỳnh",),
        ("Đàm Văn Thái",),
    )
    assert (paper.head, paper.by_presidium) == ("Lục Văn Quý", True)


def test_the_minutes_say_what_was_elected_and_on_what_grounds(
    confirmation: Confirmation,
) -> None:
    paper = prints.minutes(confirmation)

    assert paper.subject == "Ban Chấp hành Đảng bộ xã Khe Vàng, nhiệm kỳ 2025–2030"
    assert paper.round == "Lần bầu thứ nhất"
    assert paper.regulation == ("Quyết định", "số 190-QĐ/TW, ngày 10/10/2024")
    assert paper.assembly == (
        "Đại hội đại biểu Đảng bộ xã Khe Vàng lần thứ XII, nhiệm kỳ 2025–2030"
    )
    assert paper.voted == "số lượng cần bầu, danh sách bầu cử và Ban Kiểm phiếu"
    assert paper.convened == "đại biểu chính thức"


def test_a_meeting_of_the_committee_is_named_as_one() -> None:
    body = make.body(make.congress(), kind=BodyKind.COMMITTEE)
    file = make.undecided_file() | {
        "office": "standing_committee",
        "ballots": [{"agree": [1, 2, 3], "count": 9}],
    }

    paper = prints.minutes(make.confirmed(body, file=file))

    assert paper.issuer == (
        "Hội nghị Ban Chấp hành",
        "Đảng bộ xã Khe Vàng",
        "lần thứ nhất, nhiệm kỳ 2025–2030",
    )
    assert paper.assembly.startswith("Hội nghị Ban Chấp hành Đảng bộ xã Khe Vàng")
    assert (paper.convened, paper.votes_label) == ("ủy viên", "Số phiếu đồng ý")
    assert (paper.chair, paper.assembled) == ("Chủ tịch Hội nghị", "Hội nghị")
    assert not paper.by_presidium


def test_a_cell_elects_its_committee_by_the_name_it_has() -> None:
    cell = make.unit("Chi bộ thôn Nà Pia", kind="cell")
    congress = make.congress(cell, kind=CongressKind.MEMBERS)
    own = make.confirmed(make.body(congress))
    meeting = make.confirmed(make.body(congress, kind=BodyKind.COMMITTEE))

    papers = [prints.minutes(each) for each in (own, meeting)]

    assert papers[0].subject == "Chi ủy Chi bộ thôn Nà Pia, nhiệm kỳ 2025–2030"
    assert [paper.issuer[0] for paper in papers] == ["Đại hội", "Hội nghị Chi ủy"]
    assert [paper.convened for paper in papers] == ["đảng viên chính thức", "ủy viên"]
    # A cell's congress may have one chair alone.
    assert [paper.chair for paper in papers] == [
        "Đoàn Chủ tịch (Chủ tịch) Đại hội",
        "Chủ tịch Hội nghị",
    ]


def test_papers_nobody_took_or_brought_back_are_noted() -> None:
    file = make.election_file(tally_base=12, present=12, issued=10, returned=9)

    paper = prints.minutes(make.confirmed(file=file))

    assert paper.papers_note == (
        "02 người có mặt không nhận phiếu; 01 phiếu phát ra không thu về"
    )


def test_a_tie_and_an_open_place_are_said_in_a_sentence() -> None:
    tied = make.confirmed(file=make.tied_file())
    open_place = make.confirmed(
        make.body(make.congress(), kind=BodyKind.COMMITTEE),
        file=make.election_file(ballots=[{"kept": [1], "count": 9}]),
    )

    papers = [prints.minutes(each) for each in (tied, open_place)]

    assert papers[0].tied == ("Trần Thị Bình", "Lê Thị Cúc")
    assert papers[0].conclusion == (
        "Có 02 người ngang phiếu ở vị trí cuối cùng; lập danh sách riêng những người "
        "này để bầu lại lấy 01 người."
    )
    assert "trúng cử (quá một nửa so với D)" in papers[1].won[0].heading
    assert papers[1].conclusion == (
        "Còn thiếu 02 người. Hội nghị quyết định có bầu thêm hay không."
    )


def test_a_run_off_is_won_by_more_votes_and_not_by_half() -> None:
    paper = prints.minutes(make.confirmed(file=make.case("C4b-run-off-below-half")))

    assert paper.rule == (
        "Bầu lại trong số những người ngang phiếu: người được nhiều phiếu hơn là trúng "
        "cử, không cần quá một nửa."
    )
    assert [(won.heading, len(won.lines)) for won in paper.won] == [
        ("Các đồng chí sau đây trúng cử, xếp theo số phiếu từ cao đến thấp:", 1)
    ]
    assert paper.round == "Lần bầu thứ nhất (bầu lại những người ngang phiếu)"
    assert paper.voted == "Ban Kiểm phiếu"


def test_where_nobody_is_elected_the_minutes_say_so() -> None:
    paper = prints.minutes(make.confirmed(file=make.case("C12-nobody-past-half")))

    assert [(won.heading, won.lines) for won in paper.won] == [
        ("Không có đồng chí nào trúng cử.", ())
    ]


def test_a_run_off_that_ties_again_is_for_the_congress() -> None:
    paper = prints.minutes(make.confirmed(file=make.case("C4c-run-off-tied")))

    assert paper.conclusion == (
        "Bầu lại vẫn ngang phiếu, còn thiếu 01 người. Đại hội quyết định có bầu lại "
        "nữa hay không."
    )


def test_alternates_stand_apart() -> None:
    confirmation = make.confirmed(file=make.case("F1-delegates"))

    paper = prints.minutes(confirmation)

    expected = make.case("F1-delegates")["expect"]
    official, alternates = paper.won
    assert len(official.lines) == len(expected["elected"])
    assert len(alternates.lines) == len(expected["alternates"])
    assert "trúng cử đại biểu dự khuyết" in alternates.heading
    assert paper.voted == "danh sách bầu cử và Ban Kiểm phiếu"


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (None, "đại biểu dự khuyết dự đại hội cấp trên"),
        ("province", "đại biểu dự khuyết dự Đại hội đại biểu Đảng bộ tỉnh"),
        ("central", "đại biểu dự khuyết dự Đại hội đại biểu toàn quốc của Đảng"),
    ],
)
def test_a_round_for_alternates_alone_speaks_of_no_seats(
    kind: str | None, subject: str
) -> None:
    parent = make.unit("Đảng bộ tỉnh", kind=kind) if kind else None
    body = make.body(make.congress(make.unit(parent=parent)))

    paper = prints.minutes(
        make.confirmed(body, file=make.case("F2a-round-for-alternates"))
    )

    assert (paper.subject, paper.places) == (subject, (("01", "đại biểu dự khuyết"),))
    assert [len(won.lines) for won in paper.won] == [1]
    assert paper.voted == "việc bầu thêm, danh sách bầu cử và Ban Kiểm phiếu"


def test_alternates_that_are_missing_are_missed_without_a_word_on_seats() -> None:
    paper = prints.minutes(make.confirmed(file=make.case("F2-one-alternate")))

    assert paper.conclusion == (
        "Còn thiếu 01 đại biểu dự khuyết. Đại hội quyết định có bầu thêm hay không."
    )


def test_the_run_off_is_for_the_places_that_are_tied() -> None:
    cases = ("F5-tie-at-last-official", "F6-tie-at-last-alternate")

    official, alternate = (
        prints.minutes(make.confirmed(file=make.case(name))) for name in cases
    )

    assert official.conclusion.endswith(
        "để bầu lại lấy 01 đại biểu chính thức. Đại biểu dự khuyết xác định sau khi "
        "bầu đủ đại biểu chính thức."
    )
    assert len(official.won) == 1
    assert alternate.conclusion.endswith("để bầu lại lấy 01 đại biểu dự khuyết.")


def test_each_persons_boxes_make_the_valid_ballots() -> None:
    """Case D10, domain 1.14: agree + disagree + neither = valid, for each person."""
    paper, struck = (
        prints.minutes(make.confirmed(file=make.case(name)))
        for name in ("D10-three-names", "C1-three-of-four")
    )

    valid = int(dict(paper.papers)["Số phiếu hợp lệ"])
    sums = [
        int(line.votes) + int(line.disagree) + int(line.neither) for line in paper.lines
    ]
    assert sums == [valid] * 3
    assert f"= {valid} phiếu hợp lệ." in paper.boxes
    assert (struck.boxes, struck.lines[0].disagree) == ("", "")


def test_level_alternates_are_called_by_party_age() -> None:
    level, apart = (
        prints.minutes(make.confirmed(file=make.case(name)))
        for name in ("F4-alternates-level", "F1-delegates")
    )

    assert level.won[1].note == (
        "Ngang phiếu: gọi theo tuổi đảng cao hơn "
        "(Quy định 294-QĐ/TW (26/5/2025), mục 11.4.2)."
    )
    assert [won.note for won in (*level.won[:1], *apart.won)] == ["", "", ""]


def test_on_the_screen_level_people_share_a_place(confirmation: Confirmation) -> None:
    rows = queries.result(confirmation.tally, confirmation.poll)["rows_by_votes"]

    assert [(row.votes, row.place) for row in rows] == [(7, 1), (7, 1), (6, 3), (0, 4)]


def test_a_paper_is_vietnamese_whatever_the_reader_speaks(
    confirmation: Confirmation,
) -> None:
    with translation.override("en"):
        paper = prints.minutes(confirmation)

    assert paper.layout == "Phiếu gạch tên"
    assert paper.subject.startswith("Ban Chấp hành")
    assert paper.issuer[0] == "Đại hội đại biểu"


def test_the_minutes_print_the_head_of_the_audit_chain() -> None:
    confirmation = make.confirmed()

    link = prints.minutes(confirmation).link
    confirmation.link_number, confirmation.link_digest = None, ""
    of_the_first_release = prints.minutes(confirmation).link

    own = AuditSeal.objects.get(event__act="ballots.tally_confirmed")
    groups = [own.digest[start : start + 4] for start in range(0, 32, 4)]
    assert link == f"mắt xích số {own.number} – {' '.join(groups)} …"
    assert of_the_first_release == ""


# --- the file ---------------------------------------------------------------------


def test_every_word_can_be_read_from_the_file(confirmation: Confirmation) -> None:
    text = words(rendered(confirmation))

    expected = (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số ………-BB/",
        ", ngày 24 tháng 7 năm 2025",
        "bầu Ban Chấp hành Đảng bộ xã Khe Vàng, nhiệm kỳ 2025–2030",
        "Quyết định số 190-QĐ/TW, ngày 10/10/2024",
        "Đồng chí Lục Văn Quý – Trưởng ban",
        "Ban Kiểm phiếu trực tiếp điều hành và giám sát: Đàm Văn Thái.",
        "Hồi ……… giờ ………, ngày",
        "Thùng phiếu",
        "Tổng số đại biểu chính thức được triệu tập",
        "Trừ các trường hợp không tính theo quy chế (lý do, số lượng)",
        "Vắng mặt",
        *("Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Cúc", "Phạm Văn Đào"),
        "ít nhất 6 phiếu",
        "Đồng chí Trần Thị Bình",
        "Đã bầu đủ số lượng.",
        "T/M ĐOÀN CHỦ TỊCH ĐẠI HỘI",
        "(ký, ghi rõ họ tên, đóng dấu)",
        "CÁC THÀNH VIÊN BAN KIỂM PHIẾU",
        "Nơi nhận: – Đoàn Chủ tịch Đại hội; – Lưu hồ sơ Đại hội.",
        "Chốt lúc 12:00:00 24/07/2025.",
        "Nhật ký: mắt xích số 1.234 – ab12 cd34 ab12 cd34 ab12 cd34 ab12 cd34 …",
    )
    assert [each for each in expected if each not in text] == []


def test_the_result_is_marked_on_every_page_and_in_full_at_the_end(
    confirmation: Confirmation,
) -> None:
    digest = confirmation.tally.digest
    document = pypdfium2.PdfDocument(rendered(confirmation))

    pages = [page.get_textpage().get_text_range() for page in document]

    assert [f"Mã kết quả: {digest[:16]}…" in page for page in pages] == [True] * len(
        pages
    )
    assert [digest in page for page in pages] == [False] * (len(pages) - 1) + [True]


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
    of_the_board = {role.value for role in TALLY_ROLES - {Role.TALLY_TECHNICIAN}}

    assert set(prints.BOARD_ROLES) == of_the_board
