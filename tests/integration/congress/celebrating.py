"""A province with a congress, communes beneath it, and what they do to welcome it."""

from datetime import date
from decimal import Decimal
from typing import Any

from congress.models import Congress, Emulation, Task
from congress.rules.tasks import StepKind
from congress.services import celebrations as services
from congress.services import emulation
from congress.services.celebrations import ProjectFacts
from congress.services.tasks import Said, act_on
from core.access.rights import Role
from core.models import Unit, User
from tests import make


def staff(unit: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=unit.scope)


def facts(**said: Any) -> ProjectFacts:
    usual: dict[str, Any] = {
        "title": "Đường bê tông thôn Nà Vàng",
        "kind": "work",
        "site": "Thôn Nà Vàng",
        "value": 350_000_000,
        "sources": "Nhân dân đóng góp",
        "due_on": date(2025, 9, 30),
    }
    return ProjectFacts(**usual | said)


def registered(commune: Unit, congress: Congress, by: User, **said: Any) -> Task:
    return services.register(commune, congress, facts(**said), by=by, at=make.NOON)


def acted(task: Task, act: StepKind, by: User, text: str = "", **said: Any) -> None:
    act_on(task.pk, act, Said(text=text, **said), by=by, at=make.NOON)
    task.refresh_from_db()


def movement(caller: Unit, units: list[Unit], by: User) -> Emulation:
    """Incomes of at least 36.5, at most 12 per cent of poor households."""
    return emulation.call(
        caller,
        emulation.EmulationFacts(
            title="Thi đua lập thành tích chào mừng đại hội",
            starts_on=date(2025, 7, 1),
            ends_on=date(2025, 9, 30),
        ),
        TARGETS,
        units,
        by=by,
        at=make.NOON,
    )


TARGETS = [
    emulation.TargetFacts(
        title="Thu nhập", measure="triệu đồng", planned=Decimal("36.5")
    ),
    emulation.TargetFacts(
        title="Hộ nghèo", measure="%", planned=Decimal(12), more_is_better=False
    ),
]
