"""A disk without room refuses a paper in words, and the paper is saved afterwards."""

import uuid

import pytest
from django.db import connection
from django.urls import reverse

from ballots import queries, services
from ballots.models import Ballot, JournalLine
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

FULL = """
CREATE FUNCTION tests_no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER tests_no_room BEFORE INSERT ON ballots_ballot
  FOR EACH ROW EXECUTE FUNCTION tests_no_room();
"""


def perform(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_full_disk_refuses_in_words_and_the_same_request_is_saved_later(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = make.open_box(board.body)
    services.divide_papers(str(poll.pk), size=25, by=board.member, at=make.NOON)
    batch = poll.batches.get()
    services.take_batch(str(batch.pk), by=board.technician, at=make.NOON)
    client = signed_in(board.technician)
    where = reverse("ballots:batch-entry", args=[*queries.address(poll), 1])
    paper = {"position": 1, "command": "4", "sequence": 0, "key": str(uuid.uuid4())}
    by_script = {"Accept": "application/json"}

    perform(FULL)
    refused = client.post(where, paper, headers=by_script)
    page = client.post(where, paper)
    left = Ballot.objects.count(), JournalLine.objects.count()
    perform("DROP TRIGGER tests_no_room ON ballots_ballot")
    saved = client.post(where, paper, headers=by_script)

    assert (refused.status_code, page.status_code) == (507, 507)
    assert refused.json()["error"].startswith("Ổ đĩa của máy chạy cổng đã đầy")
    assert refused.json()["error"] in page.text
    assert left == (0, 0)
    assert (saved.status_code, saved.json()["sequence"]) == (200, 1)
