"""Pack a congress so that a practice of it can be loaded elsewhere on this machine."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from congress.models import Congress
from core import registry
from core.operations import keys
from core.travel import leaving, parcel
from core.travel.leaving import Ticket

SHOWN = 20


class Command(BaseCommand):
    help = "Gói một đại hội để diễn tập; mật khẩu ở PORTAL_PARCEL_PASSPHRASE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("congress", help="tên trên đường dẫn; để trống nếu chỉ một")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            congress = _found(options["congress"])
            if why := registry.hindrances(congress.scope):
                # In a practice anybody counts: no total of papers that are counted now.
                raise CommandError(" ".join(why))
            salt = keys.new_salt()
            words = os.environ["PORTAL_PARCEL_PASSPHRASE"]
            ticket = Ticket(
                journey=str(congress.pk),
                way=parcel.PRACTICE,
                block=leaving.new_block(),
                secret="",
                salt=salt,
                recipient=keys.recipient_of(words, salt),
                destination=_("diễn tập"),
            )
            packed = leaving.pack(
                congress.scope, ticket, at=timezone.now(), report=lambda _d, _t: None
            )
            options["file"].write_bytes(packed.data)
            self.stdout.write(
                _("Đã gói %(congress)s để diễn tập.") % {"congress": congress}
            )


def _found(slug: str) -> Congress:
    congresses = Congress.objects.select_related("scope", "unit")
    known = list(congresses.filter(slug=slug) if slug else congresses[:2])
    if len(known) == 1:
        return known[0]
    slugs = Congress.objects.order_by("-opens_on", "slug").values_list(
        "slug", flat=True
    )
    raise CommandError(
        _("Hãy cho biết đại hội nào: make practice CONGRESS=… (%(known)s).")
        % {"known": ", ".join(slugs[:SHOWN]) or _("chưa có đại hội nào")}
    )
