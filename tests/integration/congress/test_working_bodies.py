"""Sub-committees and task forces: founded, joined, who reads them, ended."""

import io
import uuid
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from congress.models import BodyMember, BodyUnit, WorkingBody, WorkList
from congress.queries import working as queries
from congress.services import working as services
from core.access import policy
from core.access.rights import Right, Role
from core.errors import Refused
from core.models import Appointment, AuditEvent, Notice, Scope, Unit, User, WorkItem
from core.models.scope import ScopeKind
from tests import make
from tests.integration.congress import working
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
ALL: Final = "/tieu-ban/"
FACTS: Final = {
    "form": "task_force",
    "field": "direction",
    "name": "Tổ công tác số 1",
    "duties": "Chỉ đạo, kiểm tra, hướng dẫn.",
    "decision_number": "12-QĐ/HU",
    "decided_on": "01/06/2025",
}


@pytest.fixture
def unit() -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=make.unit("Đảng bộ tỉnh"))


@pytest.fixture
def keeper(unit: Unit) -> User:
    return working.keeper(unit)


@pytest.fixture
def here(keeper: User, signed_in: SignedIn) -> Client:
    return signed_in(keeper)


@pytest.fixture
def staff(unit: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=unit.scope)


def at(name: str, *args: object) -> str:
    return reverse(f"congress:working-{name}", args=args)


def by_whom() -> dict[str, Any]:
    return {"by": make.user(), "at": make.NOON}


def cells_of(client: Client, address: str) -> list[str]:
    answer = client.get(address, {"xuat": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [str(cell.value) for row in sheet.iter_rows() for cell in row]


# --- founding -------------------------------------------------------------------------


def test_a_body_is_founded_with_a_place_of_its_own(unit: Unit, here: Client) -> None:
    answer = here.post(at("found"), FACTS)

    body = WorkingBody.objects.get()
    assert answer["Location"] == at("body", body.pk)
    assert (body.unit, body.name, body.form) == (unit, FACTS["name"], "task_force")
    assert body.scope.kind == ScopeKind.WORKING_BODY
    assert body.scope.path.startswith(f"{unit.scope.path}.")
    assert body.scope.home == unit.scope.home
    assert AuditEvent.objects.filter(act="congress.body_founded").count() == 1
    assert "Tổ công tác số 1" in here.get(ALL).text


def test_what_is_typed_is_refused_beside_its_field_and_stays(
    unit: Unit, here: Client
) -> None:
    working.body(unit, name=FACTS["name"])

    same = here.post(at("found"), FACTS)
    wrong = here.post(at("found"), FACTS | {"name": "Tổ 2", "decided_on": "mai"})

    assert set(same.context["form"].errors) == {"name"}
    assert set(wrong.context["form"].errors) == {"decided_on"}
    assert "Chỉ đạo, kiểm tra, hướng dẫn." in wrong.text


def test_nobody_founds_one_for_the_unit_next_door(
    here: Client, signed_in: SignedIn
) -> None:
    beside = make.unit("Đảng bộ xã Bên cạnh")
    reader = make.holder(Role.INSPECTOR, at=beside.scope)

    assert here.post(f"{at('found')}?to-chuc={beside.code}", FACTS).status_code == 404
    assert signed_in(reader).post(at("found"), FACTS).status_code == 404
    assert not WorkingBody.objects.exists()


def test_who_keeps_several_units_is_asked_for_which(
    unit: Unit, keeper: User, here: Client
) -> None:
    second = make.unit("Đảng bộ xã Thứ hai")
    make.appointment(keeper, Role.UNIT_SECRETARY, at=second.scope)

    asked = here.post(at("found"), {"unit": second.code})
    here.post(asked["Location"], FACTS)

    assert WorkingBody.objects.get().unit == second


def test_four_customary_sub_committees_are_founded_in_one_go(
    unit: Unit, here: Client
) -> None:
    congress = make.congress(unit)
    address = f"{at('customary')}?dai-hoi={congress.slug}"
    shown = here.get(address).context["form"]
    said = {name: shown[name].value() for name in shown.fields}
    said |= {"decision_number": "15-QĐ/ĐU", "decided_on": "02/06/2025"}

    answer = here.post(address, {key: value for key, value in said.items() if value})

    found = WorkingBody.objects.filter(congress=congress)
    assert answer["Location"] == at("of-congress", congress.slug)
    assert set(found.values_list("field", flat=True)) == {
        *("documents", "personnel", "logistics", "propaganda")
    }
    assert all(found.values_list("duties", flat=True))
    assert here.get(at("of-congress", congress.slug)).text.count("15-QĐ/ĐU") == 4


def test_of_the_four_only_what_was_ticked_is_founded(unit: Unit, here: Client) -> None:
    congress = make.congress(unit)
    address = f"{at('customary')}?dai-hoi={congress.slug}"
    names = {f"name_{code}": code for code in ("documents", "personnel")}
    names |= {"name_logistics": "x", "name_propaganda": "y", "decided_on": "02/06/2025"}

    none = here.post(address, names)
    here.post(address, names | {"take_documents": "on"})

    assert "ít nhất một tiểu ban" in none.text
    assert list(WorkingBody.objects.values_list("field", flat=True)) == ["documents"]


def test_two_who_change_one_body_lose_nothing(unit: Unit, here: Client) -> None:
    body = working.body(unit)
    page = here.get(at("change", body.pk)).context["form"]
    said = {name: page[name].value() or "" for name in page.fields}
    said["decided_on"] = "01/06/2025"
    here.post(at("change", body.pk), said | {"duties": "Việc của người trước."})

    answer = here.post(at("change", body.pk), said | {"name": "Tên của tôi"})

    body.refresh_from_db()
    assert "Người khác vừa sửa" in answer.text
    assert answer.context["form"]["name"].value() == "Tên của tôi"
    assert answer.context["form"]["duties"].value() == "Việc của người trước."
    assert body.name == "Tiểu ban Văn kiện"


def test_a_body_for_personnel_stays_one(unit: Unit, here: Client) -> None:
    body = working.body(unit, field="personnel")
    task = {"form": "sub_committee", "name": "x", "decided_on": "01/06/2025"}

    answer = here.post(
        at("change", body.pk), task | {"field": "documents", "version": 1}
    )

    assert set(answer.context["form"].errors) == {"field"}


# --- who is in it ---------------------------------------------------------------------


def test_whoever_joins_with_an_account_works_there_and_only_there(
    unit: Unit, here: Client, signed_in: SignedIn
) -> None:
    body, other = working.body(unit), working.body(unit, name="Tiểu ban khác")
    user = working.account(unit)
    said = {"full_name": user.full_name, "part": "secretary", "from_on": "01/06/2025"}

    here.post(at("member-add", body.pk), said | {"username": user.username})

    member = BodyMember.objects.get()
    client = signed_in(user)
    assert member.appointment is not None
    assert member.appointment.scope == body.scope
    assert client.get(at("body", body.pk)).status_code == 200
    assert client.get(at("body", other.pk)).status_code == 404
    assert [row["row"] for row in client.get(ALL).context["lines"]] == [body]
    assert Notice.objects.get(user=user).said == (
        f"Bạn được ghi là thành viên của {body.name}."
    )


def test_whoever_leaves_opens_its_pages_no_more(
    unit: Unit, here: Client, signed_in: SignedIn
) -> None:
    body = working.body(unit)
    user = working.account(unit)
    row = working.member(body, user)
    child = make.unit("Chi bộ thôn", parent=unit, kind="cell")
    visit = working.visit(body, child, member=row)

    here.post(at("member-leave", body.pk, row.pk), {"on": "01/07/2025"})

    row.refresh_from_db()
    visit.refresh_from_db()
    assert row.until_on is not None
    assert signed_in(user).get(at("body", body.pk)).status_code == 404
    assert visit.member is None
    assert WorkItem.objects.get(kind="congress.visit").owner is None


def test_one_person_is_in_a_body_once_and_a_body_has_one_head(
    unit: Unit, here: Client
) -> None:
    body = working.body(unit)
    person = make.person("Nông Văn Sáu", at=unit)
    address = f"{at('member-add', body.pk)}?nguoi={person.pk}"
    head = {"part": "head", "from_on": "01/06/2025"}

    here.post(address, head)
    again = here.get(address)
    second = here.post(
        at("member-add", body.pk), head | {"full_name": "Một người khác"}
    )

    member = BodyMember.objects.get()
    assert (member.person, member.full_name) == (person, "Nông Văn Sáu")
    assert again.status_code == 404
    assert set(second.context["form"].errors) == {"part"}
    assert "Một người khác" in second.text


def test_an_account_of_elsewhere_is_answered_like_none(
    unit: Unit, here: Client
) -> None:
    body = working.body(unit)
    stranger = working.account(make.unit("Đảng bộ xã Bên cạnh"))
    said = {"full_name": "X", "part": "member", "from_on": "01/06/2025"}

    answers = [
        here.post(at("member-add", body.pk), said | {"username": name})
        .context["form"]
        .errors["username"]
        for name in (stranger.username, "khong-co-ai")
    ]

    assert answers[0] == answers[1]
    assert not BodyMember.objects.exists()
    with pytest.raises(Refused):
        working.member(body, stranger)


def test_nobody_puts_himself_into_a_body_for_personnel(
    unit: Unit, keeper: User
) -> None:
    secret, open_one = (
        working.body(unit, field="personnel", name="NS"),
        working.body(unit),
    )

    with pytest.raises(services.OwnSecrets):
        working.member(secret, keeper, by=keeper)
    own = working.member(open_one, keeper, by=keeper)

    # Nor does he give himself a role: he reads it as what he is.
    assert own.appointment is None
    assert not Appointment.objects.filter(role=Role.BODY_MEMBER).exists()


def test_people_are_found_in_the_register_whatever_the_accents(
    unit: Unit, here: Client
) -> None:
    body = working.body(unit)
    make.person("Nông Văn Sáu", at=unit)
    make.person("Nông Văn Sáu", at=make.unit("Đảng bộ xã Bên cạnh"))

    page = here.get(at("member-add", body.pk), {"tim": "nong sau"})

    assert [each.unit for each in page.context["choices"]] == [unit]


# --- who reads ------------------------------------------------------------------------


def test_staff_know_of_a_personnel_body_and_do_not_open_it(
    unit: Unit, staff: User, here: Client, signed_in: SignedIn
) -> None:
    body = working.body(unit, field="personnel", name="Tiểu ban Nhân sự")
    working.member(body, full_name="Nông Thị Kín", part="head")
    client = signed_in(staff)

    shown = client.get(ALL).text

    assert "Tiểu ban Nhân sự" in shown
    assert "Nông Thị Kín" in shown
    assert at("body", body.pk) not in shown
    assert client.get(at("body", body.pk)).status_code == 404
    assert client.get(at("change", body.pk)).status_code == 404
    assert client.get(at("member-add", body.pk)).status_code == 404
    assert here.get(at("body", body.pk)).status_code == 200


PAGES: Final[dict[str, Callable[[Any], tuple[object, ...]]]] = {
    "body": lambda made: (made.body.pk,),
    "change": lambda made: (made.body.pk,),
    "end": lambda made: (made.body.pk,),
    "member-add": lambda made: (made.body.pk,),
    "territory": lambda made: (made.body.pk,),
    "plan-make": lambda made: (made.body.pk,),
    "meeting-call": lambda made: (made.body.pk,),
    "visits": lambda made: (made.body.pk,),
    "visit-plan": lambda made: (made.body.pk,),
    "round-make": lambda made: (made.body.pk,),
    "file-add": lambda made: (made.body.pk,),
    "member-change": lambda made: (made.body.pk, made.member.pk),
    "member-leave": lambda made: (made.body.pk, made.member.pk),
    "meeting": lambda made: (made.body.pk, made.meeting.pk),
    "minutes": lambda made: (made.body.pk, made.meeting.pk),
    "conclude": lambda made: (made.body.pk, made.meeting.pk),
    "visit": lambda made: (made.body.pk, made.visit.pk),
    "visit-report": lambda made: (made.body.pk, made.visit.pk),
    "round": lambda made: (made.body.pk, made.round.pk),
    "round-units": lambda made: (made.body.pk, made.round.pk),
    "round-share": lambda made: (made.body.pk, made.round.pk),
}


class Made:
    """A body with one of everything."""

    def __init__(self, unit: Unit, **said: Any) -> None:
        self.body = working.body(unit, **said)
        self.member = working.member(self.body)
        self.meeting = working.meeting(self.body)
        cell = make.unit("Chi bộ thôn Nà Đông", parent=unit, kind="cell")
        self.visit = working.visit(self.body, cell)
        self.round = working.tour(self.body)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_closed_to_all_who_are_not_of_it(
    page: str, unit: Unit, here: Client, signed_in: SignedIn
) -> None:
    made = Made(unit, field="personnel", name="Tiểu ban Nhân sự")
    beside = make.unit("Đảng bộ xã Bên cạnh", parent=unit.parent)
    of_another = working.account(unit, full_name="Người tiểu ban khác")
    working.member(working.body(unit, name="Tiểu ban khác"), of_another)
    strangers = [
        make.holder(Role.UNIT_SECRETARY, at=beside.scope),
        make.holder(Role.ORGANISATION_STAFF, at=unit.scope),
        make.holder(Role.DOCUMENTS_STAFF, at=unit.scope),
        make.holder(Role.INSPECTOR, at=unit.scope),
        make.administrator(),
        of_another,
    ]
    address = at(page, *PAGES[page](made))

    found = [signed_in(each).get(address).status_code for each in strangers]

    assert found == [404] * len(strangers)
    assert here.get(address).status_code == 200


def test_pages_of_one_body_do_not_show_what_is_of_another(
    unit: Unit, signed_in: SignedIn
) -> None:
    """Somebody of one body puts the key of another's meeting behind his own body."""
    made, own = Made(unit), working.body(unit, name="Tiểu ban khác")
    user = working.account(unit, full_name="Người tiểu ban khác")
    working.member(own, user)
    client = signed_in(user)

    found = {
        page: client.get(at(page, own.pk, *args(made)[1:])).status_code
        for page, args in PAGES.items()
        if len(args(made)) > 1
    }

    assert set(found.values()) == {404}


def test_whoever_is_only_in_a_body_is_led_to_no_page_that_is_empty_for_him(
    unit: Unit, here: Client, signed_in: SignedIn
) -> None:
    user = working.account(unit, full_name="Người tiểu ban")
    working.member(working.body(unit), user)
    of_units = ("Trình cấp trên", "Giao việc đột phá", "Thi đua", "Hội nghị, điểm cầu")

    his = signed_in(user).get("/").text
    staffs = here.get("/").text

    assert [name for name in of_units if name in his] == []
    assert [name for name in of_units if name not in staffs] == []
    assert "Tiểu ban, tổ công tác" in his
    assert "Chờ duyệt" in his


def test_members_work_but_do_not_say_who_is_in_it(
    unit: Unit, signed_in: SignedIn
) -> None:
    made = Made(unit)
    user = working.account(unit)
    working.member(made.body, user)
    client = signed_in(user)

    assert client.get(at("minutes", made.body.pk, made.meeting.pk)).status_code == 200
    for page in ("change", "end", "member-add", "territory"):
        assert client.get(at(page, made.body.pk)).status_code == 404


def test_the_level_above_reads_and_does_not_write(
    unit: Unit, signed_in: SignedIn
) -> None:
    made = Made(unit)
    assert unit.parent
    client = signed_in(make.holder(Role.UNIT_SECRETARY, at=unit.parent.scope))

    assert client.get(at("body", made.body.pk)).status_code == 200
    assert client.get(at("meeting-call", made.body.pk)).status_code == 404
    assert client.get(at("change", made.body.pk)).status_code == 404


def test_nothing_of_personnel_goes_into_notices_work_or_the_trail(
    unit: Unit, signed_in: SignedIn
) -> None:
    body = working.body(unit, field="personnel", name="Tiểu ban Nhân sự")
    user = working.account(unit)
    row = working.member(body, user, part="secretary")
    cell = make.unit("Chi bộ thôn Bí mật", parent=unit, kind="cell")

    working.visit(body, cell, member=row)
    working.meeting(body)
    tour = working.tour(body, title="Đợt lấy phiếu Bí mật")
    services.add_units(tour.pk, [cell], by=make.user(), at=make.NOON)
    services.share_out(tour.pk, [row], anew=False, by=make.user(), at=make.NOON)

    told = [*Notice.objects.values_list("said", flat=True)]
    told += WorkItem.objects.values_list("title", flat=True)
    told += [
        f"{each.subject_title} {each.detail}"
        for each in AuditEvent.objects.filter(scope=body.scope)
    ]
    assert len(told) > 8
    assert not [text for text in told if "Bí mật" in text or "báo cáo" in text]
    assert set(WorkItem.objects.values_list("seen_with", flat=True)) == {
        Right.PERSONNEL_WORK_READ.value
    }


# --- where it goes --------------------------------------------------------------------


def test_a_task_force_looks_after_units_and_says_which_are_left(
    unit: Unit, here: Client
) -> None:
    cells = [
        make.unit(f"Chi bộ thôn {number}", parent=unit, kind="cell")
        for number in range(1, 4)
    ]
    body = working.body(unit, form="task_force", name="Tổ 1")

    here.post(at("territory", body.pk), {"don-vi": [cells[0].pk, cells[1].pk]})
    page = here.get(at("body", body.pk))
    here.post(at("territory", body.pk), {"don-vi": [cells[1].pk, cells[2].pk]})

    assert page.context["coverage"].done == 2
    assert page.context["coverage"].missing == (cells[2],)
    assert "2/3 đơn vị trực thuộc" in page.text
    now = BodyUnit.objects.filter(until_on__isnull=True)
    assert set(now.values_list("unit", flat=True)) == {cells[1].pk, cells[2].pk}
    assert BodyUnit.objects.count() == 3


def test_a_unit_beside_is_not_looked_after(unit: Unit, keeper: User) -> None:
    body = working.body(unit, form="task_force", name="Tổ 1")
    beside = make.unit("Đảng bộ xã Bên cạnh", parent=unit.parent)

    for stranger in (beside, unit):
        with pytest.raises(Refused, match="không ở bên dưới"):
            services.set_territory(
                body.pk, [stranger], on=working.DECIDED, by=keeper, at=make.NOON
            )


# --- plan, end, list ------------------------------------------------------------------


def test_a_body_has_one_plan_which_its_list_counts(unit: Unit, here: Client) -> None:
    body = working.body(unit)
    said = {"title": "Kế hoạch", "starts_on": "01/06/2025", "ends_on": "30/07/2025"}

    here.post(at("plan-make", body.pk), said)
    again = here.post(at("plan-make", body.pk), said)

    plan = WorkList.objects.get()
    assert (plan.body, plan.kind, plan.scope) == (body, "body_plan", body.scope)
    assert "đã có kế hoạch" in again.text
    assert "0/0" in here.get(ALL).text


def test_what_has_ended_is_only_read(
    unit: Unit, here: Client, signed_in: SignedIn
) -> None:
    made = Made(unit)
    user = working.account(unit)
    working.member(made.body, user)
    services.conclude_tasks(
        made.meeting.pk, ["Viết dự thảo"], owner=user, due_on=None, **by_whom()
    )

    here.post(at("end", made.body.pk), {"on": "01/07/2025"})

    assert here.get(at("body", made.body.pk)).status_code == 200
    assert here.get(at("meeting-call", made.body.pk)).status_code == 404
    assert signed_in(user).get(at("body", made.body.pk)).status_code == 404
    assert not WorkItem.objects.exists()
    assert not here.get(ALL).context["lines"]
    assert len(here.get(ALL, {"tinh-trang": "da-ket-thuc"}).context["lines"]) == 1
    with pytest.raises(Refused, match="đã kết thúc"):
        working.meeting(made.body)


def test_what_waits_in_a_body_passes_to_who_writes_for_it_now(unit: Unit) -> None:
    made = Made(unit)
    first, second = (working.account(unit, full_name=name) for name in ("Ba", "Tư"))

    def owners() -> set[User | None]:
        return {row.owner for row in WorkItem.objects.select_related("owner")}

    secretary = working.member(made.body, first, part="secretary")
    assert owners() == {first}
    services.change_part(secretary.pk, part="member", post="", **by_whom())
    assert owners() == {None}
    head = working.member(made.body, second, part="head")
    assert owners() == {second}
    services.let_go(head.pk, on=working.DECIDED, **by_whom())
    assert owners() == {None}


def test_what_waits_goes_by_the_name_that_a_body_has_now(unit: Unit) -> None:
    body = Made(unit).body
    said = services.BodyFacts(
        form=body.form,
        field=body.field,
        name="Tiểu ban mới",
        decided_on=body.decided_on,
    )

    services.change_body(body.pk, said, seen_version=body.version, **by_whom())

    assert WorkItem.objects.filter(title="Tiểu ban mới").exists()
    assert not WorkItem.objects.filter(title=body.name).exists()


def test_the_list_is_narrowed_searched_and_taken_out(unit: Unit, here: Client) -> None:
    working.member(working.body(unit), full_name="Hà Văn Thắng", part="head")
    working.body(unit, form="task_force", field="direction", name="Tổ công tác số 1")

    found = [
        [str(line["row"]) for line in here.get(ALL, asked).context["lines"]]
        for asked in (
            {"tim": "van kien"},
            {"loai": "task_force"},
            {"linh-vuc": "direction"},
            {"to-chuc": unit.code, "sap-xep": "-ten"},
        )
    ]
    sheet = cells_of(here, ALL)

    assert found == [
        ["Tiểu ban Văn kiện"],
        ["Tổ công tác số 1"],
        ["Tổ công tác số 1"],
        ["Tổ công tác số 1", "Tiểu ban Văn kiện"],
    ]
    assert "Hà Văn Thắng (trưởng)" in sheet
    line = AuditEvent.objects.get(act="congress.bodies_taken_out")
    assert line.detail == {"rows": 2}


def test_the_list_and_a_page_ask_so_many_times_however_much_there_is(
    unit: Unit, here: Client
) -> None:
    made = Made(unit)
    addresses = (ALL, at("body", made.body.pk))
    asked = [_asked(here, address) for address in addresses]
    for number in range(4):
        working.member(working.body(unit, name=f"Tiểu ban {number}"))
        working.member(made.body, full_name=f"Người {number}")
        working.meeting(made.body)
        working.tour(made.body, title=f"Đợt {number}")

    assert [_asked(here, address) for address in addresses] == asked


def _asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        client.get(address)
    return len(context)


def test_the_congress_leads_to_its_bodies(unit: Unit, here: Client) -> None:
    congress = make.congress(unit)
    body = working.body(unit, congress=congress)
    working.body(unit, name="Tiểu ban của việc khác")

    page = here.get(at("of-congress", congress.slug))

    assert [line["row"] for line in page.context["lines"]] == [body]
    assert (
        at("of-congress", congress.slug)
        in here.get(reverse("congress:detail", args=[congress.slug])).text
    )


def test_a_key_that_is_none_finds_nothing(here: Client) -> None:
    assert here.get(at("body", uuid.UUID(int=1))).status_code == 404


def test_members_hold_their_rights_at_the_body_alone(unit: Unit) -> None:
    body = working.body(unit)
    user = working.account(unit)
    working.member(body, user)

    scopes = [
        scope
        for scope in Scope.objects.all()
        for right in Right
        if policy.allows(user, right, scope)
    ]

    assert set(scopes) == {body.scope}
    assert queries.works(user, body)
    assert not queries.keeps(user, body)
