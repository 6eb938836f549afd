"""The confirmed result as a workbook: the sums, then every name in both orders."""

from typing import Any, Final

from django.utils.translation import gettext as _

from ballots import labels
from ballots.models import Poll
from ballots.queries.results import ResultRow
from ballots.rules.outcome import percent
from core.writers import xlsx

_NAME: Final = 32  # characters a column of names is wide
_WORDS: Final = 44


def workbook(poll: Poll, found: dict[str, Any]) -> bytes:
    """Return the workbook of a result as ``queries.result`` finds it."""
    return xlsx.workbook_of(
        _sums(poll, found),
        _lines(
            poll,
            _("Theo thứ tự trên phiếu"),
            _("Số"),
            [(row.number, row) for row in found["rows"]],
        ),
        _lines(
            poll,
            _("Theo số phiếu"),
            _("Hạng"),
            [(row.place, row) for row in found["rows_by_votes"]],
        ),
        *_followers(found),
    )


def _lines(
    poll: Poll, title: str, first: str, rows: list[tuple[int | None, ResultRow]]
) -> xlsx.Sheet:
    has_boxes = any(row.disagree is not None for _number, row in rows)
    boxes = [_("Không đồng ý")] if has_boxes else []
    last = 4 + len(boxes)
    return xlsx.Sheet(
        title,
        [
            *(first, _("Họ và tên"), _("Số phiếu"), *boxes),
            *(_("% của D"), _("Kết quả"), _("Căn cứ")),
        ],
        [
            [
                *(number, row.name, row.votes),
                *([row.disagree] if has_boxes else []),
                percent(row.votes, poll.base) / 100,
                *(str(row.verdict_label), row.basis.cited),
            ]
            for number, row in rows
        ],
        widths={1: _NAME, last: _NAME, last + 1: _WORDS},
        formats={last - 1: "0.00"},
    )


def _followers(found: dict[str, Any]) -> list[xlsx.Sheet]:
    """Return who waited since earlier rounds, where a run-off decides on them."""
    if not found["waited"]:
        return []
    headings = [_("Thứ tự"), _("Họ và tên"), _("Lần bầu"), _("Số phiếu")]
    rows = [
        [row.rank, row.name, row.round, row.votes, str(row.verdict_label)]
        for row in (*found["alternates"], *found["waited"])
        if row in found["alternates"] or not row.won
    ]
    widths = {1: _NAME, 4: _NAME}
    return [xlsx.Sheet(_("Dự khuyết"), [*headings, _("Kết quả")], rows, widths=widths)]


def _sums(poll: Poll, found: dict[str, Any]) -> xlsx.Sheet:
    tally, papers = found["tally"], poll.papers
    rows: list[list[xlsx.Value]] = [
        [_("Đại hội"), str(poll.election.body.congress)],
        [_("Cuộc bầu"), str(poll)],
        [_("Số lượng cần bầu"), poll.seats],
        [_("Dự khuyết cần bầu"), poll.alternates],
        [_("Mẫu số tính kết quả (D)"), papers.tally_base],
        [_("Số phiếu ít nhất để trúng cử"), tally.threshold],
        [_("Có mặt khi bỏ phiếu"), papers.present],
        [_("Phiếu in"), papers.printed],
        [_("Phiếu phát ra"), papers.issued],
        [_("Phiếu thu về"), papers.returned],
        [_("Phiếu hợp lệ"), tally.valid],
        [_("Phiếu không hợp lệ"), tally.invalid],
        *(
            [f"– {labels.REASONS[reason.reason]}", reason.ballots]
            for reason, _basis in found["reasons"]
        ),
        [_("Trúng cử"), len(found["elected"])],
        [_("Bước tiếp"), str(found["next_label"])],
    ]
    widths = {0: _NAME, 1: _WORDS}
    return xlsx.Sheet(_("Tổng hợp"), [_("Mục"), _("Số")], rows, widths=widths)
