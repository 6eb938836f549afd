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
    CONGRESS_KEEP = "congress.keep"
    PLAN_READ = "plan.read"
    ROLL_READ = "roll.read"
    ROLL_KEEP = "roll.keep"
    SLATE_KEEP = "slate.keep"
    ELECTION_READ = "election.read"
    ELECTION_IMPORT = "election.import"
    BOARD_KEEP = "board.keep"
    PAPERS_KEEP = "papers.keep"
    BALLOT_ENTER = "ballot.enter"
    ENTRY_CHECK = "entry.check"
    BALLOT_RULE = "ballot.rule"
    ELECTION_COUNT = "election.count"
    ELECTION_EXPORT = "election.export"
    ELECTION_WITHDRAW = "election.withdraw"
    TALLY_CONFIRM = "tally.confirm"
    STRIKES_READ = "strikes.read"
    REOPENING_CONSENT = "reopening.consent"
    RESULT_ANNUL = "result.annul"
    MIDTERM_START = "midterm.start"
    SUBMISSION_READ = "submission.read"
    SUBMISSION_DECIDE = "submission.decide"
    WORK_READ = "work.read"
    PERSONNEL_WORK_READ = "personnel_work.read"
    WORK_KEEP = "work.keep"
    WORK_DO = "work.do"
    BODY_KEEP = "body.keep"
    WALL_KEEP = "wall.keep"
    CONGRESS_TRAVEL = "congress.travel"
    AUDIT_READ = "audit.read"
    TOLD_READ = "told.read"
    UNIT_READ = "unit.read"
    UNIT_KEEP = "unit.keep"
    PERSON_READ = "person.read"
    PERSON_KEEP = "person.keep"
    ACCOUNT_KEEP = "account.keep"
    LIST_KEEP = "list.keep"
    OPERATE = "portal.operate"

    @property
    def label(self) -> Promise:
        """The right in Vietnamese."""
        return RIGHT_LABELS[self]

    @property
    def reach(self) -> Reach:
        """How far the right goes."""
        return Reach.BENEATH if self in READING | KEEPING else Reach.HERE


READING: Final = frozenset(
    {
        Right.CONGRESS_READ,
        Right.PLAN_READ,
        Right.WORK_READ,
        Right.PERSONNEL_WORK_READ,
        Right.ROLL_READ,
        Right.ELECTION_READ,
        Right.STRIKES_READ,
        Right.AUDIT_READ,
        Right.TOLD_READ,
        Right.UNIT_READ,
        Right.PERSON_READ,
    }
)
# The register is kept by the level that manages it, for the cells beneath as well;
# organisation staff plan the congresses of those beneath.
KEEPING: Final = frozenset(
    {
        Right.CONGRESS_KEEP,
        Right.UNIT_KEEP,
        Right.PERSON_KEEP,
        Right.ACCOUNT_KEEP,
        Right.LIST_KEEP,
        Right.OPERATE,
    }
)

RIGHT_LABELS: Final[Mapping[Right, Promise]] = MappingProxyType(
    {
        Right.CONGRESS_READ: _("xem đại hội"),
        Right.CONGRESS_KEEP: _("lập, sửa đại hội và nơi bầu"),
        Right.PLAN_READ: _("xem kế hoạch, tiến độ và lịch đại hội"),
        Right.ROLL_READ: _("xem danh sách triệu tập và mẫu số tính kết quả"),
        Right.ROLL_KEEP: _("lập danh sách triệu tập, điểm danh, thay đại biểu"),
        Right.SLATE_KEEP: _("lập cuộc bầu và danh sách bầu cử"),
        Right.ELECTION_READ: _("xem cuộc bầu và kết quả đã chốt"),
        Right.ELECTION_IMPORT: _("đưa danh sách và phiếu vào cổng"),
        Right.BOARD_KEEP: _("ghi ban kiểm phiếu của lần bầu"),
        Right.PAPERS_KEEP: _("kiểm tra thùng phiếu, ghi số phiếu, chia tập, cất giữ"),
        Right.BALLOT_ENTER: _("nhập phiếu"),
        Right.ENTRY_CHECK: _("đối chiếu tập phiếu người khác nhập"),
        Right.BALLOT_RULE: _("ghi quyết định của ban về phiếu cần xem xét"),
        Right.ELECTION_COUNT: _("cho kiểm phiếu"),
        Right.ELECTION_EXPORT: _("xuất tệp cuộc bầu, có phiếu"),
        Right.ELECTION_WITHDRAW: _("thu hồi lần bầu nhập nhầm"),
        Right.TALLY_CONFIRM: _(
            "xem kết quả chưa chốt, chốt, công bố và mở lại kết quả"
        ),
        Right.STRIKES_READ: _(
            "xem mỗi phiếu để lại bao nhiêu người, lấy nhật ký nhập phiếu và bản lưu "
            "trữ, sau khi chốt"
        ),
        Right.REOPENING_CONSENT: _("đồng ý mở lại kết quả đã chốt"),
        Right.RESULT_ANNUL: _(
            "ghi quyết định hủy kết quả bầu, không chuẩn y người trúng cử ở cấp dưới "
            "trực tiếp"
        ),
        Right.MIDTERM_START: _(
            "ghi người thôi giữ chức, mở cuộc bầu trong nhiệm kỳ của cấp ủy"
        ),
        Right.SUBMISSION_READ: _("xem, góp ý những gì cấp dưới trực tiếp trình"),
        Right.SUBMISSION_DECIDE: _(
            "duyệt, trả lại kế hoạch và những gì cấp dưới trực tiếp trình"
        ),
        Right.WORK_READ: _(
            "xem chương trình, đề án, tiểu ban, giao việc, công trình, hội nghị"
        ),
        Right.PERSONNEL_WORK_READ: _("xem việc của tiểu ban nhân sự và đề án nhân sự"),
        Right.WORK_KEEP: _(
            "lập chương trình, đề án, tiểu ban, tổ công tác, hội nghị; giao việc, đánh "
            "giá việc"
        ),
        Right.WORK_DO: _("báo cáo việc được giao, đăng ký công trình, trình cấp trên"),
        Right.BODY_KEEP: _("ghi cuộc họp, biên bản, chuyến đi cơ sở của tiểu ban, tổ"),
        Right.WALL_KEEP: _("lập địa chỉ màn chiếu, chiếu và xem lời đọc"),
        Right.CONGRESS_TRAVEL: _("mang đại hội sang máy khác, lập tệp mang về"),
        Right.AUDIT_READ: _("xem nhật ký"),
        Right.TOLD_READ: _("xem ai đã được báo điều gì, đã đọc chưa"),
        Right.UNIT_READ: _("xem hệ thống tổ chức đảng"),
        Right.UNIT_KEEP: _("lập, sửa, sáp nhập tổ chức đảng"),
        Right.PERSON_READ: _("xem sổ người"),
        Right.PERSON_KEEP: _("ghi, sửa, gộp người trong sổ"),
        Right.ACCOUNT_KEEP: _("lập tài khoản, cấp lại mật khẩu"),
        Right.LIST_KEEP: _("nhập danh sách từ tệp, theo quyền với từng loại"),
        Right.OPERATE: _("xem tình trạng máy, sao lưu"),
    }
)


class Role(StrEnum):
    """A part somebody plays."""

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
    BODY_MEMBER = "body_member"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"

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
        Role.BODY_MEMBER: _("thành viên tiểu ban, tổ công tác"),
        Role.INSPECTOR: _("cán bộ kiểm tra"),
        Role.ADMINISTRATOR: _("quản trị viên"),
    }
)

_READS_ELECTIONS: Final = frozenset({Right.CONGRESS_READ, Right.ELECTION_READ})
_READS_THE_ROLL: Final = _READS_ELECTIONS | {Right.ROLL_READ}
# Whoever works for a unit: what it is given to do, what it puts before the level above.
_WORKS: Final = frozenset(
    {Right.WORK_READ, Right.WORK_DO, Right.BODY_KEEP, Right.SUBMISSION_READ}
)
_KEEPS_THE_REGISTER: Final = frozenset(
    {Right.UNIT_READ, Right.PERSON_READ, Right.PERSON_KEEP, Right.LIST_KEEP}
)

RIGHTS_OF: Final[Mapping[Role, frozenset[Right]]] = MappingProxyType(
    {
        Role.ORGANISATION_STAFF: _READS_THE_ROLL
        | _KEEPS_THE_REGISTER
        | _WORKS
        | {
            Right.WORK_KEEP,
            Right.UNIT_KEEP,
            Right.PLAN_READ,
            Right.CONGRESS_KEEP,
            Right.CONGRESS_TRAVEL,
            Right.TOLD_READ,
            Right.ROLL_KEEP,
            Right.RESULT_ANNUL,
            Right.MIDTERM_START,
            Right.SUBMISSION_DECIDE,
        },
        Role.PERSONNEL_STAFF: _KEEPS_THE_REGISTER
        | _WORKS
        | {Right.CONGRESS_READ, Right.PLAN_READ, Right.PERSONNEL_WORK_READ},
        Role.DOCUMENTS_STAFF: _WORKS
        | {Right.CONGRESS_READ, Right.PLAN_READ, Right.UNIT_READ},
        Role.UNIT_SECRETARY: _READS_THE_ROLL
        | _WORKS
        | {
            Right.PERSONNEL_WORK_READ,
            Right.WORK_KEEP,
            # Of tasks, for the programmes he keeps; not of the register.
            Right.LIST_KEEP,
            Right.PLAN_READ,
            Right.UNIT_READ,
            Right.PERSON_READ,
            Right.RESULT_ANNUL,
            Right.SUBMISSION_DECIDE,
        },
        # Lists of those convened; all other kinds ask for rights of the register.
        Role.SECRETARIAT: _READS_THE_ROLL
        | {
            Right.ROLL_KEEP,
            Right.SLATE_KEEP,
            Right.BOARD_KEEP,
            Right.LIST_KEEP,
            Right.PLAN_READ,
            Right.WALL_KEEP,
            Right.CONGRESS_TRAVEL,
        },
        Role.PRESIDIUM: _READS_THE_ROLL
        | {
            Right.PLAN_READ,
            Right.SLATE_KEEP,
            Right.BOARD_KEEP,
            Right.STRIKES_READ,
            Right.REOPENING_CONSENT,
            Right.WALL_KEEP,
        },
        Role.TALLY_HEAD: _READS_THE_ROLL
        | {
            Right.BOARD_KEEP,
            Right.PAPERS_KEEP,
            Right.ENTRY_CHECK,
            Right.BALLOT_RULE,
            Right.STRIKES_READ,
            Right.ELECTION_COUNT,
            Right.ELECTION_EXPORT,
            Right.ELECTION_WITHDRAW,
            Right.TALLY_CONFIRM,
            Right.WALL_KEEP,
        },
        # Who enters does not confirm, so the head does not enter.
        Role.TALLY_MEMBER: _READS_THE_ROLL
        | {
            Right.BOARD_KEEP,
            Right.PAPERS_KEEP,
            Right.BALLOT_ENTER,
            Right.ENTRY_CHECK,
            Right.BALLOT_RULE,
            Right.ELECTION_IMPORT,
            Right.ELECTION_COUNT,
            Right.ELECTION_WITHDRAW,
            Right.WALL_KEEP,
        },
        # A technician enters; what the papers come to is the members' (R-BD-9).
        Role.TALLY_TECHNICIAN: _READS_ELECTIONS
        | {Right.BALLOT_ENTER, Right.ELECTION_IMPORT, Right.ELECTION_WITHDRAW},
        Role.DELEGATE: frozenset({Right.CONGRESS_READ}),
        # Given at the scope of one sub-committee or task force: nothing else is there.
        Role.BODY_MEMBER: _WORKS | {Right.PERSONNEL_WORK_READ},
        Role.INSPECTOR: _READS_THE_ROLL
        | {
            Right.AUDIT_READ,
            Right.TOLD_READ,
            Right.PLAN_READ,
            Right.UNIT_READ,
            Right.WORK_READ,
        },
        # Held by the account itself, everywhere; no personnel data by right of office.
        Role.ADMINISTRATOR: frozenset(
            {
                Right.UNIT_READ,
                Right.UNIT_KEEP,
                Right.ACCOUNT_KEEP,
                Right.LIST_KEEP,
                Right.OPERATE,
            }
        ),
    }
)

# Given for one voting body only, and only to an account that names its person:
# nobody on a list may sit on the board that counts it (190-QĐ/TW Art. 8).
TALLY_ROLES: Final = frozenset(
    {Role.TALLY_HEAD, Role.TALLY_MEMBER, Role.TALLY_TECHNICIAN}
)

# Of a congress, given for it alone: at a unit they would reach all held beneath.
CONGRESS_ROLES: Final = frozenset({Role.SECRETARIAT, Role.PRESIDIUM})
# Of a sub-committee or task force, by being made its member.
BODY_ROLES: Final = frozenset({Role.BODY_MEMBER})
# Given at a unit: their work is all that the unit and those beneath it do.
UNIT_ROLES: Final = frozenset(
    {
        Role.ORGANISATION_STAFF,
        Role.PERSONNEL_STAFF,
        Role.DOCUMENTS_STAFF,
        Role.UNIT_SECRETARY,
        Role.INSPECTOR,
    }
)

# What an appointment can give; an administrator is one by his account.
APPOINTED: Final = tuple(role for role in Role if role is not Role.ADMINISTRATOR)

# Whoever holds one of these signs in with a second factor. Not the tally board: no
# phones in the hall; its screens lock when idle instead.
SECOND_FACTOR: Final = frozenset(
    {Role.ADMINISTRATOR, Role.PERSONNEL_STAFF, Role.ORGANISATION_STAFF}
)
# Screens of these lock after five idle minutes.
IDLE_LOCK: Final = TALLY_ROLES


def roles_with(right: Right) -> frozenset[Role]:
    """Return the roles that hold a right."""
    return frozenset(role for role, rights in RIGHTS_OF.items() if right in rights)
