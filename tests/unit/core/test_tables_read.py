"""A list is read whatever program wrote it, or refused with a sentence."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.imports import faults, legacy, limits, reading, texts
from core.imports.faults import Unreadable
from core.imports.reading import Look
from core.imports.texts import TextForm
from tests.unit.core.list_files import (
    DAY,
    MOMENT,
    NS,
    SHEET,
    csv_file,
    excel,
    in_tcvn3,
    in_vni,
    in_windows_1258,
    parts_of,
    saved,
    workbook,
    zipped,
)

HEADINGS: Final = "Mã;Tên tổ chức;Trực thuộc"
ROWS: Final = (
    "KV-01;Đảng bộ xã Khe Vàng, tỉnh Sơn Bình;",
    "KV-02;Chi bộ thôn Nguyễn Huệ;KV-01",
    "KV-03;Chi bộ Trường Phạm Ngọc Thạch (ủy ban);KV-01",
)
TEXT: Final = "\n".join((HEADINGS, *ROWS))
READ: Final = [
    ["Mã", "Tên tổ chức", "Trực thuộc"],
    ["KV-01", "Đảng bộ xã Khe Vàng, tỉnh Sơn Bình"],
    ["KV-02", "Chi bộ thôn Nguyễn Huệ", "KV-01"],
    ["KV-03", "Chi bộ Trường Phạm Ngọc Thạch (ủy ban)", "KV-01"],
]


def looked(data: bytes, **how: Any) -> Look:
    return reading.look(io.BytesIO(data), **how)


def cells(data: bytes) -> list[list[str]]:
    file = io.BytesIO(data)
    look = reading.look(file)
    return [row for _number, row in reading.rows(file, look.reading)]


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        looked(data)
    sentence = faults.sentence(refused.value.code, refused.value.values)
    assert sentence.endswith(".")
    return refused.value.code


# --- text -------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    data = csv_file(HEADINGS, *ROWS, encoding=encoding)

    look = looked(data)

    assert cells(data) == READ
    assert (look.rows, look.reading.old) == (4, "")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("windows-1258", in_windows_1258(TEXT)),
        ("tcvn3", in_tcvn3(TEXT).encode("latin-1")),
        ("vni", in_vni(TEXT).encode("latin-1")),
    ],
)
def test_a_table_from_before_unicode_is_recognised_and_converted(
    name: str, data: bytes
) -> None:
    look = looked(data)

    assert look.reading.old == name
    assert cells(data) == READ


@pytest.mark.parametrize(("name", "typed"), [("tcvn3", in_tcvn3), ("vni", in_vni)])
def test_an_old_font_inside_a_unicode_file_is_recognised_too(
    name: str, typed: Callable[[str], str]
) -> None:
    rows = [[typed(cell) for cell in row] for row in READ]
    book = workbook(rows)
    text = "\n".join(";".join(row) for row in rows).encode()

    assert [looked(data).reading.old for data in (book, text)] == [name, name]
    assert [cells(data) for data in (book, text)] == [READ, READ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("NGUYÔN V¡N §¹T", "NGUYỄN VĂN ĐẠT"), ("Hµ TÜnh", "Hà Tĩnh")],
)
def test_capitals_of_an_abc_font_stay_capitals(typed: str, meant: str) -> None:
    assert legacy.from_tcvn3(typed) == meant


@given(st.binary(max_size=80))
def test_the_words_that_tell_tables_apart_are_those_with_an_old_letter(
    block: bytes,
) -> None:
    expected = re.findall(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*", block)

    assert texts._old_words(block) == [word for word in expected if len(word) <= 40]


def test_letters_that_are_no_vietnamese_are_refused() -> None:
    assert refusal("Müller;Gößmann\nFußgänger;Äpfel".encode("cp1252")) == (
        "encoding-unknown"
    )


def test_names_of_other_peoples_are_left_alone() -> None:
    data = csv_file("Tên;Mã", "Y Bion Niê Kđăm;1", "H'Bia Êban;2", "Ksor Hˈlan;3")

    assert looked(data).reading.old == ""
    assert cells(data)[1] == ["Y Bion Niê Kđăm", "1"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    data = csv_file(
        separator.join(("Mã", "Tên", "Ghi chú")),
        separator.join(("1", '"Một; hai, ba"', "x")),
        separator.join(("2", "Bốn", "")),
    )

    assert cells(data) == [
        ["Mã", "Tên", "Ghi chú"],
        ["1", "Một; hai, ba", "x"],
        ["2", "Bốn"],
    ]


def test_excels_own_line_about_the_separator_is_no_row() -> None:
    assert cells(csv_file("sep=|", "a|b;c", "d|e;f")) == [["a", "b;c"], ["d", "e;f"]]


def test_one_column_is_a_list_too() -> None:
    assert cells(csv_file("Họ và tên", "Lục Văn Quý")) == [
        ["Họ và tên"],
        ["Lục Văn Quý"],
    ]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    assert cells(b'a;b\r\n"x\r\ny";z\r\n') == [["a", "b"], ["x y", "z"]]


def test_what_nobody_sees_is_taken_off() -> None:
    data = csv_file(
        "a;b", "\ufeff Lục \u00a0 Văn\u200b \u00adQuý ;x\0y", "c;Nguyê\u0303n"
    )

    assert cells(data)[1:] == [["Lục Văn Quý", "xy"], ["c", "Nguyễn"]]


@pytest.mark.parametrize(
    ("typed", "meant"), [('"=""001234"""', "001234"), ("'0123", "0123")]
)
def test_what_keeps_zeros_from_excel_is_taken_off(typed: str, meant: str) -> None:
    assert cells(csv_file("a;b", f"{typed};x"))[1] == [meant, "x"]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    file = io.BytesIO(csv_file("a;b", ";", "", "c;d"))

    assert list(reading.rows(file, reading.look(file).reading)) == [
        (1, ["a", "b"]),
        (4, ["c", "d"]),
    ]


# --- workbooks --------------------------------------------------------------------


def test_a_workbook_gives_what_a_person_sees() -> None:
    data = workbook(
        [
            ["Chữ", "Số", "Ngày", "Lúc", "Có", "Rỗng", "Lẻ"],
            ["Đảng bộ", 12, DAY, MOMENT, True, None, 0.1 + 0.2],
            ["001234567890", 1.2e11, None, None, False, "", 37622],
        ]
    )

    assert cells(data)[1:] == [
        ["Đảng bộ", "12", "05/08/1975", "05/08/1975", "TRUE", "", "0.3"],
        ["001234567890", "120000000000", "", "", "FALSE", "", "37622"],
    ]


@pytest.mark.parametrize(
    ("number_format", "value", "seen"),
    [
        ("mm/yyyy", DAY, "08/1975"),
        ("yyyy", DAY, "1975"),
        ("[$-42A]d mmmm yyyy", DAY, "05/08/1975"),
        ("000000000000", 1175012345, "001175012345"),
        ('#,##0 "đ"', 5, "5"),
        ("0.00%", 0.5, "0.5"),
    ],
)
def test_the_format_of_a_cell_says_what_its_number_means(
    number_format: str, value: Any, seen: str
) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = value
    sheet["A1"].number_format = number_format

    assert cells(saved(book)) == [[seen]]


def test_days_of_old_macs_are_the_same_days() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    sheet["A1"] = DAY

    assert cells(saved(book)) == [["05/08/1975"]]


def test_shared_words_are_read_in_whatever_pieces() -> None:
    data = excel(
        '<row r="2"><c r="B2" t="s"><v>1</v></c><c t="s"><v>0</v></c>'
        '<c t="s"><v>9</v></c></row>',
        strings=f"<sst {NS}><si><t>Chi bộ</t></si><si><r><t>Đảng</t></r>"
        "<r><t> bộ</t></r><rPh><t>x</t></rPh></si></sst>",
    )

    assert looked(data).first == [(2, ["", "Đảng bộ", "Chi bộ"])]


STYLES: Final = (
    f'<styleSheet {NS}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="17"/></cellXfs></styleSheet>'
)


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ('<c s="1"><v>27611</v></c>', "05/08/1975"),
        ('<c s="2"><v>27611</v></c>', "08/1975"),
        ('<c s="1"><v>1</v></c>', "01/01/1900"),
        ('<c s="1"><v>0.5</v></c>', "0.5"),
        ('<c s="1"><v>99999999</v></c>', "99999999"),
        ('<c s="9"><v>1.50</v></c>', "1.5"),
        ("<c><v>1E+20</v></c>", "1e+20"),
        ("<c><v>abc</v></c>", "abc"),
    ],
)
def test_numbers_are_read_whatever_their_style(cell: str, seen: str) -> None:
    assert cells(excel(f"<row>{cell}</row>", styles=STYLES)) == [[seen]]


def test_a_formula_gives_its_value_and_without_one_says_so() -> None:
    data = excel(
        '<row r="1"><c r="A1" t="str"><f>"x"&amp;1</f><v>x1</v></c>'
        '<c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>1+1</f></c>'
        '<c r="D1" t="e"><v>#REF!</v></c></row>'
    )

    assert cells(data) == [["x1", "2", "=?", "#REF!"]]


def test_text_may_stand_in_the_sheet_itself_in_pieces_and_escaped() -> None:
    data = excel(
        '<row r="3"><c t="inlineStr"><is><r><t>Đảng </t></r>'
        "<r><t>bộ_x000D_</t></r></is></c>"
        '<c t="inlineStr"><is><t>x</t><rPh><t>bỏ</t></rPh></is></c></row>'
    )

    assert looked(data).first == [(3, ["Đảng bộ", "x"])]


def test_bold_and_coloured_words_are_words() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["B2"] = "Chi bộ"
    sheet["B2"].font = Font(bold=True)
    # Formats put on whole columns are no rows.
    sheet["XFD1048576"].font = Font(bold=True)

    assert looked(saved(book)).first == [(2, ["", "Chi bộ"])]


def test_another_sheet_can_be_chosen_and_hidden_ones_are_not_seen() -> None:
    book = Workbook()
    for title in ("Hai", "Kín"):
        book.create_sheet(title)["A1"] = title
    book["Kín"].sheet_state = "hidden"
    sheet: Any = book.active
    sheet["A1"] = "Một"
    data = saved(book)

    assert looked(data).sheets == ["Sheet", "Hai"]
    assert looked(data, sheet="Hai").first == [(1, ["Hai"])]
    with pytest.raises(Unreadable, match="no-sheet"):
        looked(data, sheet="Kín")


def test_rows_that_count_backwards_are_counted_on() -> None:
    data = excel(
        '<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    )

    assert [number for number, _row in looked(data).first] == [5, 6]


# --- refused ----------------------------------------------------------------------


def with_part(name: str) -> bytes:
    return zipped({**parts_of(workbook([["x"]])), name: b"x"})


def locked() -> bytes:
    data = bytearray(workbook([["x"]]))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


REFUSED: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "nothing": ("empty", lambda: b""),
    "only blanks": ("empty", lambda: b" \r\n \r\n"),
    "only separators": ("empty", lambda: b";;\r\n;;"),
    "an empty workbook": ("empty", lambda: workbook([])),
    "a picture": ("no-text", lambda: b"\x89PNG\r\n\x1a\n" + bytes(4000)),
    "utf-16 without its mark": ("no-text", lambda: "Mã;Tên".encode("utf-16-le")),
    "a web page": ("web-page", lambda: b"\xef\xbb\xbf<html><table><tr><td>x"),
    "an xls": ("old-excel", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
    "macros": ("macros", lambda: with_part("xl/vbaProject.bin")),
    "an xlsb": ("binary-excel", lambda: zipped({"xl/workbook.bin": b"x"})),
    "an ods": ("open-document", lambda: zipped({"content.xml": b"x"})),
    "a docx": ("no-workbook", lambda: zipped({"word/document.xml": b"x"})),
    "a locked zip": ("locked-zip", locked),
    "half a file": ("broken-workbook", lambda: workbook([["x"] * 50])[:2000]),
    "broken xml": ("broken-workbook", lambda: excel("<row><c></row>")),
    "a broken stream": (
        "broken-workbook",
        lambda: workbook([["x"]]).replace(b"\x78", b"\x79"),
    ),
    "a quote never closed": (
        "line-too-long",
        lambda: b'a;b\r\n"x;y\r\n' + b"1;2\r\n" * 60_000,
    ),
    "half a letter of utf-16": (
        "encoding-unknown",
        lambda: "\ufeffa;b\n".encode("utf-16-le") + b"\x00\xd8;\x00\n\x00",
    ),
    "half a letter of utf-16 far down": (
        "encoding-unknown",
        lambda: ("\ufeff" + "a;b\n" * 50_000).encode("utf-16-le") + b"\x00\xd8",
    ),
    "a row of three megabytes": ("line-too-long", lambda: b"a;" * 1_500_000),
    "a row of many lines": (
        "line-too-long",
        lambda: b"a;b\r\n" + b'"' + b'\r\n";"' * 600_000,
    ),
    "a long cell": ("cell-too-long", lambda: b"a;b\r\nc;" + b"x" * 5_001),
    "a long cell of a workbook": (
        "cell-too-long",
        lambda: excel(f'<row><c t="inlineStr"><is><t>{"x" * 9_000}</t></is></c></row>'),
    ),
    "a very long shared text": (
        "some-cell-too-long",
        lambda: excel("", strings=f"<sst {NS}><si><t>{'x' * 20_000}</t></si></sst>"),
    ),
    "too many columns": ("too-many-columns", lambda: b";" * 200 + b"x\r\n"),
    "too many rows": ("too-many-rows", lambda: b"a;b\n" * (limits.ROWS + 1)),
    "a cell at the far end": (
        "too-many-columns",
        lambda: excel('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(name: str) -> None:
    code, data = REFUSED[name]

    assert refusal(data()) == code


def test_every_refusal_of_files_is_tried_here_or_below() -> None:
    tried = {code for code, _data in REFUSED.values()}

    # The form refuses the size; the rest are tried by name below and with the engine.
    assert set(faults.OF_FILES) - tried == {
        *("file-too-large", "too-much-text", "unpacks-too-large"),
        *("no-sheet", "no-heading"),
    }


def test_a_hundred_thousand_rows_are_read() -> None:
    assert looked(b"a;b\n" * limits.ROWS).rows == limits.ROWS


def test_of_a_million_rows_no_more_are_read_than_needed() -> None:
    file = io.BytesIO(b"KV-01;Khe Vang\n" * 1_000_000)

    with pytest.raises(Unreadable, match="too-many-rows"):
        for _row in reading._bounded(texts.rows(file, TextForm("utf-8", ";"))):
            pass

    assert file.tell() < 15 * (limits.ROWS + 50_000)


# --- meant to do harm -------------------------------------------------------------


def lying(data: bytes, size: int) -> bytes:
    """The directory says of the sheet that it unpacks to so much, whatever it does."""
    changed = bytearray(data)
    place = changed.find(SHEET.encode(), changed.find(b"PK\x01\x02"))
    changed[place - 22 : place - 18] = size.to_bytes(4, "little")
    return bytes(changed)


def bomb(method: int = zipfile.ZIP_DEFLATED, *, megabytes: int = 280) -> bytes:
    blanks = [b" " * 1_000_000] * megabytes
    return zipped({**parts_of(excel("")), SHEET: [b"<a>", *blanks]}, method=method)


def many(element: str, count: int) -> bytes:
    return "".join(element % number for number in range(count)).encode()


def with_index(name: str, head: bytes, elements: bytes) -> bytes:
    return zipped({**parts_of(excel("")), name: [head, elements]})


def _small_bomb(method: int) -> bytes:
    """One of which a single block would fill the memory that the test allows."""
    return lying(bomb(method, megabytes=700), 1000)


def piled(head: bytes, encoding: str) -> bytes:
    """A list whose letters carry thousands of marks each."""
    return head + ("o" + "\u0301\u0323" * 60_000 + "\n").encode(encoding) * 12


def packed_in(rows: bytes) -> bytes:
    """A sheet without an end."""
    return zipped({**parts_of(excel("")), SHEET: rows})


HOSTILE: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "a bomb": ("unpacks-too-large", bomb),
    "a bomb that hides its size": ("unpacks-too-large", lambda: lying(bomb(), 1000)),
    **{
        f"a bomb packed by method {method}": (
            "broken-workbook",
            partial(_small_bomb, method),
        )
        for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    },
    "a part said to be large": (
        "unpacks-too-large",
        lambda: lying(excel(""), 1 << 31),
    ),
    # Few words, meant a billion times.
    "text meant many times": (
        "too-much-text",
        lambda: excel(
            (b"<row>" + b"<c t='s'><v>0</v></c>" * 200 + b"</row>") * 100,
            strings=f"<sst {NS}><si><t>{'x' * 5_000}</t></si></sst>",
        ),
    ),
    "a billion laughs": (
        "broken-workbook",
        lambda: packed_in(
            b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;'
        ),
    ),
    "elements without end": ("broken-workbook", lambda: packed_in(b"<a>" * 2_000_000)),
    "one endless tag": (
        "broken-workbook",
        lambda: packed_in(b"<a " + b"".join(b"b%07x" % n for n in range(1_000_000))),
    ),
    "many empty elements": (
        "unpacks-too-large",
        lambda: packed_in(b"<a>" + b"<b/>" * 12_100_000),
    ),
    "many empty texts": (
        "too-much-text",
        lambda: excel("", strings=b"<sst>" + b"<si/>" * 2_100_000 + b"</sst>"),
    ),
    "a directory of many parts": (
        "broken-workbook",
        lambda: zipped({f"part{number}": b"" for number in range(20_000)}),
    ),
    "many sheets": (
        "broken-workbook",
        lambda: with_index(
            "xl/workbook.xml", b"<sheets>", many('<sheet name="%d"/>', 100_000)
        ),
    ),
    "a sheet with an endless name": (
        "broken-workbook",
        lambda: with_index(
            "xl/workbook.xml", b"<sheets>", b'<sheet name="' + b"x" * 300 + b'"/>'
        ),
    ),
    "many links": (
        "broken-workbook",
        lambda: with_index(
            "_rels/.rels", b"<a>", many('<Relationship Id="%d"/>', 100_000)
        ),
    ),
    "many kinds of links": (
        "broken-workbook",
        lambda: with_index(
            "_rels/.rels", b"<a>", many('<Relationship Type="%d"/>', 100_000)
        ),
    ),
    "an endless index": (
        "unpacks-too-large",
        lambda: with_index("_rels/.rels", b"<a>", b" " * (limits.INDEX + 1)),
    ),
    "many formats": (
        "broken-workbook",
        lambda: excel("", styles=b"<a>" + many('<numFmt numFmtId="%d"/>', 100_000)),
    ),
    "many styles": (
        "broken-workbook",
        lambda: excel("", styles=b"<cellXfs>" + b'<xf numFmtId="1"/>' * 100_000),
    ),
    "letters without end": ("line-too-long", lambda: b"a" * 4 * limits.MIB),
    "old letters without end": ("encoding-unknown", lambda: b"\xd4" * 4 * limits.MIB),
    # Marks are put in order by exchanging neighbours: each cell takes seconds.
    "marks without end": (
        "cell-too-long",
        partial(piled, b"a;b\n", "utf-8"),
    ),
    "old marks without end": (
        "cell-too-long",
        lambda: piled(in_windows_1258(TEXT) + b"\n", "cp1258"),
    ),
    "marks without end in a workbook": (
        "cell-too-long",
        lambda: excel(
            (
                '<row><c t="str"><v>o' + "\u0301\u0323" * 2_400 + "</v></c></row>"
            ).encode()
        ),
    ),
}


@pytest.mark.parametrize("name", [*HOSTILE, "a cell at the far end", "a million rows"])
def test_a_file_that_means_harm_is_refused_within_bounds_of_memory_and_work(
    name: str, tmp_path: Path
) -> None:
    a_million_rows = (
        "too-many-rows",
        lambda: "KV-01;Chi bộ thôn Khe Vàng;KV\n".encode() * 1_000_000,
    )
    known = HOSTILE | REFUSED | {"a million rows": a_million_rows}
    refused, data = known[name]
    path = tmp_path / "list"
    path.write_bytes(data())
    read = (
        "import re, resource, sys; from core.imports import reading\n"
        "resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))\n"
        # Beyond any slow machine; work that grows with the square takes hours.
        "resource.setrlimit(resource.RLIMIT_CPU, (120, 120))\n"
        "try: reading.look(open(sys.argv[1], 'rb'))\n"
        "except reading.Unreadable as fault: print(fault.code)\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )

    done = subprocess.run(
        [sys.executable, "-c", read, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": "."},
    )

    assert (done.returncode, done.stderr) == (0, "")
    code, used = done.stdout.split()
    assert code == refused
    assert int(used) < 400 * 1024
