"""Accounts for many people at once, and the paper with their first passwords."""

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import queries, tasks
from core.access.rights import Role
from core.forms.accounts import GIVEN_WITH_ACCOUNTS
from core.jobs import ledger
from core.models import AccountSlips, Appointment, AuditEvent, Job, Person, Unit, User
from core.prints import account_slips
from core.services import slips
from core.services.roles import OwnAppointment
from core.services.slips import (
    GivenPassword,
    NamesTaken,
    NobodyWithoutAccount,
    NoLongerKeeps,
    SlipsGone,
    TooManyAtOnce,
    address_of,
    make_slips,
    username_of,
    want_accounts,
    want_password,
)
from core.typed_codes import SIGNS, new_code
from tests import make
from tests.make import Queries, SignedIn
from tests.worker import Worker, until

pytestmark = pytest.mark.django_db

MAKE = "/lap-tai-khoan/"


def wanted(
    unit: Unit, people: Sequence[Person], *, by: User | None = None, **changes: Any
) -> AccountSlips:
    options: dict[str, Any] = {
        "role": None,
        "starts_on": None,
        "ends_on": None,
        "portal": "https://cong.example/",
        "by": by or make.administrator(),
        "at": make.NOON,
    } | changes
    return want_accounts(unit=unit, people=[each.pk for each in people], **options)


class Paper:
    """Draws nothing, and keeps what it was to draw."""

    def __init__(self) -> None:
        self.given: list[GivenPassword] = []

    def __call__(self, wanted: AccountSlips, given: Sequence[GivenPassword]) -> bytes:
        self.given = list(given)
        return b"%PDF"


def made(slips: AccountSlips) -> list[GivenPassword]:
    paper = Paper()
    make_slips(str(slips.pk), at=make.NOON, report=make.unheard, draw=paper)
    return paper.given


def passwords_on(slips: AccountSlips) -> list[str]:
    """Read the passwords off the paper."""
    assert slips.data is not None
    with closing(pypdfium2.PdfDocument(bytes(slips.data))) as pdf:
        text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    return re.findall(rf"(?:[{SIGNS}]{{4}}-){{3}}[{SIGNS}]{{4}}", text)


# --- names and passwords ------------------------------------------------------------


@pytest.mark.parametrize(
    ("full_name", "username"),
    [
        ("Nguyễn Văn Ân", "nguyen.van.an"),
        ("  Đặng   Thị Ươi ", "dang.thi.uoi"),
        ("H'Hen Niê", "hhen.nie"),
        ("…", "tai.khoan"),
        ("A" * 80, "a" * 40),
    ],
)
def test_a_user_name_is_written_from_the_name(full_name: str, username: str) -> None:
    assert username_of(full_name) == username


def test_a_given_password_has_no_sign_that_is_misread_or_changed_while_typed() -> None:
    drawn = {new_code(groups=4) for _time in range(200)}

    assert len(drawn) == 200
    assert all(re.fullmatch(rf"([{SIGNS}]{{4}}-){{3}}[{SIGNS}]{{4}}", x) for x in drawn)
    assert set(SIGNS).isdisjoint("aeiouydwlo01")


def test_people_of_one_name_are_numbered() -> None:
    unit = make.unit()
    make.user("nguyen.van.an")
    make.user("nguyen.van.an3")
    people = [make.person("Nguyễn Văn An", at=unit) for _time in range(3)]

    made(wanted(unit, people))

    found = User.objects.filter(person__in=people).order_by("pk")
    assert [user.username for user in found] == [
        "nguyen.van.an2",
        "nguyen.van.an4",
        "nguyen.van.an5",
    ]


# --- making -------------------------------------------------------------------------


def test_everybody_gets_an_account_that_the_slip_opens() -> None:
    unit = make.unit()
    people = [make.person(name, at=unit) for name in ("Lê Thị Bình", "Lục Văn An")]

    given = made(wanted(unit, people))

    users = {user.username: user for user in User.objects.filter(person__in=people)}
    assert [slip.full_name for slip in given] == ["Lục Văn An", "Lê Thị Bình"]
    for slip in given:
        user = users[slip.username]
        assert user.check_password(slip.password)
        assert (user.must_change_password, user.given_password_until) == (
            True,
            make.NOON + timedelta(days=7),
        )
        assert (user.is_superuser, user.full_name) == (False, slip.full_name)
    assert (
        AuditEvent.objects.filter(act="core.account_created", scope=unit.scope).count()
        == 2
    )


def test_a_role_is_given_with_the_account_by_who_asked() -> None:
    unit, administrator = make.unit(), make.administrator()
    person = make.person(at=unit)

    made(
        wanted(
            unit,
            [person],
            by=administrator,
            role=Role.INSPECTOR,
            starts_on=make.LONG_AGO,
            ends_on=make.NOON.date(),
        )
    )

    given = Appointment.objects.get()
    assert (given.user.person, given.role, given.scope) == (
        person,
        "inspector",
        unit.scope,
    )
    assert (given.starts_on, given.ends_on) == (make.LONG_AGO, make.NOON.date())
    assert given.appointed_by == administrator


def test_nobody_gets_a_role_from_himself_by_this_way() -> None:
    unit = make.unit()
    kept, double = make.person("An", at=unit), make.person("An", at=unit)
    administrator = make.administrator()
    User.objects.filter(pk=administrator.pk).update(person=kept)
    asked = wanted(unit, [double], by=administrator, role=Role.INSPECTOR)
    # Found to be one person only after the account was asked for.
    Person.objects.filter(pk=kept.pk).update(merged_into=double)
    administrator.refresh_from_db()

    with pytest.raises(OwnAppointment):
        made(AccountSlips.objects.get(pk=asked.pk))

    assert not User.objects.filter(person=double).exists()
    assert not Appointment.objects.exists()


def test_no_tally_role_is_offered_with_a_list() -> None:
    assert {role for role in Role if role.value.startswith("tally")}.isdisjoint(
        GIVEN_WITH_ACCOUNTS
    )
    assert Role.ADMINISTRATOR not in GIVEN_WITH_ACCOUNTS


def test_making_a_second_time_changes_nothing() -> None:
    unit = make.unit()
    slips = wanted(unit, [make.person(at=unit)])
    made(slips)
    before = list(User.objects.values("pk", "password"))

    again = made(slips)

    assert again == []
    assert list(User.objects.values("pk", "password")) == before


def test_whoever_got_an_account_meanwhile_is_left_out() -> None:
    unit = make.unit()
    first, second = make.person("An", at=unit), make.person("Bình", at=unit)
    slips = wanted(unit, [first, second])
    make.user("an-roi", person=first)

    given = made(slips)

    assert [slip.full_name for slip in given] == ["Bình"]
    assert AccountSlips.objects.get().accounts == 1


def test_when_all_have_one_the_reason_is_said() -> None:
    unit = make.unit()
    person = make.person(at=unit)
    slips = wanted(unit, [person])
    make.user(person=person)

    with pytest.raises(NobodyWithoutAccount, match="đều đã có tài khoản"):
        made(slips)


def test_a_name_taken_while_the_paper_is_drawn_is_given_with_a_number() -> None:
    unit = make.unit()
    slips = wanted(unit, [make.person("Nguyễn Văn An", at=unit)])
    paper = Paper()

    def draw(asked: AccountSlips, given: Sequence[GivenPassword]) -> bytes:
        if not User.objects.filter(username="nguyen.van.an").exists():
            make.user("nguyen.van.an")
        return paper(asked, given)

    make_slips(str(slips.pk), at=make.NOON, report=make.unheard, draw=draw)

    (slip,) = paper.given
    assert slip.username == "nguyen.van.an2"
    assert User.objects.get(username="nguyen.van.an2").check_password(slip.password)


def test_whoever_is_found_to_be_somebody_else_meanwhile_gets_none() -> None:
    unit = make.unit()
    stays, goes = (make.person("Nguyễn Văn An", at=unit) for _time in (1, 2))
    slips = wanted(unit, [stays, goes])
    paper = Paper()

    def draw(asked: AccountSlips, given: Sequence[GivenPassword]) -> bytes:
        Person.objects.filter(pk=goes.pk).update(merged_into=stays)
        return paper(asked, given)

    make_slips(str(slips.pk), at=make.NOON, report=make.unheard, draw=draw)

    assert [user.person for user in User.objects.filter(person__isnull=False)] == [
        stays
    ]
    assert [slip.username for slip in paper.given] == ["nguyen.van.an"]


def test_nobody_gets_a_password_from_whoever_was_closed_meanwhile() -> None:
    unit = make.unit()
    person = make.person(at=unit)
    slips = wanted(unit, [person])
    User.objects.filter(pk=slips.made_by_id).update(is_active=False)

    with pytest.raises(NoLongerKeeps):
        made(slips)

    assert not User.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("http://127.0.0.1:8001/", ""),
        ("http://[::1]:8001/", ""),
        ("http://localhost/", ""),
        ("https://192.168.1.20:8443/", "https://192.168.1.20:8443/"),
        ("https://cong.sonbinh.vn/", "https://cong.sonbinh.vn/"),
    ],
)
def test_an_address_that_only_this_machine_has_is_on_no_slip(
    seen: str, printed: str
) -> None:
    assert address_of(seen) == printed


def test_it_gives_up_when_names_are_taken_again_and_again() -> None:
    unit = make.unit()
    slips = wanted(unit, [make.person("Nguyễn Văn An", at=unit)])

    def draw(asked: AccountSlips, given: Sequence[GivenPassword]) -> bytes:
        make.user(given[0].username)
        return b"%PDF"

    with pytest.raises(NamesTaken):
        make_slips(str(slips.pk), at=make.NOON, report=make.unheard, draw=draw)

    assert AccountSlips.objects.get().data is None


def test_no_account_is_without_its_slip_when_the_paper_fails() -> None:
    unit = make.unit()
    slips = wanted(unit, [make.person(at=unit)])

    def draw(asked: AccountSlips, given: Sequence[GivenPassword]) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make_slips(str(slips.pk), at=make.NOON, report=make.unheard, draw=draw)

    assert not User.objects.filter(person__isnull=False).exists()


def test_progress_is_told_for_each_person() -> None:
    unit = make.unit()
    slips = wanted(unit, [make.person(at=unit) for _time in range(3)])
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        told.append((done, total))

    make_slips(str(slips.pk), at=make.NOON, report=report, draw=Paper())

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_request_has_its_limits() -> None:
    unit = make.unit()

    with pytest.raises(NobodyWithoutAccount):
        wanted(unit, [])
    with pytest.raises(TooManyAtOnce, match="tối đa 500"):
        wanted(unit, [Person()] * 501)


# --- one password anew --------------------------------------------------------------


def test_a_password_given_anew_is_on_a_slip(signed_in: SignedIn) -> None:
    somebody = make.user("an", person=make.person())
    client = signed_in(somebody)
    asked = want_password(
        user=somebody, portal="x", by=make.administrator("quantri"), at=make.NOON
    )

    (slip,) = made(asked)
    again = made(asked)

    somebody.refresh_from_db()
    assert somebody.check_password(slip.password)
    assert somebody.must_change_password
    assert (slip.username, slip.place, again) == ("an", "Đảng bộ xã Khe Vàng", [])
    assert client.get(reverse("core:start")).status_code == 302
    line = AuditEvent.objects.get(act="core.password_reset")
    assert line.actor is not None
    assert line.actor.username == "quantri"


# --- fetching -----------------------------------------------------------------------


@pytest.fixture
def ready() -> AccountSlips:
    """Slips that the administrator ``quantri`` may fetch."""
    unit = make.unit()
    slips = wanted(unit, [make.person(at=unit)], by=make.administrator("quantri"))
    made(slips)
    return AccountSlips.objects.get()


def fetch_address(slips: AccountSlips) -> str:
    return reverse("core:slips-fetch", args=[slips.pk])


def test_a_paper_is_fetched_once(ready: AccountSlips, signed_in: SignedIn) -> None:
    client = signed_in(User.objects.get(username="quantri"))

    first = client.post(fetch_address(ready))
    second = client.post(fetch_address(ready), follow=True)

    ready.refresh_from_db()
    assert (first.content, first.headers["Content-Type"]) == (
        b"%PDF",
        "application/pdf",
    )
    assert "no-store" in first.headers["Cache-Control"]
    assert "Phiếu này đã tải về rồi hoặc đã quá 24 giờ." in second.text
    assert ready.data is None
    assert ready.fetched_at is not None
    assert AuditEvent.objects.get(act="core.slips_fetched").detail == {"accounts": 1}


def test_only_who_asked_for_it_fetches_it(
    ready: AccountSlips, signed_in: SignedIn
) -> None:
    other = signed_in(make.administrator())

    answers = [
        other.get(reverse("core:slips", args=[ready.pk])),
        other.post(fetch_address(ready)),
    ]

    ready.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert ready.data is not None


def test_looking_at_it_does_not_fetch_it(
    ready: AccountSlips, signed_in: SignedIn
) -> None:
    client = signed_in(User.objects.get(username="quantri"))

    found = [
        client.get(reverse("core:slips", args=[ready.pk])).status_code,
        client.get(fetch_address(ready)).status_code,
    ]

    ready.refresh_from_db()
    assert found == [200, 405]
    assert ready.data is not None


def test_a_paper_nobody_fetched_is_gone_after_a_day(ready: AccountSlips) -> None:
    now = timezone.now()
    AccountSlips.objects.update(made_at=now - timedelta(hours=23, minutes=59))
    tasks.tidy_accounts()
    kept = AccountSlips.objects.get().data is not None
    AccountSlips.objects.update(made_at=now - timedelta(hours=24))

    tasks.tidy_accounts()

    ready.refresh_from_db()
    assert (kept, ready.data, ready.accounts) == (True, None, 1)
    with pytest.raises(SlipsGone):
        slips.fetch_slips(slips_id=ready.pk, by=ready.made_by, at=now)


# --- the page -----------------------------------------------------------------------


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(make.administrator("quantri"))


@pytest.fixture
def commune() -> Unit:
    """A commune with one person of its own and two in a cell beneath."""
    commune = make.unit("Đảng bộ xã Khe Vàng")
    cell = make.unit("Chi bộ Một", parent=commune, kind="cell")
    for name, at in (("Lê Văn Ân", commune), ("Lò Thị Bình", cell), ("Vi An", cell)):
        make.person(name, at=at)
    make.user(person=make.person("Có Rồi", at=cell))
    make.person("Người nơi khác")
    return commune


def shown(office: Client, unit: Unit, query: str = "") -> list[str]:
    page = office.get(f"{MAKE}?don-vi={unit.code}&{query}").context["page"]
    return [person.full_name for person in page]


def test_the_page_lists_who_has_no_account_there_and_beneath(
    office: Client, commune: Unit
) -> None:
    assert shown(office, commune) == ["Vi An", "Lê Văn Ân", "Lò Thị Bình"]
    assert shown(office, commune, "tim=an") == ["Vi An", "Lê Văn Ân"]
    assert shown(office, commune, "tim=khong+co") == []


def test_who_was_found_to_be_somebody_else_is_not_listed(
    office: Client, commune: Unit
) -> None:
    gone = Person.objects.get(full_name="Vi An")
    kept = Person.objects.get(full_name="Lê Văn Ân")
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)

    assert shown(office, commune) == ["Lê Văn Ân", "Lò Thị Bình"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    office: Client, django_assert_num_queries: Queries, rows: int
) -> None:
    unit = make.unit()
    for _time in range(rows):
        make.person(at=unit)

    with django_assert_num_queries(9):
        office.get(f"{MAKE}?don-vi={unit.code}")


def post(office: Client, unit: Unit, query: str = "", **data: Any) -> Any:
    return office.post(
        f"{MAKE}?don-vi={unit.code}&{query}", {"who": "ticked", **data}, follow=True
    )


def asked_for() -> list[str]:
    keys = AccountSlips.objects.get().wanted["people"]
    found = Person.objects.filter(pk__in=keys).order_by("sort_key")
    return [person.full_name for person in found]


def test_those_ticked_are_asked_for_and_the_work_goes_to_a_worker(
    office: Client, commune: Unit
) -> None:
    people = Person.objects.filter(full_name__in=["Vi An", "Có Rồi", "Người nơi khác"])
    ticked = [str(person.pk) for person in people]

    answer = post(office, commune, nguoi=[*ticked, "vo-nghia"])

    job = Job.objects.get()
    assert asked_for() == ["Vi An"]
    assert (job.kind, job.queue, job.scope) == (
        "core.make_slips",
        "print",
        commune.scope,
    )
    assert "Có thể rời trang này" in answer.text


def test_all_that_are_found_are_asked_for(office: Client, commune: Unit) -> None:
    post(office, commune, "tim=an", who="all")

    assert asked_for() == ["Vi An", "Lê Văn Ân"]


def test_a_role_is_asked_for_with_its_days(office: Client, commune: Unit) -> None:
    post(
        office,
        commune,
        who="all",
        role="inspector",
        starts_on="01/08/2025",
        ends_on="31/12/2025",
    )

    kept = AccountSlips.objects.get().wanted
    assert (kept["role"], kept["starts_on"], kept["ends_on"], kept["scope"]) == (
        "inspector",
        "2025-08-01",
        "2025-12-31",
        commune.scope_id,
    )
    assert kept["portal"] == "http://testserver/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Hãy chọn ít nhất một người."),
        (
            {"role": "inspector", "starts_on": "02/08/2025", "ends_on": "01/08/2025"},
            "Ngày kết thúc phải sau ngày bắt đầu.",
        ),
        ({"role": "tally_head"}, "Hãy chọn một lựa chọn hợp lệ."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    office: Client, commune: Unit, typed: dict[str, str], sentence: str
) -> None:
    person = Person.objects.get(full_name="Vi An")
    ticked = {"nguoi": str(person.pk)} if typed else {}

    answer = post(office, commune, **typed, **ticked)

    assert sentence in answer.text
    assert (f'id="p-{person.pk}" checked' in answer.text) is bool(typed)
    assert not AccountSlips.objects.exists()


def test_a_unit_that_is_not_there_is_said(office: Client) -> None:
    answer = office.get(f"{MAKE}?don-vi=khong-co")

    assert "Không có tổ chức nào mang mã hay tên này" in answer.text


def test_a_reset_without_any_unit_says_what_to_do(office: Client) -> None:
    make.user("an")

    answer = office.post("/tai-khoan/an/cap-lai-mat-khau/", follow=True)

    assert "Cổng chưa có tổ chức đảng nào." in answer.text
    assert not Job.objects.exists()


# --- the paper ----------------------------------------------------------------------


def given(number: int) -> list[GivenPassword]:
    return [
        GivenPassword(
            full_name=f"Nguyễn Thị Khánh Huyền {n}",
            place="Đảng bộ xã Khe Vàng",
            username=f"nguyen.thi.khanh.huyen{n}",
            password="k7tm-x2vp-9hcf-3rnj",
            until=make.NOON,
        )
        for n in range(number)
    ]


def test_eight_slips_go_on_a_sheet() -> None:
    paper = account_slips.sheets("https://cong.example/", given(17))

    assert [len(sheet) for sheet in paper.sheets] == [8, 8, 1]
    assert paper.sheets[0][0].until == "12:00 ngày 24/07/2025"


def test_the_paper_says_what_one_needs_to_sign_in() -> None:
    unit = make.unit()
    people = [make.person(f"Nguyễn Văn An {word}", at=unit) for word in "ABCDEFGHI"]
    asked = wanted(unit, people)

    account_slips.make(str(asked.pk), at=make.NOON, report=make.unheard)

    data = AccountSlips.objects.get().data
    assert data is not None
    pdf = pypdfium2.PdfDocument(bytes(data))
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(texts) == 2
    for word in ("https://cong.example/", "nguyen.van.an.a", "12:00 ngày 31/07/2025"):
        assert word in texts[0]
    assert texts[0].count("Mật khẩu đầu") == 8
    assert texts[1].count("Mật khẩu đầu") == 1
    passwords = passwords_on(AccountSlips.objects.get())
    assert len(set(passwords)) == 9
    assert User.objects.get(username="nguyen.van.an.a").check_password(passwords[0])


# --- a worker -----------------------------------------------------------------------


def somebody_waits_for_a_role() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted "
            "AND relation = 'core_appointment'::regclass)"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_on_the_way_leaves_each_account_with_its_slip(
    worker: Worker, ended: Callable[[Job], Job]
) -> None:
    unit, administrator = make.unit(), make.administrator("quantri")
    people = [make.person("Nguyễn Văn An", at=unit) for _time in range(20)]
    asked = wanted(unit, people, by=administrator, role=Role.INSPECTOR)
    job = ledger.request(
        tasks.make_slips,
        subject=asked,
        scope=unit.scope,
        by=administrator,
        at=timezone.now(),
        queue="print",
    )

    with transaction.atomic(), connection.cursor() as cursor:
        # The first account is stored, and its role cannot be given yet.
        cursor.execute("LOCK TABLE core_appointment IN SHARE MODE")
        until(somebody_waits_for_a_role)
        worker.kill()
    half_way = User.objects.filter(person__isnull=False).count()
    worker.start_again()
    until(lambda: ledger.resend_stale(at=ledger.database_clock()) == 1)
    over = ended(job)

    kept = AccountSlips.objects.get()
    assert (half_way, over.state, over.attempts) == (0, "done", 2)
    assert kept.accounts == User.objects.filter(person__isnull=False).count() == 20
    assert Appointment.objects.count() == 20
    passwords = passwords_on(kept)
    someone = User.objects.get(username="nguyen.van.an20")
    assert len(set(passwords)) == 20
    assert any(someone.check_password(password) for password in passwords)


def test_the_reads_leave_the_bytes_where_they_are(ready: AccountSlips) -> None:
    found: Any = queries.own_slips(ready.made_by).get()

    assert "data" in found.get_deferred_fields()
    assert found.is_waiting
