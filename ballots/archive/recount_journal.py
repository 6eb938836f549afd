#!/usr/bin/env python3
"""Kiểm lại một lần bầu chỉ từ nhật ký nhập phiếu.

    python3 recount_journal.py nhat-ky.json

Cần Python 3.8 trở lên, không cần gì khác: không cần cổng, mạng hay cơ sở dữ liệu.
Recounts an election from the journal of its entries alone, with nothing but Python.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

FORMAT = "congress-portal/journal@1"
ACTS = ("saved", "retaken", "removed", "inserted", "taken_out")
REASONS = {
    "over_vote": "bầu quá số lượng",
    "no_choice": "không bầu cho ai",
    "unclear": "đánh dấu cả hai ô hoặc không đánh dấu ô nào",
    "not_issued": "không phải phiếu do ban kiểm phiếu phát ra",
    "outside_name": "bầu cho người ngoài danh sách",
    "special_mark": "có ký hiệu riêng, ký tên hoặc viết thêm",
    "mixed_ink": "dùng nhiều loại mực",
    "torn": "phiếu rách, không xác định được lựa chọn",
    "board_ruled": "ban kiểm phiếu kết luận không hợp lệ",
    "undecided": "ban kiểm phiếu chưa quyết định",
}
MOST_LINES = 4000  # of one entry; the portal writes fewer


class Odd(ValueError):  # noqa: N818 - named for the fact
    """A line that no portal has written."""


def told(lines: Any) -> Any:
    """Return the lines if each can be read in one way only.

    A digest covers them as text: a space or a line end in the wrong place would give
    another ballot under the same digest.
    """
    if len(lines) > MOST_LINES:
        raise Odd("nhật ký dài quá mức")
    for sequence, at, act, content, key in lines:
        numbers = type(sequence) is int and type(at) is int
        if not numbers or act not in ACTS or " " in key or "\n" in key + content:
            raise Odd("nhật ký có dòng lạ")
    return lines


def rebuilt(lines: Any) -> dict[int, str]:
    """Return what the ballot at each position shows after all lines, in order."""
    shown: dict[int, str] = {}
    for _sequence, at, act, content, _key in told(lines):
        if act == "inserted":
            shown = {n + (n >= at): said for n, said in shown.items()}
        elif act == "taken_out":
            shown.pop(at, None)
            shown = {n - (n > at): said for n, said in shown.items()}
        elif act == "removed":
            shown.pop(at, None)
        else:
            shown[at] = content
    return shown


def digest(lines: Any) -> str:
    """Return the digest over the lines of one entry."""
    total = hashlib.sha256()
    for sequence, at, act, content, key in told(lines):
        total.update(f"{sequence} {at} {act} {key} {content}\n".encode())
    return total.hexdigest()


def places(marks: str) -> set[int]:
    """Return the places, from 0, that packed marks name: least bit first."""
    packed = enumerate(bytes.fromhex(marks))
    return {8 * n + bit for n, byte in packed for bit in range(8) if byte >> bit & 1}


def judged(content: str, poll: Any) -> set[int] | str:  # noqa: PLR0911 - a table of cases
    """Return the places a ballot gives a vote to, or the reason why it is invalid."""
    struck, kept, agree, disagree, defect, decision = content.split(" ")[:6]
    names = len(poll["candidates"])
    if defect != "-":
        return defect
    if names > poll["max_votes"]:
        votes = places(kept) if struck == "-" else set(range(names)) - places(struck)
        if len(votes) > poll["max_votes"]:
            return "over_vote"
        return votes or "no_choice"
    yes = set() if agree == "-" else places(agree)
    no = set() if disagree == "-" else places(disagree)
    if names == 1:
        return "unclear" if yes == no else yes
    if yes - no or decision == "valid":
        return yes - no
    if decision == "invalid" or poll["empty_agreement"] == "invalid":
        return "no_choice"
    return set() if poll["empty_agreement"] == "valid" else "undecided"


def recounted(journal: Any) -> tuple[list[int], int, dict[str, int], list[str]]:
    """Return votes by place, valid ballots, invalid ones by reason, and complaints."""
    poll = journal["poll"]
    votes, valid = [0] * len(poll["candidates"]), 0
    invalid: dict[str, int] = {}
    complaints: list[str] = []
    rulings = {(r["batch"], r["position"]): r["content"] for r in journal["rulings"]}
    counted = set()
    for batch in journal["batches"]:
        if batch["number"] in counted:
            complaints.append(f"tập {batch['number']}: có hai lần")
        counted.add(batch["number"])
        (entry,) = (each for each in batch["entries"] if each["counts"])
        if digest(entry["lines"]) != entry["journal_digest"]:
            complaints.append(f"tập {batch['number']}: nhật ký đã bị sửa")
        shown = rebuilt(entry["lines"])
        if sorted(shown) != list(range(1, batch["papers"] + 1)):
            complaints.append(f"tập {batch['number']}: thiếu hoặc thừa phiếu")
        for position, content in shown.items():
            worth = judged(rulings.get((batch["number"], position), content), poll)
            if isinstance(worth, str):
                invalid[worth] = invalid.get(worth, 0) + 1
            else:
                valid += 1
                for place in worth:
                    votes[place] += 1
    return votes, valid, invalid, complaints


def printable(text: Any) -> str:
    """Keep a hostile file from writing over what stands on the screen."""
    return "".join(each if each.isprintable() else "?" for each in str(text))


def said(journal: Any) -> list[str]:
    """Return the result, then what is wrong, line by line."""
    if journal["format"] != FORMAT:
        raise Odd(f"Không phải tệp nhật ký {FORMAT}")
    votes, valid, invalid, complaints = recounted(journal)
    rows = [
        f"{candidate['number']:>4}  {candidate['name']:<40} {number:>8}"
        for candidate, number in zip(journal["poll"]["candidates"], votes)
    ]
    reasons = sorted((REASONS.get(code, code), n) for code, n in invalid.items())
    why = "; ".join(f"{reason}: {n}" for reason, n in reasons)
    counted = f"Phiếu hợp lệ: {valid}; không hợp lệ: {sum(invalid.values())}"
    counted += f" ({why})" if why else ""
    wrong = [f"SAI: {complaint}" for complaint in complaints]
    return [journal["poll"]["title"], counted, *rows, *wrong]


def main(path: str) -> int:
    """Print the result; 1 if the journal contradicts itself."""
    try:
        lines = said(json.loads(Path(path).read_text(encoding="utf-8")))
    except Odd as fault:
        lines = [f"SAI: {fault}"]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        lines = ["SAI: không đúng mẫu nhật ký"]
    plain = [printable(line) for line in lines]
    print("\n".join(plain))
    return 1 if any(line.startswith("SAI:") for line in plain) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else __doc__)
