"""The register in the back office: what accounts need, and no other personnel data."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent, Person, PersonVersion, Unit
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

LIST = "admin:core_person_changelist"
SECRETS: dict[str, Any] = {
    "citizen_id": "008075000123",
    "party_card": "12345678",
    "religion": "Công giáo",
    "ethnicity": "Tày",
    "home_place": "Nậm Lành",
    "position": "Trưởng thôn",
    "born_on": date(1975, 8, 5),
}


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(make.administrator("quantri"))


@pytest.fixture
def person() -> Person:
    return make.person(**SECRETS)


def change(office: Client, person: Person, **typed: str) -> Any:
    address = reverse("admin:core_person_change", args=[person.pk])
    stamp = office.get(address).context["adminform"].form.initial["stamp"]
    fields = {"full_name": person.full_name, "party_since": "", "stamp": stamp}
    return office.post(address, fields | typed)


def test_nothing_but_name_unit_and_party_date_is_shown(
    office: Client, person: Person
) -> None:
    pages = [
        office.get(reverse(LIST)).text,
        office.get(reverse("admin:core_person_change", args=[person.pk])).text,
        office.get(reverse("admin:core_person_history", args=[person.pk])).text,
    ]

    shown = [
        (number, secret)
        for number, text in enumerate(pages)
        for secret in (*map(str, SECRETS.values()), "05/08/1975")
        if secret in text
    ]
    assert shown == []
    assert person.unit.name in pages[0]


@pytest.mark.parametrize("lookup", ["citizen_id", "religion", "born_on__year"])
def test_what_is_not_shown_cannot_be_asked_by_the_address(
    office: Client, person: Person, lookup: str
) -> None:
    answer = office.get(reverse(LIST), {lookup: "1975"})

    assert answer.status_code in {302, 400}


def test_people_are_found_by_words_of_their_names_alone(
    office: Client, person: Person
) -> None:
    make.person("Trần Thị Bình")

    by_name = office.get(reverse(LIST), {"q": "quy LUC"})
    by_number = office.get(reverse(LIST), {"q": "008075000123"})

    assert list(by_name.context["cl"].result_list) == [person]
    assert list(by_number.context["cl"].result_list) == []


def test_accounts_find_their_person_the_same_way(
    office: Client, person: Person
) -> None:
    Person.objects.filter(pk=make.person("Lục Quý").pk).update(merged_into=person)

    answer = office.get(
        reverse("admin:autocomplete"),
        {
            "term": "luc quy",
            "app_label": "core",
            "model_name": "user",
            "field_name": "person",
        },
    )

    assert [row["text"] for row in answer.json()["results"]] == ["Lục Văn Quý"]


def test_a_change_is_the_registers_own_act(office: Client, person: Person) -> None:
    other = make.unit()

    change(office, person, full_name="Lục Văn  Quyền", unit=str(other.pk))

    person.refresh_from_db()
    line = AuditEvent.objects.get(act="core.person_changed")
    assert (person.full_name, person.version) == ("Lục Văn Quyền", 2)
    assert person.unit != other
    assert (person.changed_by and person.changed_by.username) == "quantri"
    assert (line.detail, PersonVersion.objects.count()) == (
        {"fields": ["full_name"]},
        1,
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"full_name": "Quý 2"}, "Họ và tên không có chữ số."),
        ({"party_since": "01/01/1990"}, "chưa đủ 18 tuổi"),
    ],
)
def test_what_cannot_be_so_is_said_on_the_form(
    office: Client, person: Person, typed: dict[str, str], sentence: str
) -> None:
    answer = change(office, person, **typed)

    assert sentence in answer.text
    assert not PersonVersion.objects.exists()


def test_nobody_is_added_to_a_unit_that_is_no_more(office: Client) -> None:
    unit = make.unit()
    fields = {"full_name": "Lục Văn Quý", "unit": str(unit.pk), "party_since": ""}
    address = reverse("admin:core_person_add")

    Unit.objects.filter(pk=unit.pk).update(dissolved_on=make.NOON.date())
    refused = office.post(address, fields)
    Unit.objects.filter(pk=unit.pk).update(dissolved_on=None)
    office.post(address, fields)

    assert "đã giải thể hoặc sáp nhập" in refused.text
    assert Person.objects.get().changed_by is not None
    assert AuditEvent.objects.filter(act="core.person_registered").count() == 1
