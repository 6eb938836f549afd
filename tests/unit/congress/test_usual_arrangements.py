"""What comes with the portal for communication and logistics."""

from congress import labels
from congress.models import PARTS_OF, Channel, Part
from congress.rules.customary_arrangements import USUAL
from congress.rules.guests import EXPECTED, TO_ACCREDIT, TO_REFUSE, TYPED
from congress.rules.planning import Anchor, Timing


def test_each_usual_thing_has_words_and_lies_in_its_list() -> None:
    things = [(name, each) for name, rows in USUAL.items() for each in rows]

    assert {each.code for _name, each in things} == set(labels.USUAL)
    assert len({each.code for _name, each in things}) == len(things)
    assert all(each.part in PARTS_OF[name] for name, each in things)
    assert all(each.channel in {"", *Channel.values} for _name, each in things)


def test_every_part_of_both_lists_has_something_usual_but_other() -> None:
    parts = {each.part for rows in USUAL.values() for each in rows}

    assert parts == set(Part.values) - {"other"}


def test_what_follows_the_opening_is_counted_from_the_closing() -> None:
    assert {
        each.anchor.value for each in USUAL["communication"] if each.part == "after"
    } == {"closing"}


def test_decisions_on_guests_are_no_typed_states() -> None:
    assert TO_ACCREDIT < TO_REFUSE == set(TYPED)
    assert not set(TYPED) & {"accredited", "refused"}
    assert "proposed" not in EXPECTED


def test_what_is_due_on_the_day_itself_counts_no_days() -> None:
    words = [labels.timing_words(Timing(anchor=each)) for each in list(Anchor)[:2]]

    assert set(words) == {"ngày khai mạc", "ngày bế mạc"}
    assert "1 ngày" in labels.timing_words(Timing(anchor=Anchor.OPENING, days=1))
