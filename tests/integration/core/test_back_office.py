"""The back office: every change leaves a line, and nothing is deleted."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from congress.models import Congress, VotingBody
from core.access.rights import Role
from core.models import Appointment, AuditEvent, Person, Unit, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(make.administrator("quantri"))


def acts_by(username: str) -> list[str]:
    lines = AuditEvent.objects.filter(actor__username=username).order_by("pk")
    return [line.act for line in lines if not line.act.startswith("core.signed")]


def post(office: Client, name: str, data: dict[str, Any], *args: object) -> Any:
    """Open the form, fill it in as a person would, send it."""
    address = reverse(f"admin:{name}", args=args)
    if name.endswith("_change"):
        form = office.get(address).context["adminform"].form
        data = {"stamp": form.initial["stamp"], **data}
    answer = office.post(address, data)
    if answer.status_code == 200:
        raise AssertionError(answer.context["errors"])
    return answer


def test_only_what_has_no_secrets_is_registered() -> None:
    assert {model._meta.label for model in admin.site._registry} == {
        "congress.AssignmentRating",
        "congress.Congress",
        "congress.Holiday",
        "congress.LegalDocument",
        "congress.LevelTerms",
        "congress.ProblemKind",
        "congress.VotingBody",
        "core.Appointment",
        "core.Level",
        "core.Person",
        "core.RuleSet",
        "core.Scope",
        "core.Unit",
        "core.UnitKind",
        "core.User",
    }


def test_a_unit_is_founded_and_renamed_with_its_lines(office: Client) -> None:
    fields = {"name": "Đảng bộ xã Khe Vàng", "code": "KV", "kind": "commune"}

    post(office, "core_unit_add", fields | {"parent": ""})
    unit = Unit.objects.get()
    post(office, "core_unit_change", fields | {"name": "Khe Vàng mới"}, unit.pk)

    unit.refresh_from_db()
    assert (unit.name, unit.scope.path) == ("Khe Vàng mới", unit.scope.home)
    assert acts_by("quantri") == ["core.unit_founded", "core.unit_changed"]
    assert AuditEvent.objects.get(act="core.unit_changed").detail == {
        "fields": ["name"]
    }


def test_no_table_is_asked_through_the_address_of_another() -> None:
    request = RequestFactory().get("/")
    open_chains = [
        (model.__name__, chain)
        for model, office in admin.site._registry.items()
        for field in model._meta.get_fields()
        for chain in (field.name, f"{field.name}__regex", f"{field.name}__id__gt")
        if office.lookup_allowed(chain, "x", request)
    ]

    assert admin.site._registry
    assert open_chains == []


@pytest.mark.parametrize("table", ["unit", "user", "appointment", "scope", "unitkind"])
def test_every_filter_that_a_page_offers_works(office: Client, table: str) -> None:
    congress = make.congress()
    make.appointment(make.user(), Role.INSPECTOR, at=congress.unit.scope)
    address = reverse(f"admin:core_{table}_changelist")

    page = office.get(address)
    choices = [
        choice["query_string"]
        for each in page.context["cl"].filter_specs
        for choice in each.choices(page.context["cl"])
    ]
    answers = {choice: office.get(address + choice) for choice in choices}

    assert len(choices) > 2
    assert {(a.status_code, a.headers.get("Location")) for a in answers.values()} == {
        (200, None)
    }


def account_fields(**changes: Any) -> dict[str, Any]:
    return {
        "username": "an",
        "full_name": "Nguyễn Văn An",
        "person": "",
        "is_active": "on",
        "new_password": "mat-khau-tam-thoi",
    } | changes


def test_an_account_gets_a_password_to_be_changed(office: Client) -> None:
    post(office, "core_user_add", account_fields())

    made = User.objects.get(username="an")
    assert made.check_password("mat-khau-tam-thoi")
    assert (made.must_change_password, made.is_superuser, made.is_staff) == (
        True,
        False,
        False,
    )
    assert acts_by("quantri") == ["core.account_created"]


def test_an_account_without_a_password_is_not_made(office: Client) -> None:
    answer = office.post(
        reverse("admin:core_user_add"), account_fields(new_password="")
    )

    assert "Hãy nhập mật khẩu tạm." in answer.text
    assert not User.objects.filter(username="an").exists()


def test_an_account_is_changed_and_its_password_only_when_typed(
    office: Client,
) -> None:
    somebody = make.user("an")

    post(
        office,
        "core_user_change",
        account_fields(new_password="", full_name="An mới"),
        somebody.pk,
    )
    somebody.refresh_from_db()
    kept = somebody.check_password(make.PASSWORD)
    post(office, "core_user_change", account_fields(), somebody.pk)

    somebody.refresh_from_db()
    assert kept
    assert somebody.check_password("mat-khau-tam-thoi")
    assert somebody.must_change_password
    assert acts_by("quantri") == [
        "core.account_changed",
        "core.account_changed",
        "core.password_reset",
    ]


def test_a_new_administrator_may_enter_and_a_former_one_not(office: Client) -> None:
    somebody = make.user("an")

    post(
        office,
        "core_user_change",
        account_fields(new_password="", is_superuser="on"),
        somebody.pk,
    )
    somebody.refresh_from_db()
    raised = (somebody.is_staff, somebody.is_superuser)
    post(office, "core_user_change", account_fields(new_password=""), somebody.pk)

    somebody.refresh_from_db()
    assert raised == (True, True)
    assert (somebody.is_staff, somebody.is_superuser) == (False, False)


def appointing(user: User, role: Role, scope_pk: int) -> dict[str, Any]:
    return {
        "user": user.pk,
        "role": role.value,
        "scope": scope_pk,
        "starts_on": "01/01/2025",
        "ends_on": "",
    }


def test_a_role_is_given_and_taken_back(office: Client) -> None:
    unit, somebody = make.unit(), make.user()

    post(
        office,
        "core_appointment_add",
        appointing(somebody, Role.INSPECTOR, unit.scope.pk),
    )
    given = Appointment.objects.get()
    post(
        office,
        "core_appointment_changelist",
        {"action": "revoke", "_selected_action": [given.pk]},
    )

    given.refresh_from_db()
    assert given.appointed_by.username == "quantri"
    assert given.revoked_by == given.appointed_by
    assert acts_by("quantri") == ["core.role_given", "core.role_revoked"]


@pytest.mark.parametrize(
    ("who", "where", "sentence"),
    [
        ("quantri", "body", "Không ai tự giao vai trò cho mình."),
        ("an", "body", "Hãy gắn tài khoản với người trước."),
        ("quy", "unit", "Vai trò kiểm phiếu chỉ giao cho một nơi bầu, không giao"),
    ],
)
def test_a_role_that_may_not_be_given_is_refused_on_the_form(
    office: Client, who: str, where: str, sentence: str
) -> None:
    body = make.body()
    make.user("an")
    make.user("quy", person=make.person())
    scope = body.scope if where == "body" else body.congress.unit.scope

    answer = office.post(
        reverse("admin:core_appointment_add"),
        appointing(User.objects.get(username=who), Role.TALLY_HEAD, scope.pk),
    )

    assert sentence in answer.text
    assert not Appointment.objects.exists()


def test_an_appointment_is_never_edited(office: Client) -> None:
    holder = make.holder(Role.INSPECTOR, at=make.unit().scope)
    given = holder.appointments.get()

    answer = office.post(
        reverse("admin:core_appointment_change", args=[given.pk]), {"role": "delegate"}
    )

    given.refresh_from_db()
    assert (answer.status_code, given.role) == (403, "inspector")


def test_a_congress_is_convened_with_itself_as_a_body(office: Client) -> None:
    unit = make.unit()
    fields = {
        "unit": unit.pk,
        "kind": "delegates",
        "number": 12,
        "slug": "khe-vang-xii",
        "place": "Nhà văn hóa",
        "opens_on": "24/07/2025",
        "closes_on": "24/07/2025",
        "first_year": 2025,
        "last_year": 2030,
    }

    post(office, "congress_congress_add", fields)
    congress = Congress.objects.get()
    post(
        office,
        "congress_congress_change",
        {"place": "Trường học", "opens_on": "24/07/2025", "closes_on": "25/07/2025"},
        congress.pk,
    )
    post(
        office,
        "congress_votingbody_add",
        {"congress": congress.pk, "kind": "committee"},
    )

    congress.refresh_from_db()
    bodies = VotingBody.objects.order_by("scope__path").values_list("kind", flat=True)
    assert (congress.place, str(congress.term)) == ("Trường học", "2025–2030")
    assert set(bodies) == {"congress", "committee"}
    assert acts_by("quantri") == [
        "congress.congress_convened",
        "congress.body_formed",
        "congress.congress_changed",
        "congress.body_formed",
    ]


def test_a_congress_that_ends_before_it_begins_is_refused(office: Client) -> None:
    answer = office.post(
        reverse("admin:congress_congress_add"),
        {
            "unit": make.unit().pk,
            "kind": "delegates",
            "number": 12,
            "slug": "x",
            "opens_on": "24/07/2025",
            "closes_on": "24/07/2025",
            "first_year": 2025,
            "last_year": 2025,
        },
    )

    assert "Năm cuối phải sau năm đầu." in answer.text
    assert not Congress.objects.exists()


@pytest.mark.parametrize("kind", ["unit", "person", "user", "appointment"])
def test_nothing_is_deleted_in_the_back_office(office: Client, kind: str) -> None:
    holder = make.holder(Role.TALLY_HEAD, at=make.body().scope)
    things = {
        "unit": Unit.objects.first(),
        "person": Person.objects.first(),
        "user": holder,
        "appointment": holder.appointments.get(),
    }
    thing = things[kind]
    assert thing

    answer = office.post(
        reverse(f"admin:core_{kind}_delete", args=[thing.pk]), {"post": "yes"}
    )

    assert answer.status_code == 403
    thing.refresh_from_db()
