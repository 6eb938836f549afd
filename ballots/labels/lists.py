"""Words for election lists."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.surplus import ListFault, ListStep
from congress.labels.rules import figures
from congress.labels.tables import words
from congress.rules.rulesets import RuleSet

LIST_STEPS: Final = words(
    {
        ListStep.CONGRESS_DECIDES: _("Đại hội quyết định danh sách bầu cử"),
        ListStep.OPINION_BALLOT: _("Lấy phiếu xin ý kiến"),
    }
)

LIST_FAULTS: Final = words(
    {
        ListFault.NO_SURPLUS: _("Danh sách bầu cử phải có số dư."),
        ListFault.ABOVE_CEILING: _(
            "Danh sách bầu cử vượt số dư tối đa %(surplus_max_percent)s%%."
        ),
        ListFault.PREPARED_OUTSIDE_RANGE: _(
            "Số dư cấp ủy chuẩn bị không nằm trong khoảng "
            "%(surplus_prepared_min_percent)s đến %(surplus_prepared_max_percent)s%%."
        ),
        ListFault.NO_NUMBER_IN_RANGE: _(
            "Với số lượng này, không có số dư nguyên nào trong khoảng "
            "%(surplus_prepared_min_percent)s đến %(surplus_prepared_max_percent)s%%."
        ),
        ListFault.SMALL_BODY: _(
            "Với số lượng %(small_body_seats)s người, số dư chỉ "
            "%(small_body_surplus)s người."
        ),
        ListFault.TOO_SHORT_FOR_ALTERNATES: _(
            "Danh sách không đủ người để bầu cả đại biểu chính thức và dự khuyết."
        ),
    }
)


def list_fault(fault: ListFault, rule_set: RuleSet) -> str:
    """Return what is odd about the list under this rule set."""
    return str(LIST_FAULTS[fault]) % figures(rule_set)
