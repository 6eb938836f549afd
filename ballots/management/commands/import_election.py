"""Bring an election file in from a terminal, as the upload page does."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ballots import queries, services
from congress.models import BodyKind, Congress, VotingBody
from core.errors import Refused
from core.models import User

PIECE = 1024 * 1024


class Command(BaseCommand):
    help = "Nhập một tệp cuộc bầu vào một đại hội, như trang Tải tệp cuộc bầu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--congress", required=True, metavar="SLUG")
        parser.add_argument(
            "--body",
            choices=BodyKind.values,
            default=BodyKind.CONGRESS.value,
            help="nơi bầu; mặc định là chính đại hội",
        )
        parser.add_argument("--by", metavar="USERNAME", help="tài khoản người nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        body = _body(options["congress"], options["body"])
        by = _user(options["by"]) if options["by"] else None
        try:
            with transaction.atomic():
                upload = services.receive_file(
                    body=body,
                    name=options["file"].name,
                    chunks=_pieces(options["file"]),
                    by=by,
                    at=timezone.now(),
                )
                poll = services.import_upload(
                    str(upload.pk), at=timezone.now(), report=self._report
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(f"Không đọc được tệp: {fault}.") from fault
        address = reverse("ballots:poll", args=queries.address(poll))
        self.stdout.write(f"{poll}: {poll.returned} phiếu. Xem tại {address}")

    def _report(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")


def _body(slug: str, kind: str) -> VotingBody:
    congress = Congress.objects.filter(slug=slug).first()
    if congress is None:
        raise CommandError(f"Không có đại hội nào có địa chỉ «{slug}».")
    body = congress.bodies.filter(kind=kind).order_by("number").last()
    if body is None:
        raise CommandError(f"Đại hội này chưa có nơi bầu «{kind}».")
    return body


def _user(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"Không có tài khoản nào tên «{username}».")
    return user


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
