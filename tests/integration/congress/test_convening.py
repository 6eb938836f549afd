from datetime import date

import pytest
from django.utils import translation

from congress.models import BodyKind, Congress, Term
from congress.services import OtherTerm
from core.errors import Refused
from core.models import AuditEvent, Scope, Unit
from core.models.scope import ScopeKind
from tests import make

pytestmark = pytest.mark.django_db


def test_a_congress_is_a_leaf_beneath_its_unit_and_its_first_body_beneath_it() -> None:
    congress = make.congress()

    body = congress.bodies.get()
    unit = congress.unit.scope
    assert congress.scope.path.startswith(f"{unit.path}.")
    assert body.scope.path.startswith(f"{congress.scope.path}.")
    assert {unit.home, congress.scope.home, body.scope.home} == {unit.path}
    assert (body.kind, body.number) == (BodyKind.CONGRESS, 1)


def test_what_was_convened_stands_in_the_trail() -> None:
    congress = make.congress()

    lines = AuditEvent.objects.filter(act__startswith="congress.").order_by("pk")
    assert [(line.act, line.scope) for line in lines] == [
        ("congress.congress_convened", congress.scope),
        ("congress.body_formed", congress.bodies.get().scope),
    ]


def test_bodies_of_one_kind_are_numbered() -> None:
    congress = make.congress()

    bodies = [make.body(congress, kind=BodyKind.COMMITTEE) for _time in (1, 2)]

    assert [str(body) for body in bodies] == [
        "Hội nghị Ban Chấp hành lần thứ 1",
        "Hội nghị Ban Chấp hành lần thứ 2",
    ]


def test_a_dissolved_unit_convenes_none() -> None:
    unit = make.unit()
    Unit.objects.filter(pk=unit.pk).update(dissolved_on=date(2025, 7, 1))

    with pytest.raises(Refused, match="đã kết thúc hoạt động"):
        make.congress(unit)

    assert not Congress.objects.exists()


def test_two_congresses_of_one_term_share_it() -> None:
    unit = make.unit()

    first, second = make.congress(unit), make.congress(unit)

    assert first.term == second.term
    assert str(Term.objects.get()) == "2025–2030"


def test_a_unit_has_one_term_that_starts_in_a_year() -> None:
    unit = make.unit()
    Term.objects.create(unit=unit, first_year=2025, last_year=2029)

    with pytest.raises(OtherTerm, match="2025–2029"):
        make.congress(unit)

    assert not Congress.objects.exists()


def test_what_is_stored_is_vietnamese_whatever_its_actor_reads() -> None:
    with translation.override("en"):
        congress = make.congress(make.unit("Đảng bộ xã Khe Vàng"))

    titles = Scope.objects.exclude(kind=ScopeKind.UNIT).order_by("path")
    line = AuditEvent.objects.get(act="congress.congress_convened")
    name = "Đại hội đại biểu Đảng bộ xã Khe Vàng lần thứ XII"
    assert [scope.title for scope in titles] == [name, f"Đại hội, {name}"]
    assert line.subject_title == name
    assert congress.slug
