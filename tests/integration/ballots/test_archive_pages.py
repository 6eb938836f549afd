"""Pages that let what holds every ballot out: to whom, with which line, as what."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from ballots import queries, services, tasks
from ballots.archive.journal_paper import FORM as JOURNAL_FORM
from ballots.archive.journal_paper import print_journal
from ballots.archive.locked import unlock
from ballots.archive.verifying import verify
from ballots.models import Confirmation, Poll
from ballots.services.taking_out import SealedAway
from core.access.rights import Role
from core.jobs import ledger
from core.models import AuditEvent, Job, StoredPrint
from tests import make
from tests.integration.ballots import archives
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

PASSPHRASE = "con trâu đi trước cái cày"


@pytest.fixture
def confirmation() -> Confirmation:
    return archives.confirmed()


def url(confirmation: Confirmation, name: str) -> str:
    return reverse(f"ballots:{name}", args=queries.address(confirmation.poll))


def lines(act: str) -> list[dict[str, Any]]:
    return [line.detail for line in AuditEvent.objects.filter(act=f"ballots.{act}")]


def body(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def test_the_page_offers_what_can_be_taken(
    confirmation: Confirmation, signed_in: SignedIn
) -> None:
    page = signed_in(confirmation.by).get(url(confirmation, "poll-archive"))

    text = page.content.decode()
    assert "Lập bản lưu trữ" in text
    assert "Tải tệp và chương trình kiểm lại" in text
    assert "NIST SP 1500-103" in text
    assert "Mật khẩu của bản lưu trữ" not in text


def test_members_and_inspectors_find_nothing(
    confirmation: Confirmation, signed_in: SignedIn
) -> None:
    scope = confirmation.poll.election.body.scope
    member = make.holder(Role.TALLY_MEMBER, at=scope)
    unit = make.place_of(Role.INSPECTOR, confirmation.poll.election.body)
    inspector = make.holder(Role.INSPECTOR, at=unit)

    found = [
        signed_in(each).get(url(confirmation, "poll-archive")).status_code
        for each in (member, inspector)
    ]

    assert found == [404, 404]


def test_the_archive_is_made_by_a_machine_and_handed_out_locked(
    confirmation: Confirmation, signed_in: SignedIn
) -> None:
    client = signed_in(confirmation.by)
    client.post(url(confirmation, "poll-archive-make"))
    job = ledger.latest(tasks.seal_archive, subject=confirmation.poll)
    assert job
    tasks.seal_archive(job_id=str(job.pk))

    page = client.get(url(confirmation, "poll-archive")).content.decode()
    answer = client.post(
        url(confirmation, "poll-archive-file"),
        {"locked": "on", "passphrase": PASSPHRASE, "again": PASSPHRASE},
    )

    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, job.total)
    assert "Mật khẩu của bản lưu trữ" in page
    assert answer.headers["Content-Disposition"].endswith('.luutru"')
    plain = unlock(io.BytesIO(body(answer)), PASSPHRASE)
    assert verify(plain).with_journal
    (line,) = lines("archive_taken")
    assert line["locked"] is True


def test_without_a_lock_it_is_a_zip(
    confirmation: Confirmation, signed_in: SignedIn
) -> None:
    kept = archives.sealed(confirmation)

    answer = signed_in(confirmation.by).post(url(confirmation, "poll-archive-file"), {})

    assert body(answer) == bytes(kept.data)
    assert lines("archive_taken") == [{"sha256": kept.sha256, "locked": False}]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Hãy đặt mật khẩu"),
        ({"passphrase": "ngắn", "again": "ngắn"}, "từ 12 ký tự"),
        ({"passphrase": PASSPHRASE, "again": "khác hẳn"}, "không giống nhau"),
    ],
)
def test_a_passphrase_that_will_not_do_is_refused_beside_its_field(
    confirmation: Confirmation,
    signed_in: SignedIn,
    typed: dict[str, str],
    said: str,
) -> None:
    archives.sealed(confirmation)
    client = signed_in(confirmation.by)

    answer = client.post(
        url(confirmation, "poll-archive-file"), {"locked": "on"} | typed
    )

    assert said in answer.content.decode()
    assert lines("archive_taken") == []


def test_the_journal_counts_with_the_script_beside_it(
    confirmation: Confirmation, signed_in: SignedIn, tmp_path: Path
) -> None:
    answer = signed_in(confirmation.by).post(url(confirmation, "poll-journal-file"))

    with zipfile.ZipFile(io.BytesIO(body(answer))) as found:
        found.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "recount_journal.py", "nhat-ky.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "Phiếu hợp lệ: 2;" in done.stdout
    assert "python3 recount_journal.py" in (tmp_path / "HUONG-DAN.txt").read_text(
        "utf-8"
    )
    assert lines("journal_taken") == [{}]


def test_the_journal_is_printed_once_and_handed_out_with_a_line(
    confirmation: Confirmation, signed_in: SignedIn
) -> None:
    client = signed_in(confirmation.by)
    client.post(url(confirmation, "poll-journal-print"))
    job = ledger.latest(tasks.print_journal, subject=confirmation.poll)
    assert job
    tasks.print_journal(job_id=str(job.pk))

    answer = client.post(url(confirmation, "poll-journal-paper"))

    kept = StoredPrint.objects.get(form=JOURNAL_FORM)
    assert body(answer).startswith(b"%PDF")
    assert lines("journal_printed") == [{"sha256": kept.sha256}]
    assert lines("journal_paper_taken") == [{"sha256": kept.sha256}]


def test_records_of_a_ruled_paper_say_what_was_read_first(
    confirmation: Confirmation, signed_in: SignedIn
) -> None:
    answer = signed_in(confirmation.by).post(url(confirmation, "poll-records"))

    report = json.loads(body(answer))
    assert len(report["CVR"]) == len(archives.PAPERS)
    assert report["ReportType"] == ["adjudicated"]
    assert lines("records_taken") == [{}]


DECISION = "Quyết định 12-QĐ/ĐU ngày 05/12/2025, Thường trực Đảng ủy"
OUT = (
    ("poll-archive-file", "archive_taken"),
    ("poll-journal-file", "journal_taken"),
    ("poll-journal-paper", "journal_paper_taken"),
    ("poll-records", "records_taken"),
)


@pytest.fixture
def put_away(confirmation: Confirmation) -> Confirmation:
    """Everything is made; then the ballots are sealed and handed over."""
    archives.sealed(confirmation)
    print_journal(str(confirmation.poll_id), by=confirmation.by, at=make.NOON)
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=confirmation.poll_id).update(stage="put_away")
    return confirmation


@pytest.mark.parametrize(("name", "act"), OUT)
def test_once_ballots_are_put_away_it_comes_out_by_a_decision_alone(
    put_away: Confirmation, signed_in: SignedIn, name: str, act: str
) -> None:
    client = signed_in(put_away.by)
    address = url(put_away, name)

    without = client.post(address, {})
    dateless = client.post(address, {"decision": "Quyết định 12-QĐ/ĐU"})
    before = lines(act)
    answer = client.post(address, {"decision": DECISION})

    assert "Hãy ghi quyết định mở niêm phong." in without.text
    assert "Hãy ghi cả ngày của quyết định" in dateless.text
    assert 'value="Quyết định 12-QĐ/ĐU"' in dateless.text
    assert before == []
    assert "attachment" in answer.headers["Content-Disposition"]
    (line,) = lines(act)
    assert line["decision"] == DECISION


def test_a_decision_is_asked_for_once_ballots_are_put_away(
    put_away: Confirmation, signed_in: SignedIn
) -> None:
    page = signed_in(put_away.by).get(url(put_away, "poll-archive"))

    assert page.text.count('name="decision"') == len(OUT)
    assert "chỉ lấy ra khi có quyết định mở niêm phong" in page.text


def test_before_they_are_put_away_no_decision_is_asked_for(
    confirmation: Confirmation, signed_in: SignedIn
) -> None:
    archives.sealed(confirmation)

    page = signed_in(confirmation.by).get(url(confirmation, "poll-archive"))

    assert 'name="decision"' not in page.text
    assert "hủy cùng phiếu" in page.text


def test_without_a_decision_nothing_is_noted_as_taken(put_away: Confirmation) -> None:
    poll = Poll.objects.select_related(*queries.WITH_PLACE).get(pk=put_away.poll_id)

    with pytest.raises(SealedAway):
        services.note_taken("ballots.records_taken", poll, by=put_away.by, at=make.NOON)


def test_before_the_head_confirms_there_is_no_such_page(signed_in: SignedIn) -> None:
    poll = make.counted()
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    address = reverse("ballots:poll-archive", args=queries.address(poll))

    assert signed_in(head).get(address).status_code == 404


def test_a_second_read_of_the_page_asks_as_much_whatever_the_papers(
    signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    many = archives.confirmed(("4 5",) * 20)
    client = signed_in(many.by)
    client.get(url(many, "poll-archive"))

    with django_assert_max_num_queries(60):
        client.get(url(many, "poll-archive"))
