"""One spelling for each people and religion."""

import pytest

from core import peoples


def test_there_are_fifty_four_peoples_and_sixteen_religions() -> None:
    assert len(peoples.ETHNICITIES) == 54
    assert len(peoples.RELIGIONS) == 16 + 1  # and none


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Mông", "Mông"),
        ("H'Mông", "Mông"),
        ("H’mong", "Mông"),
        ("MÈO", "Mông"),
        ("dân tộc Tày", "Tày"),
        ("tay", "Tày"),
        ("Gia-rai", "Gia Rai"),
        ("Ê-đê", "Ê Đê"),
        ("Dao", "Dao"),
        ("Dao đỏ", "Dao"),
        ("Anh", "Anh"),
        ("", ""),
    ],
)
def test_a_people_has_one_spelling(typed: str, written: str) -> None:
    assert peoples.one_spelling("ethnicity", typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("không", "Không"),
        ("Không theo tôn giáo", "Không"),
        ("Đạo Cao Đài", "Cao Đài"),
        ("Thiên chúa giáo", "Công giáo"),
        ("Đạo khác", "Đạo khác"),
    ],
)
def test_a_religion_has_one_spelling(typed: str, written: str) -> None:
    assert peoples.one_spelling("religion", typed) == written


@pytest.mark.parametrize("field", peoples.LISTS)
def test_no_word_is_said_for_two(field: str) -> None:
    for written, others in peoples.LISTS[field].items():
        for word in (written, *others):
            assert peoples.one_spelling(field, word) == written


def test_what_is_not_listed_is_told_apart() -> None:
    assert peoples.is_listed("ethnicity", "Tày")
    assert peoples.is_listed("ethnicity", "")
    assert not peoples.is_listed("ethnicity", "Anh")
