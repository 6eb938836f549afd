"""What congress offers to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.rule_book import RULE_BOOK
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.congress_convened": _("Lập đại hội"),
    "congress.congress_changed": _("Sửa đại hội"),
    "congress.body_formed": _("Lập nơi bầu"),
}


def offer() -> None:
    """Fill the registry."""
    registry.offer_rule_sets(RULE_BOOK)
    registry.name_acts(ACTS)
    registry.name_facts("congress_elected")
    registry.move_with_people("congress.RollEntry", "person")
    registry.offer_section(
        registry.Section(0, _("Tổng quan"), "congress:detail", Right.CONGRESS_READ)
    )
    registry.offer_tab(
        registry.Tab(20, _("Đại hội"), "congress:list", Right.CONGRESS_READ)
    )
