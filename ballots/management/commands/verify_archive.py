"""Say in one line whether a sealed archive holds, with no portal and no database."""

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from getpass import getpass
from pathlib import Path
from typing import IO, Any, Final

from django.core.management.base import BaseCommand

from ballots.archive.container import LARGEST, NotAnArchive
from ballots.archive.locked import WrongPassphrase, is_locked, unlock
from ballots.archive.manifest import Link
from ballots.archive.verifying import Held, Touched, verify
from core.audit.chain import PRINTED_DIGITS, in_groups
from core.instance import mark_of
from core.vietnamese import numbers

HOLDS, TOUCHED, UNREADABLE = 0, 1, 2
_LONGEST_TITLE: Final = 200


class Command(BaseCommand):
    """``manage.py verify_archive FILE``: 0 it holds, 1 it does not, 2 unreadable."""

    help = "Kiểm tra bản lưu trữ: kiểm lại từng phiếu, nêu tệp đã bị sửa nếu có."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp luu-tru-….zip hoặc .luutru")
        parser.add_argument(
            "--passphrase-file",
            type=Path,
            metavar="FILE",
            help="tệp có mật khẩu của bản lưu trữ; không có thì lệnh hỏi",
        )
        parser.add_argument(
            "--head",
            type=_link,
            metavar="NUMBER:DIGEST",
            help="mắt xích ghi ở chân biên bản giấy, ví dụ 1.234:ab12cd34…",
        )
        parser.add_argument(
            "--result", type=Path, metavar="FILE", help="tệp kết quả để so"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code, line = _told(**options)
        self.stdout.write(line)
        if code:
            sys.exit(code)


def _told(file: Path, head: Link | None, **options: Any) -> tuple[int, str]:
    try:
        with file.open("rb") as stream:
            archive = _unlocked(stream, options["passphrase_file"])
            held = verify(archive, head=head, result=_result(options["result"]))
    except Touched as fault:
        return TOUCHED, f"SAI: {_plain(str(fault))}."
    except (NotAnArchive, WrongPassphrase) as fault:
        return UNREADABLE, f"KHÔNG KIỂM ĐƯỢC: {_plain(str(fault))}."
    except OSError as fault:
        reason = _plain(f"{fault.filename or file}: {fault.strerror or fault}")
        return UNREADABLE, f"KHÔNG KIỂM ĐƯỢC: không đọc được tệp ({reason})."
    return HOLDS, _holds(held, head)


def _unlocked(stream: IO[bytes], passphrase: Path | None) -> IO[bytes]:
    if not is_locked(stream):
        return stream
    if passphrase:
        return unlock(stream, _words_in(passphrase))
    if not sys.stdin.isatty():
        raise WrongPassphrase("bản lưu trữ có khóa; hãy dùng --passphrase-file")
    return unlock(stream, getpass("Mật khẩu của bản lưu trữ: "))


def _words_in(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except UnicodeDecodeError:
        raise WrongPassphrase("tệp mật khẩu không phải chữ UTF-8") from None


def _result(path: Path | None) -> object:
    if path is None:
        return None
    try:
        if path.stat().st_size > LARGEST:
            raise NotAnArchive("tệp kết quả đưa vào để so lớn quá mức cho phép")
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise NotAnArchive("không đọc được tệp kết quả đưa vào để so") from None


def _holds(held: Held, head: Link | None) -> str:
    made, count = held.manifest, held.counted.count
    ways = "hai cách từ từng phiếu"
    if held.with_journal:
        ways += ", một cách từ nhật ký nhập phiếu"
    title = _plain(f"{made.congress} – {made.contest}")[:_LONGEST_TITLE]
    mark = mark_of(made.instance)
    whose = f" ({mark.words})" if mark else ""
    return (
        f"ĐÚNG{whose}: {title}; đủ {len(made.files)} tệp; "
        f"{numbers.grouped(count.returned)} phiếu, kiểm lại {ways} đều ra kết quả đã "
        f"chốt; {numbers.grouped(held.links)} mắt xích đúng; {_head(made.head, head)}."
    )


def _head(own: Link | None, printed: Link | None) -> str:
    if printed:
        return "mắt xích trên biên bản giấy khớp"
    if own is None:
        return "biên bản không in mắt xích để so"
    digits = in_groups(own.digest[:PRINTED_DIGITS])
    return (
        f"hãy so với biên bản giấy: mắt xích số {numbers.grouped(own.number)} – "
        f"{digits} …"
    )


def _plain(text: str) -> str:
    """Keep a hostile file from writing more lines, or over this one."""
    return "".join(each if each.isprintable() else "?" for each in text)


def _link(text: str) -> Link:
    """Read a head as it is printed: points, spaces and capitals do not matter."""
    number, _colon, digest = re.sub(r"[\s.…]", "", text).lower().partition(":")
    fits = re.fullmatch(rf"[0-9a-f]{{{PRINTED_DIGITS},64}}", digest)
    if not (number.isascii() and number.isdecimal() and fits):
        raise ArgumentTypeError(
            f"«{text}» không đúng: hãy ghi số mắt xích, dấu hai chấm, rồi ít nhất "
            f"{PRINTED_DIGITS} ký tự của mã, ví dụ 1.234:ab12cd34…"
        )
    return Link(int(number), digest)
