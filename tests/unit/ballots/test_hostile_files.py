import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import labels
from ballots.interchange import (
    RESULT_FORMAT,
    FileRefused,
    file_source,
    read_ballots,
    read_header,
    unpacking,
)
from ballots.interchange import source as interchange_source
from ballots.interchange.events import MOST_KEYS
from ballots.rules.ballot import Defect, Reading, Ruling
from ballots.rules.faults import Fault
from ballots.rules.terms import Layout
from tests.unit.ballots.election_files import (
    election,
    read,
    source,
    three_names,
    without,
)

LETTERS = set("ăâđêôơưáàảãạếềểễệíìỉĩịóòỏõọúùủũụýỳỷỹỵấầẩẫậắằẳẵặốồổỗộớờởỡợứừửữự")
FOUR = election()["candidates"]


def raw(**changes: Any) -> bytes:
    return json.dumps(election(**changes)).encode()


def with_text(old: str, new: str) -> bytes:
    text = json.dumps(election())
    assert old in text
    return text.replace(old, new, 1).encode()


def ballots(*shown: object, **changes: Any) -> dict[str, Any]:
    return election(ballots=[*shown], returned=len(shown), **changes)


def boxes(*shown: object, **changes: Any) -> dict[str, Any]:
    return three_names(ballots=[*shown], returned=len(shown), **changes)


def person(**changes: Any) -> dict[str, Any]:
    return election(candidates=[*FOUR[:3], {"number": 4, "name": "Đào"} | changes])


DEEP = "[" * 31 + "]" * 31
TOO_DEEP = "[" * 32 + "]" * 32
DELEGATES = {"office": "delegates", "alternates": 1}

HOSTILE: list[tuple[str, Fault, object]] = [
    ("empty", Fault.NOT_JSON, b""),
    ("mark alone", Fault.NOT_JSON, b"\xef\xbb\xbf"),
    ("two marks", Fault.NOT_JSON, b"\xef\xbb\xbf\xef\xbb\xbf" + raw()),
    ("words", Fault.NOT_JSON, b"khong phai JSON"),
    ("cut off", Fault.NOT_JSON, raw()[:-20]),
    ("trailing garbage", Fault.NOT_JSON, raw() + b" x"),
    ("two objects", Fault.NOT_JSON, raw() + raw()),
    ("trailing comma", Fault.NOT_JSON, with_text('"seats": 3,', '"seats": 3,,')),
    ("NaN", Fault.NOT_JSON, with_text('"seats": 3', '"seats": NaN')),
    ("Infinity", Fault.NOT_JSON, with_text('"seats": 3', '"x": -Infinity')),
    ("leading zero", Fault.NOT_JSON, with_text('"seats": 3', '"seats": 03')),
    ("plus sign", Fault.NOT_JSON, with_text('"seats": 3', '"seats": +3')),
    ("comment", Fault.NOT_JSON, b"/* */" + raw()),
    ("vertical tab", Fault.NOT_JSON, with_text('"seats": 3', '"seats":\v3')),
    ("form feed", Fault.NOT_JSON, with_text('"seats": 3', '"seats":\f3')),
    ("form feed after the object", Fault.NOT_JSON, raw() + b"\f"),
    ("raw form feed in a string", Fault.NOT_JSON, with_text("thu", "t\fu")),
    ("raw control character", Fault.NOT_JSON, with_text("thu", "t\x01u")),
    ("UTF-16", Fault.NOT_UTF8, raw().decode().encode("utf-16")),
    ("UTF-16 without mark", Fault.NOT_JSON, raw().decode().encode("utf-16-be")),
    ("Latin-1", Fault.NOT_UTF8, '{"id": "\xe9"}'.encode("latin-1")),
    ("encoded surrogate", Fault.NOT_UTF8, b'{"id": "\xed\xa0\x80"}'),
    ("overlong", Fault.NOT_UTF8, b'{"id": "\xc0\x80"}'),
    ("cut inside a letter", Fault.NOT_UTF8, b'{"id": "\xc4'),
    ("half a pair", Fault.LONE_SURROGATE, with_text("thu", "\\ud83d")),
    ("low half", Fault.LONE_SURROGATE, with_text("thu", "\\udc00")),
    ("two high halves", Fault.LONE_SURROGATE, with_text("thu", "\\ud83d\\ud83d")),
    ("half and letter", Fault.LONE_SURROGATE, with_text("thu", "\\ud83d\\u0041")),
    ("half in a key", Fault.LONE_SURROGATE, with_text('"seats"', '"\\uD800"')),
    ("a list", Fault.NOT_AN_OBJECT, [election()]),
    ("a word", Fault.NOT_AN_OBJECT, "election"),
    ("key twice", Fault.DUPLICATE_KEY, with_text('"seats"', '"id": "x", "seats"')),
    (
        "key twice in unknown",
        Fault.DUPLICATE_KEY,
        with_text('"seats"', '"z": [{"a": 1, "a": 1}], "seats"'),
    ),
    (
        "key twice by escape",
        Fault.DUPLICATE_KEY,
        with_text('"seats"', '"z": {"a": 1, "\\u0061": 1}, "seats"'),
    ),
    (
        "key twice after ballots",
        Fault.DUPLICATE_KEY,
        raw()[:-1] + b', "ballots": []}',
    ),
    (
        "known key twice after ballots",
        Fault.DUPLICATE_KEY,
        raw()[:-1] + b', "seats": 3}',
    ),
    (
        "key twice in a candidate",
        Fault.DUPLICATE_KEY,
        with_text('"number": 1', '"number": 1, "number": 1'),
    ),
    (
        "key twice in a ballot",
        Fault.DUPLICATE_KEY,
        with_text('"struck": [4]', '"struck": [4], "struck": [4]'),
    ),
    (
        "too many keys",
        Fault.TOO_MANY_KEYS,
        election(z=dict.fromkeys(map(str, range(MOST_KEYS + 1)))),
    ),
    ("too deep", Fault.TOO_DEEP, with_text('"seats"', f'"z": {TOO_DEEP}, "seats"')),
    ("too deep after", Fault.TOO_DEEP, raw()[:-1] + f', "z": {TOO_DEEP}}}'.encode()),
    (
        "endless number",
        Fault.UNREADABLE_NUMBER,
        with_text('"seats"', f'"z": {"9" * 5000}, "seats"'),
    ),
    (
        "endless exponent",
        Fault.UNREADABLE_NUMBER,
        with_text('"seats"', '"z": 1e99999999999999999999, "seats"'),
    ),
    ("fraction", Fault.NOT_AN_INT, with_text('"seats": 3', '"seats": 3.0')),
    ("exponent", Fault.NOT_AN_INT, with_text('"seats": 3', '"seats": 3e0')),
    ("true", Fault.NOT_AN_INT, election(seats=True)),
    ("text for int", Fault.NOT_AN_INT, election(seats="3")),
    ("null for int", Fault.NOT_AN_INT, election(seats=None)),
    ("list for int", Fault.NOT_AN_INT, election(seats=[3])),
    ("object for int", Fault.NOT_AN_INT, election(seats={"a": 3})),
    ("null alternates", Fault.NOT_AN_INT, election(alternates=None)),
    ("null max_votes", Fault.NOT_AN_INT, election(max_votes=None)),
    ("large", Fault.NUMBER_TOO_LARGE, election(printed=1_000_000_000)),
    ("negative", Fault.NUMBER_TOO_SMALL, election(present=-1)),
    (
        "minus nought copies",
        Fault.NUMBER_TOO_SMALL,
        with_text('": [4]', '": [4], "count": -0'),
    ),
    ("no base", Fault.NUMBER_TOO_SMALL, election(tally_base=0)),
    ("no votes", Fault.NUMBER_TOO_SMALL, election(max_votes=0)),
    ("null note", Fault.NOT_TEXT, election(note=None)),
    ("number for id", Fault.NOT_TEXT, election(id=1)),
    ("list for office", Fault.NOT_TEXT, election(office=["committee"])),
    ("empty id", Fault.BAD_ID, election(id="")),
    ("long id", Fault.BAD_ID, election(id="x" * 201)),
    ("control in id", Fault.BAD_ID, election(id="a\u0085b")),
    ("newline in id", Fault.BAD_ID, election(id="a\nb")),
    ("result", Fault.WRONG_FORMAT, without("ballots", format=RESULT_FORMAT)),
    ("format", Fault.WRONG_FORMAT, election(format="congress-portal/election@2")),
    ("regulation", Fault.UNKNOWN_VALUE, election(regulation="190-QĐ/TW")),
    ("office", Fault.UNKNOWN_VALUE, election(office="Committee")),
    ("round", Fault.UNKNOWN_VALUE, election(round="second")),
    ("layout", Fault.UNKNOWN_VALUE, election(layout="nominate")),
    ("seats", Fault.NO_SEAT, election(seats=0)),
    ("no places", Fault.NO_SEAT, election(office="delegates", seats=0)),
    ("alternates", Fault.ALTERNATES_NOT_FOR_OFFICE, election(alternates=1)),
    ("max_votes", Fault.MAX_VOTES_MISSING, without("max_votes", seats=0, **DELEGATES)),
    ("both", Fault.RUN_OFF_FOR_BOTH, election(round="run_off", seats=1, **DELEGATES)),
    ("no tie", Fault.RUN_OFF_WITHOUT_TIE, election(round="run_off", seats=4)),
    ("wrong layout", Fault.WRONG_LAYOUT, election(layout="agree_disagree")),
    ("wrong layout by max_votes", Fault.WRONG_LAYOUT, election(max_votes=4)),
    ("present", Fault.PRESENT_ABOVE_BASE, election(present=11)),
    ("issued", Fault.ISSUED_ABOVE_PRESENT, election(issued=10, printed=10)),
    ("printed", Fault.ISSUED_ABOVE_PRINTED, election(printed=8)),
    ("returned", Fault.RETURNED_ABOVE_ISSUED, election(returned=10)),
    ("missing ballots", Fault.BALLOTS_DO_NOT_ADD_UP, election(returned=3)),
    ("too many ballots", Fault.BALLOTS_DO_NOT_ADD_UP, election(returned=1)),
    ("nobody", Fault.NO_CANDIDATES, election(candidates=[])),
    ("candidates", Fault.NOT_A_LIST, election(candidates={"number": 1})),
    ("null candidates", Fault.NOT_A_LIST, election(candidates=None)),
    (
        "candidate",
        Fault.CANDIDATE_NOT_AN_OBJECT,
        election(candidates=[*FOUR[:3], [4, "Đào"]]),
    ),
    ("number twice", Fault.CANDIDATE_NUMBER_REPEATED, person(number=1)),
    ("no name", Fault.CANDIDATE_WITHOUT_NAME, person(name="")),
    ("name", Fault.NOT_TEXT, person(name=None)),
    ("number", Fault.NUMBER_TOO_SMALL, person(number=0)),
    ("number missing", Fault.MISSING_KEY, election(candidates=[{"name": "An"}])),
    ("date", Fault.NOT_A_DATE, person(party_since="19/5/1990")),
    ("no such day", Fault.NOT_A_DATE, person(party_since="1990-02-30")),
    ("basic date", Fault.NOT_A_DATE, person(party_since="19900519")),
    ("week date", Fault.NOT_A_DATE, person(party_since="1990-W20-6")),
    ("other digits", Fault.NOT_A_DATE, person(party_since="١٩٩٠-٠٥-١٩")),
    ("null date", Fault.NOT_TEXT, person(party_since=None)),
    ("ballots", Fault.NOT_A_LIST, election(ballots={})),
    ("null ballots", Fault.NOT_A_LIST, election(ballots=None)),
    ("ballot", Fault.BALLOT_NOT_AN_OBJECT, ballots([1])),
    ("ballot of null", Fault.BALLOT_NOT_AN_OBJECT, ballots(None)),
    ("unknown key", Fault.UNKNOWN_KEY, ballots({"struck": [4], "voter": "An"})),
    ("mistyped key", Fault.UNKNOWN_KEY, ballots({"stuck": [4]})),
    ("other layout", Fault.KEY_OF_OTHER_LAYOUT, ballots({"agree": [1]})),
    (
        "other layout, torn",
        Fault.KEY_OF_OTHER_LAYOUT,
        boxes({"defect": "torn", "kept": []}),
    ),
    ("both keys", Fault.STRUCK_AND_KEPT, ballots({"struck": [4], "kept": [1]})),
    ("no key", Fault.NEITHER_STRUCK_NOR_KEPT, ballots({})),
    ("count alone", Fault.NEITHER_STRUCK_NOR_KEPT, ballots({"count": 1})),
    ("stranger", Fault.UNKNOWN_NUMBER, ballots({"struck": [9]})),
    (
        "stranger, torn",
        Fault.UNKNOWN_NUMBER,
        ballots({"struck": [9], "defect": "torn"}),
    ),
    ("twice", Fault.NUMBER_REPEATED, ballots({"struck": [4, 4]})),
    ("thrice and once", Fault.NUMBER_REPEATED, ballots({"kept": [1, 1, 2]})),
    ("marks", Fault.NOT_A_LIST, ballots({"struck": 4})),
    ("null marks", Fault.NOT_A_LIST, ballots({"struck": None})),
    ("marks in marks", Fault.NOT_AN_INT, ballots({"struck": [[4]]})),
    ("text marks", Fault.NOT_AN_INT, ballots({"struck": ["4"]})),
    ("true as a mark", Fault.NOT_AN_INT, ballots({"struck": [True]})),
    ("null as a mark", Fault.NOT_AN_INT, ballots({"struck": [None]})),
    ("fraction as a mark", Fault.NOT_AN_INT, ballots({"struck": [4.0]})),
    ("no copies", Fault.NUMBER_TOO_SMALL, ballots({"struck": [4], "count": 0})),
    ("null copies", Fault.NOT_AN_INT, ballots({"struck": [4], "count": None})),
    ("true copies", Fault.NOT_AN_INT, ballots({"struck": [4], "count": True})),
    ("defect", Fault.UNKNOWN_VALUE, ballots({"struck": [4], "defect": "over_vote"})),
    ("null defect", Fault.UNKNOWN_VALUE, ballots({"struck": [4], "defect": None})),
    ("list defect", Fault.UNKNOWN_VALUE, ballots({"struck": [4], "defect": ["torn"]})),
    ("object defect", Fault.UNKNOWN_VALUE, ballots({"struck": [4], "defect": {}})),
    ("decision", Fault.UNKNOWN_VALUE, boxes({"agree": [], "decision": "void"})),
    ("null decision", Fault.UNKNOWN_VALUE, boxes({"agree": [], "decision": None})),
    ("needless", Fault.NEEDLESS_DECISION, boxes({"agree": [1], "decision": "valid"})),
    (
        "decision on a defect",
        Fault.NEEDLESS_DECISION,
        boxes({"defect": "torn", "decision": "invalid"}),
    ),
    (
        "decision on a strike-out paper",
        Fault.NEEDLESS_DECISION,
        ballots({"struck": [1, 2, 3, 4], "decision": "invalid"}),
    ),
    (
        "decision on one name",
        Fault.NEEDLESS_DECISION,
        boxes({"decision": "invalid"}, seats=1, max_votes=1, candidates=FOUR[:1]),
    ),
    *(
        (f"no {key}", Fault.MISSING_KEY, without(key))
        for key in election()
        if key not in {"note", "alternates", "max_votes"}
    ),
]


def refused(content: object) -> FileRefused:
    with pytest.raises(FileRefused) as refusal:
        read(content)
    return refusal.value


def assert_plain_vietnamese(sentence: str) -> None:
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "%" not in sentence
    assert LETTERS & set(sentence.lower())


@pytest.mark.parametrize(
    ("fault", "content"),
    [case[1:] for case in HOSTILE],
    ids=[case[0] for case in HOSTILE],
)
def test_a_file_that_breaks_the_format_is_refused_in_plain_vietnamese(
    fault: Fault, content: object
) -> None:
    refusal = refused(content)

    assert refusal.code == fault.value
    assert_plain_vietnamese(str(refusal))


BYTES = {
    Fault.TOO_MANY_CANDIDATES,
    Fault.CANNOT_READ,
    Fault.CANNOT_UNPACK,
    Fault.TOO_LARGE,
}


def test_every_fault_is_provoked_by_some_file() -> None:
    assert {fault for _, fault, _ in HOSTILE} | BYTES == set(Fault)


def test_every_fault_has_its_sentence() -> None:
    assert set(labels.FAULTS) == {fault.value for fault in Fault}


def test_a_refusal_says_which_ballot() -> None:
    refusal = refused(ballots({"struck": [4]}, {"struck": [9]}))

    assert str(refusal) == (
        "Mục phiếu thứ 2 trong tệp: số 9 không có trong danh sách bầu cử, hãy sửa lại."
    )


def test_a_refusal_says_which_candidate() -> None:
    refusal = refused(person(name=""))

    assert str(refusal) == (
        "Người thứ 4 trong danh sách bầu cử: họ tên để trống, hãy bổ sung."
    )


def test_a_long_value_is_quoted_in_short() -> None:
    refusal = refused(election(office="x\n" * 100))

    assert refusal.params["value"] == "x\ufffd" * 20 + "…"


@pytest.mark.parametrize(
    ("value", "quoted"), [(None, "null"), (True, "true"), (False, "false"), (1, "1")]
)
def test_a_value_is_quoted_as_it_stands_in_the_file(value: object, quoted: str) -> None:
    refusal = refused(ballots({"struck": [4], "defect": value}))

    assert refusal.params["value"] == quoted


def test_a_result_file_is_told_that_it_is_no_election_file() -> None:
    result = {"format": RESULT_FORMAT, "id": "thu", "candidates": [{"number": 1}]}

    assert str(refused(result)) == (
        "Định dạng “congress-portal/result@1” không phải “congress-portal/election@1”, "
        "hãy chọn đúng tệp cuộc bầu."
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (election(format="other"), "thu"),
        (ballots({}), "thu"),
        (without("id"), None),
        (election(id="a\nb"), None),
        (election(id=["thu"]), None),
        (raw()[:-1], "thu"),
        (b"{", None),
    ],
)
def test_a_refusal_names_the_election_where_it_can_be_read(
    content: object, expected: str | None
) -> None:
    assert refused(content).election_id == expected


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + raw(),
        raw(unknown={"seats": 9, "deep": [[]]}),
        raw(candidates=[*FOUR[:3], {"number": 4, "name": "Đào", "born": [None]}]),
        with_text('"seats"', f'"z": {DEEP}, "seats"'),
        with_text("thu", "\\\\ud83d"),
        with_text("thu", "\\ud83d\\ude00"),
        raw(id="x" * 200),
        with_text('"alternates": 0', '"alternates": -0'),
    ],
)
def test_what_the_format_allows_is_read(content: bytes) -> None:
    assert read(content) == [Reading(struck=b"\x08"), Reading(kept=b"\x03")]


@pytest.mark.parametrize(
    "text",
    ["9" * 5000, '"' + "9" * 5000, "\\" + "9" * 5000 + "\\", "9" * 200_000],
    ids=["digits", "after a quote", "between backslashes", "many digits"],
)
def test_digits_in_a_string_are_no_number(text: str) -> None:
    header = read_header(source(election(z={text: text}, note=text)))

    assert header.note == text


def test_as_many_keys_as_are_remembered_are_passed_over() -> None:
    many = dict.fromkeys(map(str, range(MOST_KEYS)))

    assert read_header(source(election(z=many))).id == "thu"


def test_defaults_stand_where_keys_are_left_out() -> None:
    content = election()
    for key in ("note", "alternates", "max_votes"):
        del content[key]

    header = read_header(source(content))

    assert (header.note, header.alternates, header.max_votes) == ("", 0, 3)


def test_strings_pass_through_unchanged() -> None:
    strange = "  Nguyê\u0303n\t\u0000😀\u200b “An” "
    people = [{"number": 7, "name": strange}, *FOUR]

    header = read_header(source(election(note=strange, candidates=people)))

    assert (header.note, header.candidates[0].name) == (strange, strange)


def test_a_defect_lifts_the_duty_to_say_what_was_marked() -> None:
    found = read(
        ballots(
            {"defect": "torn"},
            {"defect": "torn", "struck": [1], "kept": [1]},
            {"defect": "board_ruled", "kept": [2]},
        )
    )

    assert found == [
        Reading(defect=Defect.TORN),
        Reading(struck=b"\x01", kept=b"\x01", defect=Defect.TORN),
        Reading(kept=b"\x02", defect=Defect.BOARD_RULED),
    ]


def test_boxes_left_out_are_empty_and_stay_left_out() -> None:
    found = read(boxes({}, {"disagree": [1, 3], "decision": "valid", "count": 1}))

    assert found == [
        Reading(),
        Reading(disagree=b"\x05", decision=Ruling.VALID),
    ]


def test_no_ballots_at_all_are_allowed() -> None:
    assert read(ballots()) == []


def test_the_header_is_known_before_any_ballot_is_looked_at() -> None:
    cut_off = raw()[: raw().index(b'{"struck"')]

    header = read_header(source(cut_off))

    assert header.layout is Layout.STRIKE_OUT
    assert header.returned == 2


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(FileRefused) as refusal:
            read_header(file_source(path))

        assert refusal.value.fault is Fault.CANNOT_READ
        assert_plain_vietnamese(str(refusal.value))


def test_a_disc_that_fails_while_reading_refuses_the_file() -> None:
    class Failing(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError

    with pytest.raises(FileRefused) as refusal:
        read_header(Failing)

    assert refusal.value.fault is Fault.CANNOT_READ


@pytest.mark.parametrize("damage", ["not packed", "cut off", "garbled", "tail"])
def test_a_packed_file_that_cannot_be_unpacked_is_refused(damage: str) -> None:
    good = gzip.compress(raw(note="".join(map(chr, range(300, 3000)))))
    content = {
        "not packed": raw(),
        "cut off": good[:-30],
        "garbled": good[:100] + bytes(60) + good[160:],
        "tail": good + b"garbage",
    }[damage]
    opened = unpacking(source(content), name="a.json.gz")

    with pytest.raises(FileRefused) as refusal:
        list(read_ballots(opened, read_header(opened)))

    assert refusal.value.fault is Fault.CANNOT_UNPACK
    assert_plain_vietnamese(str(refusal.value))


def test_only_the_name_says_whether_a_file_is_packed(tmp_path: Path) -> None:
    packed, plain = tmp_path / "a.json.gz", tmp_path / "b.json"
    packed.write_bytes(gzip.compress(raw()))
    plain.write_bytes(gzip.compress(raw()))

    assert read_header(file_source(packed)).id == "thu"
    with pytest.raises(FileRefused) as refusal:
        read_header(file_source(plain))
    assert refusal.value.fault is Fault.NOT_UTF8


def test_more_than_is_allowed_is_refused_while_unpacking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(interchange_source, "LARGEST", len(raw()) + 1000)
    bomb = gzip.compress(raw() + b" " * 1001)
    just = gzip.compress(raw() + b" " * 1000)

    header = read_header(source(raw()))
    assert len(list(read_ballots(unpacking(source(just), name="b.gz"), header))) == 2
    with pytest.raises(FileRefused) as refusal:
        list(read_ballots(unpacking(source(bomb), name="b.gz"), header))
    assert refusal.value.fault is Fault.TOO_LARGE


class Dripping(io.BytesIO):
    """Gives one byte at a time, as a slow network would."""

    def read(self, _size: int | None = -1, /) -> bytes:
        return super().read(1)


@pytest.mark.parametrize(
    ("written", "whole"),
    [("\\ud83d\\ude00", True), ("\\\\ud83d", True), ("\\ud83dx", False)],
)
def test_halves_are_told_from_pairs_wherever_the_bytes_break(
    written: str, whole: bool
) -> None:
    content = b"\xef\xbb\xbf" + with_text("thu", written)

    def opened() -> io.BytesIO:
        return Dripping(content)

    if whole:
        assert read_header(opened).id == json.loads(f'"{written}"')
    else:
        with pytest.raises(FileRefused) as refusal:
            read_header(opened)
        assert refusal.value.fault is Fault.LONE_SURROGATE


@pytest.mark.parametrize("size", [1, 999, 4096, 65536])
def test_an_endless_number_is_found_wherever_the_bytes_break(size: int) -> None:
    class Pieces(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            return super().read(size)

    quoted = json.dumps('\\"' + "9" * 4301 + '"')
    endless = with_text('"seats"', f'"z": {quoted}, "y": {"9" * 4301}, "seats"')
    bearable = with_text('"seats"', f'"z": {quoted}, "y": {"9" * 99}, "seats"')

    assert read_header(lambda: Pieces(bearable)).id == "thu"
    with pytest.raises(FileRefused) as refusal:
        read_header(lambda: Pieces(endless))
    assert refusal.value.fault is Fault.UNREADABLE_NUMBER


@given(st.data())
def test_a_file_damaged_anywhere_is_read_or_refused_and_never_breaks_anything(
    data: st.DataObject,
) -> None:
    whole = raw()
    at = data.draw(st.integers(0, len(whole) - 1))
    inserted = data.draw(st.binary(max_size=4))
    skipped = data.draw(st.integers(0, 4))

    try:
        found = read(whole[:at] + inserted + whole[at + skipped :])
    except FileRefused as refusal:
        assert_plain_vietnamese(str(refusal).replace("%", ""))
    else:
        assert sum(reading.copies for reading in found) <= 9


def test_a_slate_without_end_is_refused_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ballots.interchange.header.MOST_CANDIDATES", 2)
    names = ", ".join(f'{{"number": {n}, "name": "x"}}' for n in range(1, 5))
    file = with_text('"seats"', f'"candidates": [{names}], "seats"')

    with pytest.raises(FileRefused) as refusal:
        read_header(lambda: io.BytesIO(file))

    assert refusal.value.fault is Fault.TOO_MANY_CANDIDATES


def test_a_ballot_with_more_numbers_than_names_is_refused_at_once() -> None:
    refusal = refused(ballots({"struck": [4] * 50}))

    assert refusal.fault is Fault.NUMBER_REPEATED
