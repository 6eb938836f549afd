"""The hall in which the work of the queue is measured, and who works there."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from congress.models import BodyKind, CongressKind, VotingBody
from congress.services import Convening, convene
from core.access.rights import Role
from core.models import User
from core.services import create_account, found_unit, give_role, register_person

DAY = date(2025, 7, 24)


@dataclass(frozen=True, slots=True)
class Hall:
    """One congress with a tally board."""

    administrator: User
    body: VotingBody
    technician: User
    head: User


def hall() -> Hall:
    """Make one unit in congress, a technician and the head of its tally board."""
    at = timezone.now()
    administrator = create_account(
        username="do-quantri",
        password="mot-mat-khau-dai",
        full_name="Quản trị viên",
        by=None,
        at=at,
        must_change_password=False,
        is_administrator=True,
    )
    unit = found_unit(
        name="Đảng bộ xã Khe Vàng",
        code="DO",
        kind="commune",
        parent=None,
        by=administrator,
        at=at,
    )
    congress = convene(
        Convening(
            unit=unit,
            first_year=2025,
            last_year=2030,
            slug="do-toc-do",
            kind=CongressKind.DELEGATES,
            number=12,
            place="Nhà văn hóa",
            opens_on=DAY,
            closes_on=DAY,
        ),
        by=administrator,
        at=at,
    )
    body = congress.bodies.get(kind=BodyKind.CONGRESS)
    found = []
    for role in (Role.TALLY_TECHNICIAN, Role.TALLY_HEAD):
        person = register_person(
            full_name=f"Người đo {role.value}",
            unit=unit,
            party_since=None,
            by=administrator,
            at=at,
        )
        user = create_account(
            username=f"do-{role.value}",
            password="mot-mat-khau-dai",
            full_name=person.full_name,
            person=person,
            by=administrator,
            at=at,
            must_change_password=False,
        )
        give_role(
            user=user,
            role=role,
            scope=body.scope,
            starts_on=date(2025, 1, 1),
            by=administrator,
            at=at,
        )
        found.append(user)
    return Hall(administrator, body, *found)
