"""Two rows found to be one person: what stays, what moves, what keeps its trace."""

from collections.abc import Collection
from datetime import date

import pytest
from django.db import connection

from ballots.models import Candidate
from ballots.services.board import OnTheList
from core import registry
from core.access.rights import Role
from core.errors import ChangedMeanwhile
from core.models import AuditEvent, Person, PersonMerge, Post, User
from core.queries import same_person_ids
from core.services import (
    AccountsOnBoth,
    MergedAway,
    MergeUnsound,
    ParticularsUnsound,
    merge_people,
)
from core.services.people.merging import TAKEN_OVER
from tests import make

pytestmark = pytest.mark.django_db

# Finished facts, and what the merger itself writes: they go on pointing to the row.
STAYS = {
    ("ballots.Candidate", "person"),
    # Of a list that may be closed.
    ("ballots.Nomination", "person"),
    ("core.Person", "merged_into"),
    ("core.PersonMerge", "kept"),
    ("core.PersonMerge", "gone"),
}


@pytest.fixture
def keeper() -> User:
    return make.user("kiem", full_name="Vũ Thị Hoa")


def merge(
    kept: Person,
    gone: Person,
    *,
    by: User,
    taken: Collection[str] = (),
    reason: str = "cùng số định danh",
) -> PersonMerge:
    return merge_people(
        kept_id=kept.pk,
        gone_id=gone.pk,
        seen_versions=(kept.version, gone.version),
        taken=taken,
        reason=reason,
        by=by,
        at=make.NOON,
    )


def test_the_row_that_goes_stays_as_a_trace(keeper: User) -> None:
    kept = make.person(citizen_id="")
    gone = make.person(
        "Lục Văn Qúy", citizen_id="008075000123", born_on=date(1975, 8, 5)
    )

    made = merge(kept, gone, by=keeper, taken={"citizen_id", "born_on"})

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.full_name, kept.citizen_id) == ("Lục Văn Quý", "008075000123")
    assert (kept.born_on, kept.version) == (date(1975, 8, 5), 2)
    assert (gone.merged_into, gone.citizen_id) == (kept, "008075000123")
    assert made.taken == {"born_on": "1975-08-05", "citizen_id": "008075000123"}
    line = AuditEvent.objects.get(act="core.people_merged")
    assert line.detail == {
        "gone": str(gone.pk),
        "fields": ["born_on", "citizen_id"],
        "moved": {},
        "reason": "cùng số định danh",
    }


def test_how_much_of_a_birth_date_is_known_goes_with_it(keeper: User) -> None:
    kept = make.person(born_on=date(1975, 8, 5))
    gone = make.person(born_on=date(1976, 1, 1), birth_precision="year")

    merge(kept, gone, by=keeper, taken={"born_on"})

    kept.refresh_from_db()
    assert (kept.born_on, kept.birth_precision) == (date(1976, 1, 1), "year")


def test_posts_and_the_account_move_and_a_unit_when_chosen(keeper: User) -> None:
    kept, gone = make.person(), make.person()
    account = make.user(person=gone)
    post = make.post(gone)

    made = merge(kept, gone, by=keeper, taken={"unit"})

    kept.refresh_from_db()
    account.refresh_from_db()
    post.refresh_from_db()
    assert (account.person, post.person, post.version) == (kept, kept, 2)
    assert kept.unit == gone.unit
    assert made.moved == {"core.post": [str(post.pk)], "core.user": [str(account.pk)]}
    assert made.taken == {"unit": gone.unit.code}


def test_two_accounts_are_not_made_one(keeper: User) -> None:
    kept, gone = make.person(), make.person()
    make.user("an", person=kept)
    make.user("binh", person=gone)

    with pytest.raises(AccountsOnBoth, match="an, binh"):
        merge(kept, gone, by=keeper)

    assert not PersonMerge.objects.exists()


def test_chains_of_mergers_end_at_the_row_that_stands(keeper: User) -> None:
    first, second, third = make.person(), make.person(), make.person()
    merge(second, first, by=keeper)
    second.refresh_from_db()
    merge(third, second, by=keeper)

    rows = Person.objects.filter(pk__in=[first.pk, second.pk])
    assert {row.merged_into for row in rows} == {third}
    assert same_person_ids(first.pk) == {first.pk, second.pk, third.pk}
    assert same_person_ids(third.pk, make.person().pk) > same_person_ids(second.pk)
    assert same_person_ids(None) == set()


def test_a_merger_is_refused_where_it_cannot_be(keeper: User) -> None:
    kept, gone, other = make.person(), make.person(), make.person()
    merge(kept, gone, by=keeper)
    kept.refresh_from_db()
    gone.refresh_from_db()

    with pytest.raises(MergedAway):
        merge(other, gone, by=keeper)
    with pytest.raises(MergedAway):
        merge(gone, other, by=keeper)
    with pytest.raises(MergeUnsound, match="cùng một dòng"):
        merge(kept, kept, by=keeper)
    with pytest.raises(MergeUnsound, match="căn cứ"):
        merge(kept, other, by=keeper, reason=" ")

    assert PersonMerge.objects.count() == 1


def test_what_is_taken_over_must_fit_together(keeper: User) -> None:
    kept = make.person(born_on=date(1975, 8, 5), party_since=date(1998, 2, 3))
    gone = make.person(born_on=date(1999, 8, 5))

    with pytest.raises(ParticularsUnsound, match="sau ngày sinh"):
        merge(kept, gone, by=keeper, taken={"born_on"})

    gone.refresh_from_db()
    assert gone.merged_into is None


def test_a_row_that_somebody_changed_meanwhile_is_not_merged(keeper: User) -> None:
    kept, gone = make.person(), make.person()
    Person.objects.filter(pk=gone.pk).update(position="x", version=2)

    with pytest.raises(ChangedMeanwhile):
        merge(kept, gone, by=keeper)


def test_what_cannot_stand_twice_in_one_place_is_refused(keeper: User) -> None:
    with connection.cursor() as cursor:
        # As an app above could rule for rows of its own.
        cursor.execute("CREATE UNIQUE INDEX once ON core_post (person_id, title)")
    kept, gone = make.person(), make.person()
    for person in (kept, gone):
        make.post(person, title="Bí thư")

    with pytest.raises(MergeUnsound, match="chức vụ"):
        merge(kept, gone, by=keeper)

    assert Post.objects.filter(person=gone).count() == 1


def test_every_relation_to_a_person_moves_or_stays_by_decision() -> None:
    relations = {
        (relation.related_model._meta.label, relation.field.name)
        for relation in Person._meta.related_objects
        if not relation.related_model._meta.label.endswith("Version")
    }

    moving = set(registry.moving_with_people())
    assert relations - moving == STAYS
    assert moving & STAYS == set()


def test_every_particular_can_be_taken_over() -> None:
    kept_by_the_row = {
        *("id", "sort_key", "folded_name", "version", "changed_by", "changed_at"),
        *("merged_into", "birth_precision"),
        *("left_on", "left_why", "left_decision"),
    }

    fields = {field.name for field in Person._meta.concrete_fields}

    assert fields - kept_by_the_row == set(TAKEN_OVER)


def test_a_merger_changes_no_candidate_and_hides_nobody_from_the_board(
    keeper: User,
) -> None:
    body = make.body()
    head = make.holder(Role.TALLY_HEAD, at=body.scope)
    assert head.person is not None
    double = make.person()
    poll = make.imported(body)
    with make.past_every_trigger():
        Candidate.objects.filter(poll=poll, place=0).update(person=double)
    make.tally(poll)
    poll.refresh_from_db()

    merge(head.person, double, by=keeper)

    assert Candidate.objects.filter(person=double).count() == 1
    with pytest.raises(OnTheList):
        make.confirm(poll, by=head)
