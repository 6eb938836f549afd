import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ballots.management import demo_accounts
from ballots.models import Confirmation, Poll, Upload
from core import bootstrap_code
from core.models import Appointment, AuditEvent, StoredPrint, User
from tests import make

pytestmark = pytest.mark.django_db


def said(*words: object, **options: Any) -> str:
    out = StringIO()
    call_command(*[str(word) for word in words], stdout=out, **options)
    return out.getvalue().strip()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cuoc-bau.json"
    path.write_bytes(make.file_bytes(make.election_file()))
    return path


def test_an_election_comes_in_from_a_terminal(file: Path) -> None:
    board = make.board()
    slug = board.body.congress.slug

    answer = said("import_election", file, congress=slug, by=board.technician.username)

    poll = Poll.objects.get()
    assert f"9 phiếu. Xem tại /dai-hoi/{slug}/bau-cu/1/lan-1/" in answer
    assert poll.upload
    assert poll.upload.by == board.technician
    assert AuditEvent.objects.filter(act="ballots.poll_imported").count() == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"congress": "khong-co"}, "Không có đại hội nào có địa chỉ «khong-co»."),
        ({"body": "inspection"}, "Đại hội này chưa có nơi bầu «inspection»."),
        ({"by": "khong-ai"}, "Không có tài khoản nào tên «khong-ai»."),
    ],
)
def test_a_wrong_word_at_the_terminal_is_answered_with_a_sentence(
    file: Path, options: dict[str, str], sentence: str
) -> None:
    slug = make.congress().slug

    with pytest.raises(CommandError, match=sentence):
        said("import_election", file, **{"congress": slug} | options)

    assert not Upload.objects.exists()


def test_a_refused_file_leaves_nothing_from_a_terminal(file: Path) -> None:
    file.write_bytes(make.file_bytes(make.election_file(returned=8)))

    with pytest.raises(CommandError):
        said("import_election", file, congress=make.congress().slug)

    assert not Upload.objects.exists()
    assert not Poll.objects.exists()


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        said("import_election", tmp_path / "x.json", congress=make.congress().slug)


def test_an_election_goes_out_into_a_file(tmp_path: Path) -> None:
    poll = make.imported()
    path = tmp_path / "ra.json"
    slug = poll.election.body.congress.slug

    said("export_election", congress=slug, election=1, output=path)

    back = json.loads(path.read_bytes())
    assert (back["id"], len(back["ballots"])) == ("thu", 4)
    assert AuditEvent.objects.filter(act="ballots.poll_exported").count() == 1


def test_an_election_goes_out_to_the_terminal(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    poll = make.imported()

    said("export_election", congress=poll.election.body.congress.slug, election=1)

    assert json.loads(capfdbinary.readouterr().out)["id"] == "thu"


def test_a_poll_that_is_not_there_cannot_go_out() -> None:
    with pytest.raises(CommandError, match="Không có lần bầu này"):
        said("export_election", congress=make.congress().slug, election=1)


def test_the_demo_is_loaded_once_and_everybody_in_it_can_sign_in(
    settings: Any, tmp_path: Path
) -> None:
    settings.INSTANCE, settings.VAR = "demo", tmp_path

    first = said("load_demo")
    users, lines = User.objects.count(), AuditEvent.objects.count()
    second = said("load_demo")

    assert first == second
    assert (User.objects.count(), AuditEvent.objects.count()) == (users, lines)
    assert users == len(demo_accounts.ACCOUNTS) + 1
    assert {row.role for row in Appointment.objects.all()} == {
        account.role.value for account in demo_accounts.ACCOUNTS
    }
    assert sorted(Poll.objects.values_list("stage", flat=True)) == [
        "confirmed",
        "entered",
        "list_closed",
    ]
    assert (Confirmation.objects.count(), StoredPrint.objects.count()) == (1, 1)
    assert {
        (user.check_password(demo_accounts.PASSWORD), user.must_change_password)
        for user in User.objects.all()
    } == {(True, False)}
    assert demo_accounts.PASSWORD in (tmp_path / "demo-accounts.txt").read_text("utf-8")


def test_a_portal_in_earnest_takes_no_demo() -> None:
    with pytest.raises(CommandError, match="bản trình diễn"):
        said("load_demo")

    assert not User.objects.exists()


def test_the_code_is_told_until_there_is_an_administrator() -> None:
    # A congress that came from elsewhere brings accounts, and no administrator.
    make.user()
    before = said("first_administrator_code")
    make.administrator()

    assert before == bootstrap_code.current()
    assert said("first_administrator_code") == ""
