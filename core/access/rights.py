"""The table of roles and rights. Rights are code; appointments are data.

Read it row by row: a role holds the rights named beside it, at the scope where it was
given and while the appointment lasts.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reach(StrEnum):
    """How far a right goes from where it was given."""

    BENEATH = "beneath"  # everything below: reading
    HERE = "here"  # only what the same unit owns: writing


class Right(StrEnum):
    """One thing a person may do."""

    CONGRESS_READ = "congress.read"
    ELECTION_READ = "election.read"
    ELECTION_IMPORT = "election.import"
    ELECTION_COUNT = "election.count"
    ELECTION_EXPORT = "election.export"
    ELECTION_WITHDRAW = "election.withdraw"
    TALLY_CONFIRM = "tally.confirm"
    AUDIT_READ = "audit.read"

    @property
    def label(self) -> Promise:
        """The right in Vietnamese."""
        return RIGHT_LABELS[self]

    @property
    def reach(self) -> Reach:
        """How far the right goes."""
        return Reach.BENEATH if self in READING else Reach.HERE


READING: Final = frozenset({Right.CONGRESS_READ, Right.ELECTION_READ, Right.AUDIT_READ})

RIGHT_LABELS: Final[Mapping[Right, Promise]] = MappingProxyType(
    {
        Right.CONGRESS_READ: _("xem đại hội"),
        Right.ELECTION_READ: _("xem cuộc bầu và kết quả đã chốt"),
        Right.ELECTION_IMPORT: _("đưa danh sách và phiếu vào cổng"),
        Right.ELECTION_COUNT: _("cho kiểm phiếu"),
        Right.ELECTION_EXPORT: _("xuất tệp cuộc bầu, có phiếu"),
        Right.ELECTION_WITHDRAW: _("rút lần bầu nhập nhầm"),
        Right.TALLY_CONFIRM: _("xem kết quả chưa chốt và chốt kết quả"),
        Right.AUDIT_READ: _("xem nhật ký"),
    }
)


class Role(StrEnum):
    """A part somebody plays (design: People)."""

    ORGANISATION_STAFF = "organisation_staff"
    PERSONNEL_STAFF = "personnel_staff"
    DOCUMENTS_STAFF = "documents_staff"
    UNIT_SECRETARY = "unit_secretary"
    SECRETARIAT = "secretariat"
    PRESIDIUM = "presidium"
    TALLY_HEAD = "tally_head"
    TALLY_MEMBER = "tally_member"
    TALLY_TECHNICIAN = "tally_technician"
    DELEGATE = "delegate"
    INSPECTOR = "inspector"

    @property
    def label(self) -> Promise:
        """The role in Vietnamese."""
        return ROLE_LABELS[self]


ROLE_LABELS: Final[Mapping[Role, Promise]] = MappingProxyType(
    {
        Role.ORGANISATION_STAFF: _("cán bộ tổ chức"),
        Role.PERSONNEL_STAFF: _("cán bộ nhân sự"),
        Role.DOCUMENTS_STAFF: _("cán bộ văn kiện"),
        Role.UNIT_SECRETARY: _("bí thư, ban thường vụ"),
        Role.SECRETARIAT: _("đoàn thư ký đại hội"),
        Role.PRESIDIUM: _("đoàn chủ tịch"),
        Role.TALLY_HEAD: _("trưởng ban kiểm phiếu"),
        Role.TALLY_MEMBER: _("thành viên ban kiểm phiếu"),
        Role.TALLY_TECHNICIAN: _("kỹ thuật viên kiểm phiếu"),
        Role.DELEGATE: _("đại biểu"),
        Role.INSPECTOR: _("cán bộ kiểm tra"),
    }
)

_READS_ELECTIONS: Final = frozenset({Right.CONGRESS_READ, Right.ELECTION_READ})

RIGHTS_OF: Final[Mapping[Role, frozenset[Right]]] = MappingProxyType(
    {
        Role.ORGANISATION_STAFF: _READS_ELECTIONS,
        Role.PERSONNEL_STAFF: frozenset({Right.CONGRESS_READ}),
        Role.DOCUMENTS_STAFF: frozenset({Right.CONGRESS_READ}),
        Role.UNIT_SECRETARY: _READS_ELECTIONS,
        Role.SECRETARIAT: _READS_ELECTIONS,
        Role.PRESIDIUM: _READS_ELECTIONS,
        Role.TALLY_HEAD: _READS_ELECTIONS
        | {
            Right.ELECTION_COUNT,
            Right.ELECTION_EXPORT,
            Right.ELECTION_WITHDRAW,
            Right.TALLY_CONFIRM,
        },
        # Who enters does not confirm, so the head does not enter (design: People).
        Role.TALLY_MEMBER: _READS_ELECTIONS
        | {Right.ELECTION_IMPORT, Right.ELECTION_COUNT, Right.ELECTION_WITHDRAW},
        Role.TALLY_TECHNICIAN: _READS_ELECTIONS
        | {Right.ELECTION_IMPORT, Right.ELECTION_WITHDRAW},
        Role.DELEGATE: frozenset({Right.CONGRESS_READ}),
        Role.INSPECTOR: _READS_ELECTIONS | {Right.AUDIT_READ},
    }
)

# Given for one voting body only, and only to an account that names its person:
# nobody on a list may sit on the board that counts it (190-QĐ/TW Art. 8).
TALLY_ROLES: Final = frozenset(
    {Role.TALLY_HEAD, Role.TALLY_MEMBER, Role.TALLY_TECHNICIAN}
)


def roles_with(right: Right) -> frozenset[Role]:
    """Return the roles that hold a right."""
    return frozenset(role for role, rights in RIGHTS_OF.items() if right in rights)
