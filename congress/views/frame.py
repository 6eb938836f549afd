"""What the pages of one voting body share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congress import queries
from congress.models import VotingBody
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest


def page(request: StaffRequest, body: VotingBody, *, tab: str) -> dict[str, Any]:
    """Return what the frame of a body's pages takes."""
    congress = body.congress
    address = [congress.slug, body.address]
    tabs = [
        ("roll", _("Danh sách triệu tập")),
        ("attendance", _("Điểm danh")),
        ("base", _("Mẫu số tính kết quả")),
    ]
    return {
        "congress": congress,
        "body": body,
        "bodies": queries.bodies(congress, request.user, Right.ROLL_READ),
        "tab": tab,
        "tabs": [
            {
                "code": code,
                "label": word,
                "url": reverse(f"congress:{code}", args=address),
            }
            for code, word in tabs
        ],
        "may_keep": queries.may_keep_roll(request.user, congress),
    }


def reads_people(request: StaffRequest, body: VotingBody) -> bool:
    """Whether who looks may read the register of the unit whose congress it is."""
    return policy.allows(request.user, Right.PERSON_READ, body.congress.unit.scope)
