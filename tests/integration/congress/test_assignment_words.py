"""Kinds of problem and ratings are kept by administrators; rows keep what they have."""

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from congress.labels.assignments import SHIPPED_PROBLEMS, SHIPPED_RATINGS
from congress.models import (
    AssignmentEvaluation,
    AssignmentRating,
    AssignmentReport,
    BreakthroughAssignment,
    ProblemKind,
)
from congress.prints import assignments_report
from congress.queries import assignment_words
from congress.services import assignments as services
from core.access.rights import Role
from core.audit import wording
from core.errors import Unfit
from core.models import AuditEvent, User
from tests import make
from tests.integration.congress.assignment_breaches import assignment, evaluation
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 24)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: make.NOON)


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(make.administrator("quantri"))


@pytest.fixture
def held() -> BreakthroughAssignment:
    made = assignment()
    made.task.due_on = date(2025, 12, 1)
    made.task.save()
    made.is_public = True
    made.save()
    return made


@pytest.fixture
def keeper(held: BreakthroughAssignment) -> User:
    where = held.task.work_list.unit.scope
    return make.holder(Role.ORGANISATION_STAFF, at=where)


def room(name: str, *args: object) -> str:
    return reverse(f"admin:congress_{name}", args=args)


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def keep(office: Client, table: str, which: str, **changes: str) -> Any:
    """Open the form of a word, change it as a person would, send it."""
    address = room(f"{table}_change", which)
    form = office.get(address).context["adminform"].form
    shown = {
        key: value for key, value in form.initial.items() if value not in (None, False)
    }
    told = {key: value for key, value in (shown | changes).items() if value != ""}
    return office.post(address, told)


def acts() -> list[str]:
    lines = AuditEvent.objects.filter(actor__username="quantri").order_by("pk")
    return [line.act for line in lines if not line.act.startswith("core.signed")]


def to_narrow(shown: Any) -> list[str]:
    filters = {each.key: each for each in shown.context["listing"].filters}
    return [code for code, _word in filters["muc"].choices]


def said_of(held: BreakthroughAssignment, **changes: str) -> dict[str, str]:
    return {
        "decided_on": "01/06/2025",
        "period": "year",
        "post": str(held.post_id),
        "unit": held.task.unit.code,
        "full_name": "Nông Văn Bé",
        "decision_number": "15-QĐ/TU",
        "title": "Cắt giảm thủ tục",
        "problem": "new",
        "why": "Việc khó.",
        "product": "Đề án",
        "due_on": "01/12/2025",
    } | changes


# --- what is shipped ------------------------------------------------------------------


def test_what_is_shipped_is_offered_unconfirmed_and_has_words_in_english() -> None:
    for words, names in (
        (assignment_words.in_order(ProblemKind), SHIPPED_PROBLEMS),
        (assignment_words.in_order(AssignmentRating), SHIPPED_RATINGS),
    ):
        assert tuple(each.name for each in words) == names
        assert all(each.is_offered and not each.is_confirmed for each in words)
        with translation.override("en"):
            assert not {str(each) for each in words} & set(names)


def test_a_shipped_name_is_english_until_it_is_named_anew(
    held: BreakthroughAssignment, keeper: User, signed_in: SignedIn
) -> None:
    client = signed_in(keeper)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        word = str(held.problem)

    before = client.get(at("assignment", held.pk)).text
    ProblemKind.objects.filter(pk="hard").update(name="việc rất khó")
    after = client.get(at("assignment", held.pk)).text

    assert word != "việc khó"
    assert word in before
    assert "việc rất khó" in after


# --- kept by administrators -----------------------------------------------------------


def test_an_own_kind_is_added_last_named_anew_moved_and_confirmed(
    office: Client,
) -> None:
    blank = office.get(room("problemkind_add")).context["adminform"].form
    own = {"code": "lien-vung", "name": "việc liên vùng", "is_offered": "on"}

    office.post(room("problemkind_add"), own | {"position": "50"})
    keep(office, "problemkind", "lien-vung", code="x", name="việc liên xã")
    keep(office, "problemkind", "lien-vung", position="5", is_confirmed="on")

    assert blank.initial["position"] == 50
    found = assignment_words.in_order(ProblemKind)
    assert [each.pk for each in found][:2] == ["lien-vung", "hard"]
    assert (found[0].name, found[0].is_confirmed) == ("việc liên xã", True)
    assert acts() == ["congress.problem_kind_changed"] * 3
    shown = office.get(room("problemkind_changelist")).text
    assert "cần xác nhận" in shown
    assert "đã đối chiếu" in shown


def test_a_rating_has_a_colour_in_words_and_no_code_that_stands_for_none(
    office: Client,
) -> None:
    own = {"name": "chưa đạt", "position": "50", "tone": "bad", "is_offered": "on"}

    page = office.get(room("assignmentrating_add")).text
    refused = office.post(room("assignmentrating_add"), own | {"code": "chua"})
    office.post(room("assignmentrating_add"), own | {"code": "chua-dat"})

    assert "không đạt (màu đỏ)" in page
    assert "Hãy đặt mã khác." in refused.text
    made = AssignmentRating.objects.get(name="chưa đạt")
    assert (made.pk, made.tone, made.is_confirmed) == ("chua-dat", "bad", False)
    assert acts() == ["congress.assignment_rating_changed"]


@pytest.mark.parametrize(
    ("name", "used"), [("problemkind", "hard"), ("assignmentrating", "done")]
)
def test_what_some_row_has_is_not_deleted_and_it_is_said_what_to_do(
    name: str, used: str, office: Client
) -> None:
    evaluation()

    answers = [
        office.get(room(f"{name}_delete", used)),
        office.post(room(f"{name}_delete", used), {"post": "yes"}),
    ]

    for answer in answers:
        assert answer.headers["Location"] == room(f"{name}_change", used)
    told = [str(each) for each in get_messages(answers[0].wsgi_request)]
    assert "không xóa được" in told[0]
    assert "còn được chọn" in told[0]
    assert room(f"{name}_delete", used) not in (
        office.get(room(f"{name}_change", used)).text
    )
    assert acts() == []
    model: Any = {"problemkind": ProblemKind}.get(name, AssignmentRating)
    with pytest.raises(ProtectedError):
        model.objects.get(pk=used).delete()


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("problemkind", "congress.problem_kind_removed"),
        ("assignmentrating", "congress.assignment_rating_removed"),
    ],
)
def test_what_no_row_has_is_deleted_with_its_line(
    name: str, act: str, office: Client
) -> None:
    model: Any = {"problemkind": ProblemKind}.get(name, AssignmentRating)
    code = model.objects.order_by("-position").first().pk

    page = office.get(room(f"{name}_delete", code))
    office.post(room(f"{name}_delete", code), {"post": "yes"})

    assert page.status_code == 200
    assert not model.objects.filter(pk=code).exists()
    assert acts() == [act]


# --- no longer offered ----------------------------------------------------------------


def test_a_kind_no_longer_offered_is_refused_for_a_new_one_and_kept_on_an_old_one(
    held: BreakthroughAssignment, keeper: User, office: Client, signed_in: SignedIn
) -> None:
    keep(office, "problemkind", "hard", is_offered="")
    client = signed_in(keeper)

    refused = client.post(at("assignment-give"), said_of(held, problem="hard"))
    offered = client.get(at("assignment-change", held.pk)).context["form"]
    changed = client.post(
        at("assignment-change", held.pk),
        said_of(held, problem="hard", title="Tên khác")
        | {"change_why": "Theo kết luận.", "version": str(held.task.version)},
    )

    errors = refused.context["form"].errors
    assert errors["problem"] == [
        "Loại vấn đề này không còn được chọn cho việc mới. Hãy chọn loại khác."
    ]
    assert 'value="Cắt giảm thủ tục"' in refused.text
    codes = [code for code, _word in refused.context["form"].fields["problem"].choices]
    assert codes == ["prominent", "prolonged", "new"]
    assert "hard" in dict(offered.fields["problem"].choices)
    assert changed.status_code == 302
    old = BreakthroughAssignment.objects.select_related("task").get()
    assert (old.problem_id, old.task.title) == ("hard", "Tên khác")


def test_the_act_refuses_what_was_taken_away_while_somebody_was_typing(
    held: BreakthroughAssignment, keeper: User
) -> None:
    ProblemKind.objects.filter(pk="new").update(is_offered=False)
    AssignmentRating.objects.filter(pk="done").update(is_offered=False)
    said = services.Said(
        title="Việc",
        decision_number="1",
        problem="new",
        why="Khó",
        product="Đề án",
        due_on=date(2025, 12, 1),
    )

    with pytest.raises(Unfit) as kind:
        services.change(
            held.pk,
            said,
            why="",
            seen_version=held.task.version,
            by=keeper,
            at=make.NOON,
        )
    with pytest.raises(Unfit) as rating:
        services.evaluate(
            held.pk, year=2025, rating="done", note="Tốt", by=keeper, at=make.NOON
        )

    assert (kind.value.field, rating.value.field) == ("problem", "rating")


def test_a_rating_no_longer_offered_is_refused_beside_its_field_and_stays_where_it_is(
    keeper: User, held: BreakthroughAssignment, signed_in: SignedIn
) -> None:
    client, page = signed_in(keeper), at("assignment-evaluate", held.pk)
    told = {"year": "2025", "rating": "partly", "note": "Chậm một bước."}
    client.post(page, told)
    AssignmentRating.objects.filter(pk="partly").update(is_offered=False)

    answer = client.post(page, told)

    assert answer.context["form"].errors["rating"] == [
        "Mức đánh giá này không còn được chọn. Hãy chọn mức khác."
    ]
    assert AssignmentEvaluation.objects.get().rating_id == "partly"
    shown = client.get(at("assignments"))
    assert shown.context["lines"][0].rating == "hoàn thành một phần"
    assert "partly" in to_narrow(shown)
    AssignmentRating.objects.filter(pk="outstanding").update(is_offered=False)
    assert "outstanding" not in to_narrow(client.get(at("assignments")))


# --- where they are shown -------------------------------------------------------------


def test_what_is_not_confirmed_is_marked_where_it_is_chosen_and_shown(
    keeper: User, held: BreakthroughAssignment, signed_in: SignedIn
) -> None:
    client = signed_in(keeper)
    pages = [at("assignment-give"), at("assignment-evaluate", held.pk)]

    def help_of(page: str) -> str:
        fields = client.get(page).context["form"].fields
        return str((fields.get("problem") or fields["rating"]).help_text)

    first = [help_of(page) for page in pages]
    before = client.get(at("assignment", held.pk)).text
    for model in (ProblemKind, AssignmentRating):
        model.objects.exclude(position=40).update(is_confirmed=True)
    some = [help_of(page) for page in pages]
    after = client.get(at("assignment", held.pk)).text
    for model in (ProblemKind, AssignmentRating):
        model.objects.update(is_confirmed=True)

    assert first == ["Cách chia này của cổng, cần xác nhận."] * 2
    assert some == [
        "Cần xác nhận: việc mới, đổi mới cách làm.",
        "Cần xác nhận: không hoàn thành.",
    ]
    assert [help_of(page) for page in pages] == ["", ""]
    assert "cần xác nhận" in before
    assert "cần xác nhận" not in after


def test_the_yearly_report_lists_what_is_offered_or_used_in_order(
    held: BreakthroughAssignment, keeper: User
) -> None:
    ProblemKind.objects.create(code="own", name="việc liên vùng", position=5)
    AssignmentRating.objects.create(
        code="own", name="chuyển năm sau", tone="warn", position=35
    )
    BreakthroughAssignment.objects.update(problem="own")
    services.evaluate(
        held.pk, year=2025, rating="own", note="Tốt", by=keeper, at=make.NOON
    )
    ProblemKind.objects.filter(pk__in=["own", "hard"]).update(is_offered=False)
    unit = held.task.work_list.unit
    asked = AssignmentReport.objects.create(unit=unit, year=2025)

    paper = assignments_report.report(asked, today=TODAY)

    assert paper.problems == (
        ("việc liên vùng", "1/1"),
        ("việc nổi cộm, bức xúc", "0/1"),
        ("việc tồn đọng kéo dài", "0/1"),
        ("việc mới, đổi mới cách làm", "0/1"),
    )
    assert [word for word, _number in paper.ratings] == [
        "hoàn thành xuất sắc",
        "hoàn thành",
        "hoàn thành một phần",
        "chuyển năm sau",
        "không hoàn thành",
        "chưa đánh giá",
    ]
    assert paper.rows[0].rating == "chuyển năm sau"


def test_the_trail_tells_a_rating_by_its_name_of_that_day(
    held: BreakthroughAssignment, keeper: User
) -> None:
    services.evaluate(
        held.pk, year=2025, rating="done", note="Tốt", by=keeper, at=make.NOON
    )
    AssignmentRating.objects.filter(pk="done").update(name="đạt")

    line = AuditEvent.objects.get(act="congress.task_evaluated")

    assert line.detail["rating"] == "hoàn thành"
    assert "hoàn thành" in wording.detail_in_a_sentence(line)
    with translation.override("en"):
        assert "hoàn thành" not in wording.detail_in_a_sentence(line)
