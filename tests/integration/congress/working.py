"""Builders of sub-committees and task forces, their members, meetings and visits."""

from datetime import date, timedelta
from typing import Any, Final

from congress.models import (
    BodyMeeting,
    BodyMember,
    Visit,
    VisitRound,
    WorkingBody,
)
from congress.services import working as services
from core.access.rights import Role
from core.models import Unit, User
from tests import make

DECIDED: Final = date(2025, 6, 1)


def keeper(of: Unit) -> User:
    """Whoever founds bodies of a unit and reads those for personnel: its secretary."""
    return make.holder(Role.UNIT_SECRETARY, at=of.scope)


def body(of: Unit | None = None, **said: Any) -> WorkingBody:
    facts: dict[str, Any] = {
        "form": "sub_committee",
        "field": "documents",
        "name": "Tiểu ban Văn kiện",
        "decided_on": DECIDED,
    }
    return services.found_body(
        of or make.unit(),
        services.BodyFacts(**(facts | said)),
        by=make.user(),
        at=make.NOON,
    )


def account(of: Unit, *, full_name: str = "Ma Thị Hường") -> User:
    """Somebody of the unit's register with an account and no role at all."""
    return make.user(full_name=full_name, person=make.person(full_name, at=of))


def member(
    of: WorkingBody, user: User | None = None, *, by: User | None = None, **said: Any
) -> BodyMember:
    name = user.full_name if user else "Hà Văn Thắng"
    facts: dict[str, Any] = {"full_name": name, "part": "member", "from_on": DECIDED}
    return services.add_member(
        of.pk,
        services.Joining(user=user, **(facts | said)),
        by=by or make.user(),
        at=make.NOON,
    )


def meeting(of: WorkingBody, **said: Any) -> BodyMeeting:
    facts: dict[str, Any] = {
        "starts_at": make.NOON - timedelta(days=2),
        "agenda": "Phân công viết báo cáo chính trị.",
    }
    return services.call_meeting(
        of.pk,
        services.MeetingFacts(**(facts | said)),
        by=make.user(),
        at=make.NOON,
    )


def written(of: BodyMeeting, presence: str = "present") -> BodyMeeting:
    """Minutes with everybody's presence, not closed yet."""
    of.refresh_from_db()
    keys = of.presences.values_list("member", flat=True)
    return services.write_minutes(
        of.pk,
        services.Written(
            minutes="Các thành viên thảo luận.",
            conclusions="Viết xong dự thảo trước 30/7.",
            presences=dict.fromkeys(keys, presence),
        ),
        seen_version=of.version,
        by=make.user(),
        at=make.NOON,
    )


def closed(of: BodyMeeting) -> BodyMeeting:
    done = written(of)
    return services.close_minutes(
        of.pk, seen_version=done.version, by=make.user(), at=make.NOON
    )


def tour(of: WorkingBody, **said: Any) -> VisitRound:
    facts: dict[str, Any] = {
        "title": "Dự sinh hoạt chi bộ trực tuyến",
        "mode": "online",
        "starts_on": date(2025, 7, 1),
        "ends_on": date(2025, 7, 31),
    }
    return services.make_round(
        of.pk, services.RoundFacts(**(facts | said)), by=make.user(), at=make.NOON
    )


def visit(of: WorkingBody, to: Unit, **said: Any) -> Visit:
    facts: dict[str, Any] = {"unit": to, "mode": "in_person"}
    return services.plan_visit(
        of.pk, services.VisitFacts(**(facts | said)), by=make.user(), at=make.NOON
    )


def reported(of: Visit, by: User, **said: Any) -> Visit:
    of.refresh_from_db()
    facts: dict[str, Any] = {"held_on": date(2025, 7, 20), "seen": "Sinh hoạt nền nếp."}
    return services.report_visit(
        of.pk,
        services.Reported(**(facts | said)),
        seen_version=of.version,
        by=by,
        at=make.NOON,
    )
