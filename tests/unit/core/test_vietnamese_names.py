import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.vietnamese.names import clean, fold, sort_key

# The alphabet and the tones in the order of the dictionary.
SYLLABLES = [
    *("an", "anh", "ảnh", "ánh", "ăn", "ân", "dung", "dũng", "đạt", "đào", "giang"),
    *("ha", "hà", "hả", "hã", "há", "hạ", "hòa", "hoàng", "ước", "uy", "ửu", "ỷ", "ỹ"),
]
names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(
    lambda words: " ".join(words).title()
)


def ordered(people: list[str]) -> list[str]:
    return sorted(people, key=sort_key)


def test_people_stand_by_given_then_family_then_middle_name() -> None:
    wanted = [
        "Nguyễn Văn An",
        "Trần Thị Ánh",
        "Lê Quang Bình",
        "Lê Văn Bình",
        "Trần An Bình",
        "Phạm Thị Cúc",
        "Hoàng Văn Dũng",
        "Đặng Thị Đào",
    ]

    assert ordered(wanted[::-1]) == wanted


@pytest.mark.parametrize(
    "words",
    [
        ["a", "à", "ả", "ã", "á", "ạ", "ă", "â", "b"],
        ["Dung", "Dũng", "Duyên", "Đào", "Đạt"],
        ["An", "Anh", "Ảnh", "Ánh", "Ăn", "Ân"],
        ["E", "Ê", "Ế", "I", "O", "Ô", "Ơ", "U", "Ư"],
        ["Hòa", "Hoàng"],
        ["Uy", "Ửu"],
    ],
)
def test_letters_and_tones_follow_the_dictionary(words: list[str]) -> None:
    assert ordered(words[::-1]) == words


def test_a_name_of_one_word_is_a_given_name() -> None:
    assert ordered(["Trần Bình", "Bình", "Lê An"]) == ["Lê An", "Bình", "Trần Bình"]


@given(names)
def test_however_letters_are_composed_a_name_has_one_key(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)

    assert sort_key(decomposed) == sort_key(name)
    assert sort_key(f"  {name.upper()} ") == sort_key(name)


@given(st.lists(names, min_size=2, max_size=6))
def test_sorting_is_the_same_from_any_order(people: list[str]) -> None:
    keys = [sort_key(name) for name in ordered(people)]

    assert keys == [sort_key(name) for name in ordered(people[::-1])]
    assert all(one <= other for one, other in pairwise(keys))


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
@example("\u0323")  # a tone on no letter
@example("\ud781")  # a Korean letter, which once became half a surrogate pair
def test_every_text_has_a_key_that_a_database_keeps(text: str) -> None:
    key = sort_key(text)

    assert key.encode("utf-8").decode("utf-8") == key


def test_foreign_letters_stand_after_our_own() -> None:
    assert ordered(["Ω", "힁", "Zoë", "Ýt", "1"]) == ["1", "Ýt", "Zoë", "Ω", "힁"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đặng Thị Ước", "dang thi uoc"),
        ("ĐẢNG BỘ XÃ KHE VÀNG", "dang bo xa khe vang"),
        ("Nguyễn  Văn\tẾ", "nguyen van e"),
        ("đ Đ", "d d"),
        ("", ""),
    ],
)
def test_a_search_does_not_mind_accents(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded


def test_a_name_is_kept_composed_and_without_loose_spaces() -> None:
    loose = unicodedata.normalize("NFD", "  Nguyễn \n Văn   Ế ")

    assert clean(loose) == "Nguyễn Văn Ế"


@pytest.mark.parametrize("written", ["\u00d0ức \u00f0ạt", "Đức đạt"])
def test_the_letter_of_old_files_is_ours(written: str) -> None:
    assert clean(written) == "Đức đạt"
    assert fold(written) == "duc dat"
    assert sort_key(written) == sort_key("Đức đạt")


@given(st.text())
def test_what_is_cleaned_is_composed_and_found_as_it_was(text: str) -> None:
    cleaned = clean(text)

    assert unicodedata.is_normalized("NFC", cleaned)
    assert {"\u00d0", "\u00f0"}.isdisjoint(cleaned)
    assert fold(cleaned) == fold(text)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
