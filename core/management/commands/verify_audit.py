"""Go over the audit trail's whole chain and say what is wrong, if anything is."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from core import registry
from core.audit import verification
from core.audit.chain import PRINTED_DIGITS
from core.audit.verification import Broken, Claim, Denied, Flaw, Report
from core.vietnamese import numbers

FLAWS: Final = {
    Flaw.LINE_CHANGED: "dòng không còn như lúc nối chuỗi: đã bị sửa",
    Flaw.LINE_MISSING: "dòng đã bị xóa",
    Flaw.LINE_UNCHAINED: (
        "dòng không có mắt xích mà cũng không chờ nối: mắt xích hoặc chỗ chờ đã bị xóa"
    ),
    Flaw.LINK_CHANGED: "dòng còn nguyên nhưng mã của mắt xích đã bị sửa",
    Flaw.LINK_MISSING: "mắt xích đã bị xóa; dòng nêu ở đây là dòng liền sau chỗ mất",
    Flaw.ORDER: "thứ tự đã bị đổi",
}


class Command(BaseCommand):
    help = "Kiểm tra chuỗi nhật ký: nêu dòng hỏng đầu tiên, phần chưa nối chuỗi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            type=_claim,
            metavar="NUMBER:DIGEST",
            help="mắt xích ghi ở chân biên bản, ví dụ 1.234:ab12cd34…; dùng nhiều lần",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        typed: list[Claim] = options["head"]
        with translation.override("vi"):
            report = verification.verify([*typed, *registry.printed_heads()])
            for sentence in _sentences(report):
                self.stdout.write(sentence)
        if not report.is_whole:
            sys.exit(1)


def _claim(text: str) -> Claim:
    """Read a head as it is printed: points, spaces and capitals do not matter."""
    number, _colon, digest = re.sub(r"[\s.…]", "", text).lower().partition(":")
    fits = re.fullmatch(rf"[0-9a-f]{{{PRINTED_DIGITS},64}}", digest)
    if not (number.isascii() and number.isdecimal() and fits):
        raise ArgumentTypeError(
            f"«{text}» không đúng: hãy ghi số mắt xích, dấu hai chấm, rồi ít nhất "
            f"{PRINTED_DIGITS} ký tự của mã, ví dụ 1.234:ab12cd34…"
        )
    return Claim(int(number), digest, "đã nhập")


def _sentences(report: Report) -> list[str]:
    said = [_chain(report)]
    said += [_broken(each) for each in (report.broken, report.unchained) if each]
    if report.unchained_lines > 1:
        count = numbers.grouped(report.unchained_lines)
        said.append(f"Có tất cả {count} dòng nằm ngoài chuỗi như vậy.")
    said.append(_tail(report))
    if report.claims:
        said.append(_claims(report))
    said += map(_denied, report.denied)
    said.append(
        "Kết luận: nhật ký nguyên vẹn."
        if report.is_whole
        else "Kết luận: NHẬT KÝ ĐÃ BỊ CAN THIỆP. Giữ nguyên máy, sao lưu cơ sở dữ "
        "liệu và báo cấp có thẩm quyền."
    )
    return said


def _chain(report: Report) -> str:
    if not report.links:
        return "Chưa có mắt xích nào đúng." if report.broken else "Chuỗi chưa có gì."
    return (
        f"Đã tính lại {numbers.grouped(report.links)} mắt xích; mắt xích đúng cuối "
        f"cùng có mã {report.digest}."
    )


def _broken(broken: Broken) -> str:
    at = timezone.localtime(broken.at) if broken.at else None
    names = registry.acts()
    place = [
        f"mắt xích số {numbers.grouped(broken.number)}" if broken.number else "",
        f"dòng {broken.event}",
        f"lúc {at:%H:%M:%S %d/%m/%Y}" if at else "",
        f"việc «{names.get(broken.act, broken.act)}»" if broken.act else "",
    ]
    told = ", ".join(part for part in place if part)
    return f"HỎNG ĐẦU TIÊN: {told}: {FLAWS[broken.flaw]}."


def _tail(report: Report) -> str:
    if not report.tail.lines or report.tail.since is None:
        return "Không có dòng nào chờ nối chuỗi."
    since = timezone.localtime(report.tail.since)
    return (
        f"{numbers.grouped(report.tail.lines)} dòng chưa nối chuỗi, sớm nhất từ "
        f"{since:%H:%M:%S %d/%m/%Y}; những dòng này chưa được bảo vệ. Nếu cổng đang "
        "chạy mà số này không về 0 thì bộ nối chuỗi đã dừng."
    )


def _claims(report: Report) -> str:
    right = numbers.grouped(report.claims - len(report.denied))
    return (
        f"Đối chiếu {numbers.grouped(report.claims)} mắt xích đã ghi trong biên bản "
        f"hoặc đã nhập: {right} khớp."
    )


def _denied(denied: Denied) -> str:
    claim = denied.claim
    where = f"mắt xích số {numbers.grouped(claim.number)} ({claim.source})"
    if not denied.found:
        return f"KHÔNG KHỚP: {where}: chuỗi không có số này, phần cuối đã bị cắt bỏ."
    return (
        f"KHÔNG KHỚP: {where}: ghi {claim.digest}, nay là {denied.found}. Chuỗi đã bị "
        "dựng lại sau khi lập biên bản."
    )
