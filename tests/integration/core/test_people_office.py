"""The register in the back office: what accounts need, and no other personnel data."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Person
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


def test_nothing_but_name_and_unit_is_shown(office: Client, person: Person) -> None:
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


@pytest.mark.parametrize(
    "lookup",
    [
        "citizen_id",
        "religion",
        "born_on__year",
        "full_name__regex",
        "unit",
        "unit__people__citizen_id__startswith",
        "unit__people__user__sign_ins__session_key__regex",
        "unit__changed_by__password__startswith",
    ],
)
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


@pytest.mark.parametrize("kind", ["add", "change", "delete"])
def test_nobody_is_entered_or_changed_here(
    office: Client, person: Person, kind: str
) -> None:
    of_one = [] if kind == "add" else [person.pk]

    answer = office.post(
        reverse(f"admin:core_person_{kind}", args=of_one),
        {"full_name": "Ai Khác", "unit": str(person.unit.pk), "post": "yes"},
    )

    assert answer.status_code == 403
    assert list(Person.objects.values_list("full_name", flat=True)) == [
        person.full_name
    ]
