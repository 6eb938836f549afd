import json
from pathlib import Path

import pytest

from ballots import interchange, services
from ballots.models import Poll
from ballots.services.taking_out import SealedAway
from core.models import AuditEvent
from tests import make

pytestmark = pytest.mark.django_db

COUNTED = [
    path
    for path in sorted(make.CASES.glob("*.json"))
    if "refused" not in json.loads(path.read_bytes())["expect"]
]


def given_back(poll: Poll) -> bytes:
    pieces = services.export_poll(poll, by=None, at=make.NOON)
    return "".join(pieces).encode()


def parsed(data: bytes, folder: Path) -> tuple[object, list[object]]:
    path = folder / "tep.json"
    path.write_bytes(data)
    opened = interchange.file_source(path)
    header = interchange.read_header(opened)
    return header, list(interchange.read_ballots(opened, header))


@pytest.mark.parametrize("path", COUNTED, ids=lambda path: path.stem)
def test_an_election_leaves_as_it_came(path: Path, tmp_path: Path) -> None:
    file = make.case(path.stem)
    poll = make.imported(make.of_its_time(file), file=file)

    back = given_back(poll)

    assert parsed(back, tmp_path) == parsed(path.read_bytes(), tmp_path)


def test_taking_an_election_out_is_written_down() -> None:
    board = make.board()
    poll = make.imported(board.body)

    services.export_poll(poll, by=board.head, at=make.NOON)

    line = AuditEvent.objects.get(act="ballots.poll_exported")
    assert (line.actor, line.scope, line.subject_key) == (
        board.head,
        board.body.scope,
        str(poll.pk),
    )


def test_a_confirmed_poll_can_still_be_taken_out(tmp_path: Path) -> None:
    poll = make.confirmed().poll

    back = given_back(poll)

    expected = make.file_bytes(make.election_file())
    assert parsed(back, tmp_path) == parsed(expected, tmp_path)


def test_what_is_sealed_away_does_not_come_out_as_a_file() -> None:
    poll = make.confirmed().poll
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(stage="put_away")
    poll.refresh_from_db()

    with pytest.raises(SealedAway, match="trang Lưu trữ"):
        services.export_poll(poll, by=None, at=make.NOON)
    assert not AuditEvent.objects.filter(act="ballots.poll_exported").exists()
