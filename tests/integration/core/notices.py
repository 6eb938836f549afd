"""What tests of notices stand on: a province, a commune and one next door."""

from datetime import datetime
from typing import Any

from congress.models import Congress
from core.models import User
from core.services.notices import tell
from core.services.reminders import SOON
from tests import make


def told(
    users: list[User],
    congress: Congress,
    *,
    title: str = "Gửi giấy triệu tập",
    kind: str = SOON,
    by: User | None = None,
    at: datetime = make.NOON,
    **said: Any,
) -> int:
    values = {
        "title": title,
        "place": congress.scope.title,
        "day": "20/07/2025",
        "count": "2",
    }
    page: dict[str, Any] = {"url_name": "congress:plan", "url_args": [congress.slug]}
    return tell(
        users,
        kind=kind,
        values=values,
        scope=congress.scope,
        by=by,
        at=at,
        **page | said,
    )
