"""Entering people, putting right what is written, moving them; and their posts."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import ChangedMeanwhile, Refused
from core.models import AuditEvent, Person, PersonVersion, Post, PostVersion, Unit, User
from core.services import (
    AlreadyRegistered,
    MergedAway,
    NothingChanges,
    ParticularsUnsound,
    PostFacts,
    PostUnsound,
    UnitDissolved,
    add_post,
    change_person,
    change_post,
    end_post,
    register_person,
    remove_post,
    transfer_person,
)
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    return make.user("kiem", full_name="Vũ Thị Hoa")


def acts() -> list[str]:
    lines = AuditEvent.objects.filter(actor__username="kiem").order_by("pk")
    return list(lines.values_list("act", flat=True))


def change(person: Person, by: User, **values: Any) -> Person:
    return change_person(
        person_id=person.pk,
        seen_version=person.version,
        values=values,
        by=by,
        at=make.NOON,
    )


# --- entering ---------------------------------------------------------------------


def test_a_person_is_entered_whole(keeper: User) -> None:
    unit = make.unit()

    made = register_person(
        full_name=" Lục  Văn Quý",
        unit=unit,
        party_since=date(1998, 2, 3),
        particulars={"party_card": "12.345678", "born_on": date(1975, 8, 5)},
        by=keeper,
        at=make.NOON,
    )

    person = Person.objects.get()
    assert person == made
    assert (person.full_name, person.folded_name) == ("Lục Văn Quý", "luc van quy")
    assert (person.party_card, person.version) == ("12345678", 1)
    assert (person.changed_by, person.changed_at) == (keeper, make.NOON)
    line = AuditEvent.objects.get(act="core.person_registered")
    assert (line.scope, line.detail) == (unit.scope, {})


@pytest.mark.parametrize("field", ["citizen_id", "party_card"])
def test_a_number_that_somebody_bears_is_refused(field: str) -> None:
    bearing: dict[str, Any] = {field: "008075000123"}
    spaced: dict[str, Any] = {field: "008 075 000 123"}
    first = make.person(**bearing)

    with pytest.raises(AlreadyRegistered) as refusal:
        make.person("Người khác", **spaced)

    assert (refusal.value.person, refusal.value.field) == (first, field)
    assert Person.objects.count() == 1


def test_nobody_is_entered_in_a_unit_that_is_no_more() -> None:
    unit = make.unit()
    Unit.objects.filter(pk=unit.pk).update(dissolved_on=make.NOON.date())

    with pytest.raises(UnitDissolved):
        make.person(at=unit)

    assert not Person.objects.exists()


def test_what_cannot_be_so_is_not_entered() -> None:
    with pytest.raises(ParticularsUnsound, match="phải sau ngày sinh"):
        make.person(born_on=date(1990, 1, 1), party_since=date(1980, 1, 1))

    assert not Person.objects.exists()


# --- putting right ----------------------------------------------------------------


def test_a_change_is_told_by_its_fields_and_keeps_what_was(keeper: User) -> None:
    person = make.person(home_place="Khe Vàng")

    change(person, keeper, full_name="Lục Văn Quyền", home_place="Khe Vàng")

    person.refresh_from_db()
    before = PersonVersion.objects.get()
    line = AuditEvent.objects.get(act="core.person_changed")
    assert (before.full_name, before.version) == ("Lục Văn Quý", 1)
    assert (person.full_name, person.version) == ("Lục Văn Quyền", 2)
    assert person.sort_key == make.person("Lục Văn Quyền").sort_key
    assert line.detail == {"fields": ["full_name"]}


def test_saving_what_is_there_changes_nothing(keeper: User) -> None:
    person = make.person(party_card="12345678")

    change(person, keeper, full_name="Lục  Văn Quý", party_card="12.345678")

    person.refresh_from_db()
    assert (person.version, acts()) == (1, [])


def test_whoever_saves_second_is_told(keeper: User) -> None:
    person = make.person()
    change(person, keeper, position="Trưởng thôn")

    with pytest.raises(ChangedMeanwhile):
        change(person, keeper, position="Bí thư")

    person.refresh_from_db()
    assert person.position == "Trưởng thôn"


def test_a_number_is_not_taken_from_another(keeper: User) -> None:
    make.person(citizen_id="008075000123")
    person = make.person("Trần Thị Bình")

    with pytest.raises(AlreadyRegistered):
        change(person, keeper, citizen_id="008075000123")


def test_an_old_oddity_does_not_bar_other_changes(keeper: User) -> None:
    person = make.person(born_on=date(1930, 5, 1))
    early = date(1947, 2, 3)
    Person.objects.filter(pk=person.pk).update(party_since=early)

    changed = change(person, keeper, home_place="Khe Vàng")

    assert (changed.home_place, changed.party_since) == ("Khe Vàng", early)
    with pytest.raises(ParticularsUnsound):
        change(changed, keeper, official_since=date(1946, 1, 1))


def test_a_transfer_is_an_act_of_its_own(keeper: User) -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    left, reached = make.unit(parent=province), make.unit(parent=province)
    person = make.person(at=left)

    transfer_person(
        person_id=person.pk, seen_version=1, unit=reached, by=keeper, at=make.NOON
    )

    person.refresh_from_db()
    line = AuditEvent.objects.get(act="core.person_transferred")
    assert (person.unit, person.version) == (reached, 2)
    assert line.scope == reached.scope
    assert line.detail == {"from_unit": left.code, "to_unit": reached.code}


def test_a_transfer_leads_elsewhere_and_to_a_living_unit(keeper: User) -> None:
    person, gone = make.person(), make.unit()
    Unit.objects.filter(pk=gone.pk).update(dissolved_on=make.NOON.date())

    for unit, refusal in ((person.unit, NothingChanges), (gone, UnitDissolved)):
        with pytest.raises(refusal):
            transfer_person(
                person_id=person.pk, seen_version=1, unit=unit, by=keeper, at=make.NOON
            )

    assert acts() == []


def test_nothing_is_written_on_a_row_laid_aside(keeper: User) -> None:
    kept, gone = make.person(), make.person()
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)

    with pytest.raises(MergedAway):
        change(gone, keeper, position="x")
    with pytest.raises(MergedAway):
        make.post(gone)


# --- posts ------------------------------------------------------------------------


def test_a_post_is_entered_changed_and_ended(keeper: User) -> None:
    person = make.person()
    facts = PostFacts(title="Bí thư", starts_on=date(2020, 5, 1))

    post = add_post(person_id=person.pk, facts=facts, by=keeper, at=make.NOON)
    change_post(
        post_id=post.pk,
        seen_version=1,
        facts=PostFacts(title="Phó Bí thư", starts_on=date(2020, 5, 1)),
        by=keeper,
        at=make.NOON,
    )
    end_post(
        post_id=post.pk,
        seen_version=2,
        ends_on=date(2025, 7, 1),
        by=keeper,
        at=make.NOON,
    )

    post.refresh_from_db()
    assert (post.title, post.ends_on, post.version) == (
        "Phó Bí thư",
        date(2025, 7, 1),
        3,
    )
    assert acts() == ["core.post_added", "core.post_changed", "core.post_ended"]
    assert PostVersion.objects.count() == 2


def test_the_same_again_changes_no_post(keeper: User) -> None:
    post = make.post(make.person(), ends_on=date(2025, 7, 1))

    change_post(
        post_id=post.pk,
        seen_version=1,
        facts=PostFacts(title="Bí thư  chi bộ", ends_on=date(2025, 7, 1)),
        by=keeper,
        at=make.NOON,
    )
    end_post(
        post_id=post.pk,
        seen_version=1,
        ends_on=date(2025, 7, 1),
        by=keeper,
        at=make.NOON,
    )

    assert acts() == []


def test_a_post_taken_out_leaves_who_did_it(keeper: User) -> None:
    post = make.post(make.person())

    remove_post(post_id=post.pk, seen_version=1, by=keeper, at=make.NOON)

    last = PostVersion.objects.order_by("pgh_id").last()
    assert last is not None
    assert (last.pgh_label, last.changed_by) == ("deleted", keeper)
    assert (Post.objects.count(), acts()) == (0, ["core.post_removed"])


def test_a_post_seen_before_somebody_changed_it_is_not_touched(keeper: User) -> None:
    post = make.post(make.person())
    late: dict[str, Any] = {
        "post_id": post.pk,
        "seen_version": 0,
        "by": keeper,
        "at": make.NOON,
    }

    with pytest.raises(ChangedMeanwhile):
        change_post(**late, facts=PostFacts(title="x"))
    with pytest.raises(ChangedMeanwhile):
        end_post(**late, ends_on=make.NOON.date())
    with pytest.raises(ChangedMeanwhile):
        remove_post(**late)

    assert acts() == []


def test_a_post_that_is_gone_is_said_to_be_gone(keeper: User) -> None:
    post = make.post(make.person())
    key = post.pk
    remove_post(post_id=key, seen_version=1, by=keeper, at=make.NOON)

    with pytest.raises(Refused, match="vừa được bỏ"):
        remove_post(post_id=key, seen_version=1, by=keeper, at=make.NOON)


@pytest.mark.parametrize(
    "facts",
    [
        PostFacts(title="  "),
        PostFacts(title="x", starts_on=date(2025, 2, 1), ends_on=date(2025, 1, 1)),
    ],
)
def test_a_post_that_cannot_be_is_refused(facts: PostFacts) -> None:
    with pytest.raises(PostUnsound):
        add_post(person_id=make.person().pk, facts=facts, by=None, at=make.NOON)


# --- with the application's own rights --------------------------------------------


def test_the_application_keeps_the_register_with_its_rights(
    application_role: str, keeper: User
) -> None:
    unit = make.unit()

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application_role}")
    person = make.person(at=unit)
    change(person, keeper, position="Trưởng thôn")
    post = make.post(person)
    remove_post(post_id=post.pk, seen_version=1, by=keeper, at=make.NOON)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")

    assert (PersonVersion.objects.count(), PostVersion.objects.count()) == (1, 2)


def test_versions_are_kept_from_everybody(keeper: User) -> None:
    change(make.person(), keeper, position="Trưởng thôn")

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM core_personversion")
