"""Lists of those convened, from the file to the roll and back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from congress import services
from congress.models import CongressKind, RollEntry, VotingBody
from core.access.rights import Role
from core.models import ImportRun, Person, User
from tests import make
from tests.integration.core import bringing
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

HEADINGS = "Họ và tên;Ngày sinh;CCCD;Tổ chức cử đi;Diện;Tư cách;Số phiếu;Cấp ủy"


@pytest.fixture
def body() -> VotingBody:
    return make.body()


@pytest.fixture
def by(body: VotingBody) -> User:
    return make.holder(Role.SECRETARIAT, at=body.congress.scope)


def somebody(of: VotingBody, name: str = "Nông Thị Quỳnh", **facts: Any) -> Person:
    return make.person(name, at=of.congress.unit, **facts)


def checked(of: VotingBody, *rows: str, by: User) -> ImportRun:
    to: Any = of.congress
    return bringing.checked("roll", HEADINGS, *rows, to=to, by=by)


def applied(of: VotingBody, *rows: str, by: User) -> ImportRun:
    run = checked(of, *rows, by=by)
    bringing.confirmed(run, by=by)
    return bringing.apply(run)


def test_people_of_the_register_are_put_on_the_roll(body: VotingBody, by: User) -> None:
    village = make.unit("Chi bộ thôn Nà Pia", parent=body.congress.unit, code="NP")
    by_number = somebody(body, citizen_id="001175012345")
    by_birth = make.person(
        "Lục Văn Quý", at=village, born_on=make.LONG_AGO.replace(1970)
    )

    run = applied(
        body,
        "Nông Thị Quỳnh;;001175012345;;Đương nhiên;;;x",
        "lục văn quý;1/1/1970;;Chi bộ thôn Nà Pia;Được bầu;Dự khuyết;118;",
        by=by,
    )

    assert run.state == "applied"
    rows = {row.person: row for row in body.roll.all()}
    first, second = rows[by_number], rows[by_birth]
    assert (first.origin, first.sent_by, first.is_convener) == (
        "ex_officio",
        None,
        True,
    )
    assert bringing.fields_of(second, "origin", "standing", "sent_by", "votes") == (
        "elected",
        "alternate",
        village,
        118,
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Lê Văn Không;1970;;;Được bầu;;;", ("full_name", "not-in-register")),
        ("Nông Thị Quỳnh;;;;Được bầu;;;", ("full_name", "name-alone")),
        ("Nông Thị Quỳnh;1975;;;;;;", ("origin", "origin-missing")),
        ("Nông Thị Quỳnh;1975;;XX;Được bầu;;;", ("sent_by", "sender-unknown")),
        ("Nông Thị Quỳnh;1975;;;Đảng viên;;;", ("origin", "origin-not-here")),
        (
            "Nông Thị Quỳnh;1975;;;Chỉ định;Dự khuyết;;",
            ("standing", "alternate-not-elected"),
        ),
        ("Nông Thị Quỳnh;1975;;;Được bầu;;nhiều;", ("votes", "number-odd")),
        ("Nông Văn Hai;;001175012345;;Được bầu;;;", ("full_name", "other-name")),
        ("Dương Dự Bị;1975;;;Được bầu;;;", ("full_name", "not-official")),
    ],
)
def test_what_is_wrong_with_a_row_is_told_and_nobody_is_entered(
    body: VotingBody, by: User, row: str, told: tuple[str, str]
) -> None:
    born = make.LONG_AGO.replace(1975)
    somebody(body, born_on=born, citizen_id="001175012345")
    somebody(body, "Dương Dự Bị", born_on=born, membership="probationary")
    people = Person.objects.count()

    run = checked(body, row, by=by)

    assert bringing.verdicts(run) == {2: "wrong"}
    assert told in bringing.codes(run, 2)
    assert Person.objects.count() == people


def test_two_of_one_name_are_told_apart_by_number(body: VotingBody, by: User) -> None:
    born = make.LONG_AGO.replace(1975)
    for number in ("001175012341", "001175012342"):
        somebody(body, born_on=born, citizen_id=number)

    run = checked(
        body,
        "Nông Thị Quỳnh;1975;;;Được bầu;;;",
        "Nông Thị Quỳnh;;001175012341;;Được bầu;;;",
        "Nông Thị Quỳnh;;001175012341;;Được bầu;;;",
        by=by,
    )

    assert bringing.verdicts(run) == {2: "wrong", 3: "new", 4: "wrong"}
    assert ("full_name", "several-people") in bringing.codes(run, 2)
    assert ("full_name", "person-twice") in bringing.codes(run, 4)


def test_who_is_on_the_roll_is_changed_and_put_back(body: VotingBody, by: User) -> None:
    person = somebody(body, citizen_id="001175012345")
    row = make.on_roll(body, person, origin="designated")
    other = somebody(body, "Lục Văn Quý", citizen_id="001175012346")

    run = applied(
        body,
        "Nông Thị Quỳnh;;001175012345;;Được bầu;;118;",
        "Lục Văn Quý;;001175012346;;Được bầu;;;",
        by=by,
    )
    row.refresh_from_db()
    changed = (row.origin, row.votes, row.version, row.attendance)
    bringing.undone(run, by=by)

    row.refresh_from_db()
    assert changed == ("elected", 118, 2, "present")
    assert (row.origin, row.votes) == ("designated", None)
    assert not body.roll.filter(person=other).exists()


def test_a_list_brought_in_again_changes_nothing(body: VotingBody, by: User) -> None:
    somebody(body, citizen_id="001175012345")
    line = "Nông Thị Quỳnh;;001175012345;;Được bầu;;;"
    applied(body, line, by=by)

    run = checked(body, line, by=by)

    assert bringing.verdicts(run) == {2: "unchanged"}


def test_what_was_marked_since_keeps_a_list_from_being_taken_back(
    body: VotingBody, by: User
) -> None:
    somebody(body, citizen_id="001175012345")
    run = applied(body, "Nông Thị Quỳnh;;001175012345;;Được bầu;;;", by=by)
    services.mark_rest_present(body.pk, by=by, at=make.NOON)

    run = bringing.undone(run, by=by)

    assert (run.state, run.fault["code"]) == ("applied", "held")
    assert body.roll.count() == 1


def test_a_congress_of_members_takes_conditions(signed_in: SignedIn) -> None:
    body = make.body(make.congress(kind=CongressKind.MEMBERS))
    by = make.holder(Role.SECRETARIAT, at=body.congress.scope)
    somebody(body, citizen_id="001175012345")
    to: Any = body.congress

    run = bringing.checked(
        "roll",
        "Họ và tên;CCCD;Tình trạng",
        "Nông Thị Quỳnh;001175012345;Miễn sinh hoạt",
        to=to,
        by=by,
    )
    bringing.confirmed(run, by=by)
    bringing.apply(run)

    row = body.roll.get()
    assert (row.origin, row.condition, row.sent_by) == (
        "member",
        "exempted",
        body.congress.unit,
    )


@pytest.mark.parametrize("rows", [2, 4])
def test_checking_asks_as_often_for_four_rows_as_for_two(
    body: VotingBody, by: User, django_assert_num_queries: Queries, rows: int
) -> None:
    numbers = [f"00117501234{number}" for number in range(rows)]
    for number in numbers:
        make.on_roll(body, somebody(body, citizen_id=number))
    kind = bringing.kind("roll")
    mapping = {"full_name": 0, "citizen_id": 1, "votes": 2}
    lines = [
        kind.line(place, ["Nông Thị Quỳnh", number, "7"], mapping)
        for place, number in enumerate(numbers)
    ]
    clerk = kind.clerk(
        scope=body.congress.scope, today=make.NOON.date(), for_good=False
    )

    with django_assert_num_queries(5):
        judged = clerk.judge(lines)

    assert {each.verdict for each in judged} == {"changed"}


# --- the pages --------------------------------------------------------------------


def test_the_page_for_the_file_names_the_congress(
    body: VotingBody, by: User, signed_in: SignedIn
) -> None:
    client = signed_in(by)
    page = f"{reverse('core:import-new', args=['trieu-tap'])}?noi={body.congress.slug}"

    shown = client.get(page).content.decode()
    file = SimpleUploadedFile("dai-bieu.csv", f"{HEADINGS}\nA;;;;;;;\n".encode())
    client.post(page, {"file": file})

    assert str(body.congress) in shown
    assert 'name="unit"' not in shown
    assert ImportRun.objects.get().scope == body.congress.scope


def test_no_list_for_a_congress_next_door(
    body: VotingBody, by: User, signed_in: SignedIn
) -> None:
    next_door = make.congress(make.unit("Đảng bộ xã Bản Mù"))
    client = signed_in(by)
    page = reverse("core:import-new", args=["trieu-tap"])

    for named in ("", f"?noi={next_door.slug}", "?noi=khong-co"):
        assert client.get(f"{page}{named}").status_code == 404


def test_the_preview_and_the_empty_list_open_for_the_secretariat(
    body: VotingBody, by: User, signed_in: SignedIn
) -> None:
    somebody(body, citizen_id="001175012345")
    run = applied(body, "Nông Thị Quỳnh;;001175012345;;Được bầu;;;", by=by)
    client = signed_in(by)

    preview = client.get(reverse("core:import", args=[run.pk]))
    template = client.get(reverse("core:import-template", args=["trieu-tap"]))

    roll = reverse("congress:roll", args=[body.congress.slug, "dai-hoi"])
    assert roll in preview.content.decode()
    assert template.status_code == 200
    assert RollEntry.objects.count() == 1
