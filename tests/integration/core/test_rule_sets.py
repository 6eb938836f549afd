"""Rule sets as records: shipped, corrected, and old elections left as they were."""

import copy
import importlib
import io
from typing import Any, Final

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from ballots import prints, queries
from ballots.models import Election
from congress import provides as congress_provides
from congress import rule_book
from congress.rules.rulesets import Rule
from core import registry
from core.models import AuditEvent, RuleSet, RuleSetEdition, User
from core.rule_book import Content
from core.services import (
    EditedMeanwhile,
    NothingChanged,
    Shipping,
    UnsoundEdition,
    change_rule_set,
    current_edition,
    ship_rule_sets,
)
from tests import make
from tests.second import Second

pytestmark = pytest.mark.django_db

CODE: Final = "190-QD/TW"


def shipped(code: str = CODE) -> Content:
    """What comes with the portal, as a copy that may be changed."""
    found = rule_book.RULE_BOOK.shipped[code].content
    return Content(*copy.deepcopy((dict(found.values), dict(found.clauses))))


def corrected(**fields: Any) -> Content:
    content: Any = shipped()
    content.clauses["R-RS-2"].update({"confidence": "F"} | fields)
    return Content(*content)


def change(
    content: Content | None = None, *, seen: int = 1, by: User | None = None
) -> RuleSetEdition:
    return change_rule_set(
        CODE,
        seen=seen,
        content=content or corrected(),
        reason="đối chiếu toàn văn",
        by=by or make.administrator(),
        at=make.NOON,
    )


def outcomes() -> dict[str, Shipping]:
    found = ship_rule_sets(at=make.NOON)
    return {each.edition.rule_set_id: each.outcome for each in found}


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what makes another release ship another content of 190-QĐ/TW."""

    def ship(content: Content) -> None:
        book: Any = rule_book.RULE_BOOK
        rules = book.shipped[CODE]
        fields = {name: getattr(rules, name) for name in rules.__dataclass_fields__}
        other = type(rules)(**fields | {"content": content, "title": "Tên mới"})
        monkeypatch.setitem(book.shipped, CODE, other)

    return ship


# --- shipping ---------------------------------------------------------------------


def test_both_regulations_are_shipped_complete_and_dated() -> None:
    ship_rule_sets(at=make.NOON)

    found = {
        row.code: (row.issued_on, row.valid_from, row.valid_until)
        for row in RuleSet.objects.all()
    }
    editions = RuleSetEdition.objects.order_by("-rule_set")
    assert {code: [str(day) for day in days] for code, days in found.items()} == {
        "244-QD/TW": ["2014-06-09", "2014-06-09", "2024-10-09"],
        "190-QD/TW": ["2024-10-10", "2024-10-10", "None"],
    }
    assert [(e.number, len(e.values), len(e.clauses)) for e in editions] == [
        (1, 31, len(Rule) - 3),
        (1, 31, len(Rule) - 1),
    ]
    assert {
        frozenset(row) - {"note"} for e in editions for row in e.values.values()
    } == {frozenset({"value", "document", "article", "confidence"})}


def test_shipping_twice_changes_nothing() -> None:
    first, second = outcomes(), outcomes()

    assert set(first.values()) == {Shipping.FIRST}
    assert set(second.values()) == {Shipping.UNCHANGED}
    assert RuleSetEdition.objects.count() == 2
    assert AuditEvent.objects.filter(act="core.rule_set_shipped").count() == 2


def test_a_new_release_renews_what_nobody_has_edited(released: Any) -> None:
    ship_rule_sets(at=make.NOON)
    released(corrected())

    found = outcomes()

    assert found == {CODE: Shipping.RENEWED, "244-QD/TW": Shipping.UNCHANGED}
    assert current_edition(CODE, at=make.NOON).number == 2
    assert RuleSet.objects.get(code=CODE).title == "Tên mới"


def test_a_new_release_keeps_what_somebody_has_edited(released: Any) -> None:
    ship_rule_sets(at=make.NOON)
    edited = change()
    released(corrected(article="31"))

    found = outcomes()

    assert found[CODE] == Shipping.KEPT
    assert current_edition(CODE, at=make.NOON) == edited


def test_what_was_put_back_to_what_was_shipped_is_renewed_again(released: Any) -> None:
    ship_rule_sets(at=make.NOON)
    change()
    change(shipped(), seen=2)
    released(corrected(article="31"))

    assert outcomes()[CODE] == Shipping.RENEWED


def test_an_edition_wanted_before_any_was_shipped_is_made_at_once() -> None:
    first = current_edition(CODE, at=make.NOON)
    second = current_edition(CODE, at=make.NOON)

    assert (first, first.number) == (second, 1)
    with pytest.raises(LookupError):
        current_edition("1-QD/TW", at=make.NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_need_the_first_edition_the_second_waits_and_gets_it() -> None:
    with transaction.atomic():
        first = current_edition(CODE, at=make.NOON)
        second = Second(lambda: current_edition(CODE, at=make.NOON))
        assert second.waits

    assert second.ends() == [first]


def test_the_command_says_what_shipping_came_to(released: Any) -> None:
    said = []
    for prepare in (
        lambda: None,
        lambda: None,
        change,
        lambda: released(corrected(article="31")),
    ):
        prepare()
        out = io.StringIO()
        call_command("ship_rule_sets", stdout=out)
        said.append(next(line for line in out.getvalue().splitlines() if CODE in line))

    assert said == [
        "190-QD/TW, bản 1: đã đưa vào cổng.",
        "190-QD/TW, bản 1: không có gì mới.",
        *[
            (
                "190-QD/TW, bản 2: quản trị viên đã sửa, nên giữ bản đang dùng; bản "
                "phát hành xem ở trang Quản trị, mục Bộ quy định."
            )
        ]
        * 2,
    ]


# --- correcting -------------------------------------------------------------------


def test_a_correction_is_the_next_edition_and_leaves_a_line() -> None:
    by = make.administrator()
    first = current_edition(CODE, at=make.NOON)

    made = change(by=by)

    first.refresh_from_db()
    line = AuditEvent.objects.get(act="core.rule_set_changed")
    assert (made.number, made.made_by, made.reason) == (2, by, "đối chiếu toàn văn")
    assert first.clauses["R-RS-2"]["confidence"] == "M"
    assert made.clauses["R-RS-2"]["confidence"] == "F"
    assert (line.actor, line.subject_title) == (by, "190-QD/TW · 2")
    assert line.detail == {
        "edition": 2,
        "reason": "đối chiếu toàn văn",
        "changes": [
            {
                "field": (
                    "Số người quá một nửa nhiều hơn số lượng cần bầu thì lấy từ cao "
                    "xuống thấp. – mức tin cậy"
                ),
                "from": "chưa đối chiếu, cần xác nhận",
                "to": "đã đối chiếu toàn văn",
            }
        ],
    }


def test_who_saw_an_older_edition_changes_nothing() -> None:
    current_edition(CODE, at=make.NOON)
    change()

    with pytest.raises(EditedMeanwhile, match="vừa được người khác sửa"):
        change(corrected(article="31"), seen=1)

    assert RuleSetEdition.objects.filter(rule_set=CODE).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_the_second_waits_and_is_refused() -> None:
    current_edition(CODE, at=make.NOON)
    by = make.administrator()

    with transaction.atomic():
        change(by=by)
        second = Second(lambda: change(corrected(article="31"), by=by))
        assert second.waits

    assert second.ends() == [EditedMeanwhile]


def test_a_correction_that_corrects_nothing_is_none() -> None:
    current_edition(CODE, at=make.NOON)

    with pytest.raises(NothingChanged):
        change(shipped())


def test_what_the_rules_cannot_read_is_no_edition() -> None:
    current_edition(CODE, at=make.NOON)
    content: Any = shipped()
    content.values["surplus_max_percent"]["value"] = 300

    with pytest.raises(UnsoundEdition) as refusal:
        change(content)

    assert [(f.row, f.field) for f in refusal.value.faults] == [
        ("surplus_max_percent", "value")
    ]
    assert RuleSetEdition.objects.filter(rule_set=CODE).count() == 1


# --- what was run under an earlier edition ----------------------------------------


def other_citations() -> Content:
    """Every clause and every value said otherwise."""
    content: Any = shipped()
    for row in (*content.clauses.values(), *content.values.values()):
        row.update(document="04-HD/TW (31/12/2024)", article="99", confidence="I")
    content.values["surplus_max_percent"]["value"] = 25
    return Content(*content)


def test_a_correction_changes_no_page_and_no_paper_of_an_election_before_it() -> None:
    confirmation = make.confirmed(file=make.case("F4-alternates-level"))
    poll = confirmation.poll
    result = queries.result(confirmation.tally, poll)
    paper = prints.minutes(confirmation)

    change(other_citations())

    poll = type(poll).objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)
    confirmation = queries.confirmation_of(poll) or confirmation
    later = queries.result(confirmation.tally, poll)
    assert later["bases"] == result["bases"]
    assert later["rows"] == result["rows"]
    assert prints.minutes(confirmation) == paper
    assert "11.4.2" in paper.won[1].note


def test_an_election_after_the_correction_is_run_under_it() -> None:
    current_edition(CODE, at=make.NOON)
    edition = change(other_citations())

    confirmation = make.confirmed(file=make.case("F4-alternates-level"))

    poll = confirmation.poll
    assert poll.election.rule_edition == edition
    assert queries.rule_set_of(poll).surplus_max_percent.value == 25
    assert {b.cited for b in queries.result(confirmation.tally, poll)["bases"]} == {
        "Điều 99, Hướng dẫn 04-HD/TW (31/12/2024)"
    }
    assert "Điều 99" in prints.minutes(confirmation).won[1].note


def test_a_later_round_stays_under_the_edition_of_its_election() -> None:
    first = make.confirmed(file=make.election_file(ballots=[{"kept": [1], "count": 9}]))
    body = first.poll.election.body
    change(other_citations())

    later = make.imported(
        body, file=make.election_file(id="2", round="further", seats=2, max_votes=2)
    )

    assert later.election == first.poll.election
    assert later.election.rule_edition.number == 1


def test_an_election_of_244_is_read_from_the_edition_of_244() -> None:
    file = make.case("R244-same")

    confirmation = make.confirmed(make.of_its_time(file), file=file)

    edition = confirmation.poll.election.rule_edition
    assert (edition.rule_set_id, edition.number) == ("244-QD/TW", 1)
    assert prints.minutes(confirmation).regulation == (
        *("Quyết định", "số 244-QĐ/TW, ngày 09/6/2014"),
    )


def test_an_edition_of_an_earlier_release_is_still_read() -> None:
    confirmation = make.confirmed()
    with make.past_every_trigger():
        edition = RuleSetEdition.objects.get(
            pk=confirmation.poll.election.rule_edition_id
        )
        del edition.clauses["V-1"]
        edition.save()

    poll = type(confirmation.poll).objects.get(pk=confirmation.poll_id)

    assert queries.rule_set_of(poll).clause(Rule.FULL_CHOICE).article == "15"


# --- what an edition chooses, the count obeys -------------------------------------


def chosen(**values: object) -> RuleSetEdition:
    """The rule set with other values, for elections from now on."""
    current_edition(CODE, at=make.NOON)
    content: Any = shipped()
    for key, value in values.items():
        content.values[key]["value"] = value
    return change(Content(*content))


def test_where_the_congress_decides_on_ties_the_place_stays_open() -> None:
    chosen(tie_rule="congress_decides")

    confirmation = make.confirmed(file=make.tied_file())

    tally, paper = confirmation.tally, prints.minutes(confirmation)
    told = queries.result(tally, confirmation.poll)
    assert (tally.next, tally.next_rule, tally.open_seats) == (
        "congress_decides",
        "R-RS-3",
        1,
    )
    assert paper.conclusion == (
        "Có 02 người ngang phiếu ở vị trí cuối cùng, còn thiếu 01 người. Đại hội quyết "
        "định có bầu lại trong số những người này hay không."
    )
    assert "đại hội (hội nghị) quyết định có bầu lại" in told["next"].sentence


@pytest.mark.parametrize("round_", ["run_off", "further"])
def test_whatever_the_congress_decides_on_a_tie_may_follow(round_: str) -> None:
    chosen(tie_rule="congress_decides")
    first = make.confirmed(file=make.tied_file())
    tied = {"candidates": make.tied_file()["candidates"][1:3]}

    later = make.imported(
        first.poll.election.body,
        file=make.election_file(
            id="2",
            round=round_,
            seats=1,
            max_votes=1,
            ballots=[{"kept": [2], "count": 9}],
            **tied,
        ),
    )

    assert later.election == first.poll.election


def test_an_agreement_with_nobody_waits_for_nobody_where_it_is_settled() -> None:
    chosen(empty_agreement="invalid")

    poll = make.counted(file=make.undecided_file())

    tally = poll.tallies.get()
    [(reason, basis)] = queries.result(tally, poll)["reasons"]
    assert (tally.valid, tally.invalid, tally.undecided) == (8, 1, 0)
    assert (reason.reason, str(basis.rule)) == ("no_choice", "I-3")


def test_a_run_off_needs_half_where_that_was_chosen() -> None:
    chosen(runoff_needs_majority=True)

    confirmation = make.confirmed(file=make.case("C4b-run-off-below-half"))

    paper = prints.minutes(confirmation)
    assert [won.lines for won in paper.won] == [()]
    assert "quá một nửa so với mẫu số tính kết quả (D)" in paper.rule
    assert paper.conclusion.endswith("quyết định có bầu thêm hay không.")


def test_percentages_have_as_many_figures_as_were_chosen() -> None:
    chosen(percent_decimals=0)

    confirmation = make.confirmed()

    told = queries.result(confirmation.tally, confirmation.poll)
    assert [row.percent for row in told["rows"]] == ["70", "70", "60", "0"]
    assert prints.minutes(confirmation).lines[0].percent == "70"


def test_what_was_chosen_is_part_of_what_was_counted() -> None:
    usual = make.imported()
    before = queries.digest_of_papers(usual)
    chosen(tie_rule="congress_decides", empty_agreement="valid")

    other = make.imported()

    assert queries.digest_of_papers(other) != before
    usual = type(usual).objects.get(pk=usual.pk)
    assert queries.digest_of_papers(usual) == before


def test_a_document_that_somebody_read_is_cited_as_he_wrote_it() -> None:
    current_edition(CODE, at=make.NOON)
    content: Any = shipped()
    content.clauses["R-RS-1"].update(
        document="Quy định 29-QĐ/TW (25/7/2016)", article="9", note="đã đọc toàn văn"
    )
    change(Content(*content))

    confirmation = make.confirmed()

    told = queries.result(confirmation.tally, confirmation.poll)
    assert "Điều 9, Quy định 29-QĐ/TW (25/7/2016)" in {b.cited for b in told["bases"]}


# --- elections of the first release -----------------------------------------------


def test_elections_of_the_first_release_get_the_first_edition() -> None:
    migration = importlib.import_module("ballots.migrations.0003_links_and_editions")
    old = make.case("R244-same")
    elections = [
        make.imported().election,
        make.imported(make.of_its_time(old), file=old).election,
    ]
    with make.past_every_trigger(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE ballots_election ALTER rule_edition_id DROP NOT NULL"
        )
        cursor.execute("UPDATE ballots_election SET rule_edition_id = NULL")
        cursor.execute("DELETE FROM core_rulesetedition")
        cursor.execute("DELETE FROM core_ruleset")

        migration.give_first_editions(apps, None)
        migration.give_first_editions(apps, None)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    found = {
        each.rule_set: (each.rule_edition.rule_set_id, each.rule_edition.number)
        for each in Election.objects.filter(pk__in=[e.pk for e in elections])
    }
    assert found == {
        "190-QD/TW": ("190-QD/TW", 1),
        "244-QD/TW": ("244-QD/TW", 1),
    }
    # What this release says is the next edition; those elections keep theirs.
    assert set(outcomes().values()) == {Shipping.RENEWED}
    assert {e.number for e in RuleSetEdition.objects.all()} == {1, 2}
    kept = Election.objects.filter(pk__in=[e.pk for e in elections])
    assert set(kept.values_list("rule_edition__number", flat=True)) == {1}


def test_the_books_are_offered_once() -> None:
    congress_provides.offer()

    assert [list(book.shipped) for book in registry.rule_books()] == [
        ["244-QD/TW", "190-QD/TW"]
    ]
