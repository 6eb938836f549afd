"""Bring the rule sets of this release into the database; launchers run it."""

from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.services import Shipping, ship_rule_sets

SAID: Final = {
    Shipping.FIRST: "đã đưa vào cổng.",
    Shipping.RENEWED: "đã có bản mới theo bản phát hành.",
    Shipping.UNCHANGED: "không có gì mới.",
    Shipping.KEPT: (
        "quản trị viên đã sửa, nên giữ bản đang dùng; bản phát hành xem ở trang Quản "
        "trị, mục Bộ quy định."
    ),
}


class Command(BaseCommand):
    help = "Đưa các bộ quy định của bản phát hành vào cổng; bản đã sửa thì giữ nguyên."

    def handle(self, *args: Any, **options: Any) -> None:
        for edition, outcome in ship_rule_sets(at=timezone.now()):
            self.stdout.write(
                f"{edition.rule_set_id}, bản {edition.number}: {SAID[outcome]}"
            )
