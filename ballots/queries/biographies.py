"""The people of a list, with what a short biography tells of each."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.models import Candidate, Poll
from ballots.queries.nominated import in_order, nominations, stands
from ballots.rules.stages import Stage
from core.models import Person
from core.queries import people

BIOGRAPHY: Final = (
    _("STT"),
    _("Họ và tên"),
    _("Ngày sinh"),
    _("Giới tính"),
    _("Dân tộc"),
    _("Quê quán"),
    _("Chức vụ, nơi công tác"),
    _("Ngày vào Đảng"),
    _("Ngày chính thức"),
    _("Trình độ chuyên môn"),
    _("Lý luận chính trị"),
)


_PARTICULARS: Final = (
    *("born_on", "sex", "ethnicity", "home_place", "position"),
    *("party_since", "official_since", "education", "theory"),
)


def people_listed(poll: Poll) -> list[Person]:
    """Return the people of the closed list, else those who stand as things are."""
    closed = Candidate.objects.filter(poll=poll).select_related("person")
    rows = [row.person for row in closed.order_by("place") if row.person]
    if rows or poll.stage != Stage.PREPARED:
        return rows
    standing = [row for row in nominations(poll) if stands(row)]
    return [row.person for row in in_order(standing)]


def biography(person: Person) -> list[str]:
    """Return what a list of short biographies tells of somebody."""
    told = [people.written_field(person, name) for name in _PARTICULARS]
    return [person.full_name, *told]
