"""A congress packed for a practice, from a terminal."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.models import Journey
from core.operations import keys
from core.travel import parcel
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.heaps import ISSUED, PRINTED

pytestmark = pytest.mark.django_db

WORDS = "song dai troi rong ben co lieu"


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_COST", 10)
    monkeypatch.setenv("PORTAL_PARCEL_PASSPHRASE", WORDS)


def pack(slug: str, file: Path) -> parcel.Content:
    call_command("pack_practice", slug, str(file), stdout=io.StringIO())
    with file.open("rb") as stream:
        header = parcel.read_header(stream)
        assert header.way == parcel.PRACTICE
        key = parcel.key_for(header, WORDS)
        return parcel.unlock(stream, header, key, seen=lambda _size: None)


def test_the_congress_named_is_packed_and_is_on_no_journey(tmp_path: Path) -> None:
    make.congress()
    congress = make.congress()

    content = pack(congress.slug, tmp_path / "thu.daihoi")

    assert content.manifest.scope == congress.scope.path
    assert content.manifest.rows["congress_congress"] == 1
    assert not Journey.objects.exists()


def test_the_only_congress_needs_no_name(tmp_path: Path) -> None:
    congress = make.congress()

    assert pack("", tmp_path / "thu.daihoi").manifest.scope == congress.scope.path


def test_no_practice_shows_the_totals_of_papers_that_are_counted(
    tmp_path: Path,
) -> None:
    hall = heaps.with_closed_list()
    hall.note(PRINTED)
    hall.seal()
    hall.issue()
    hall.note(ISSUED)
    hall.open()

    with pytest.raises(CommandError, match="đang kiểm phiếu"):
        pack(hall.poll.election.congress.slug, tmp_path / "thu.daihoi")

    assert not (tmp_path / "thu.daihoi").exists()


@pytest.mark.parametrize("slug", ["", "khong-co"])
def test_which_congress_is_asked_where_it_is_not_plain(
    slug: str, tmp_path: Path
) -> None:
    known = [make.congress().slug, make.congress().slug]

    with pytest.raises(CommandError) as refused:
        pack(slug, tmp_path / "thu.daihoi")

    assert all(each in str(refused.value) for each in known)
    assert not (tmp_path / "thu.daihoi").exists()
