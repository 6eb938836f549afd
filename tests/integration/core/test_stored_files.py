import hashlib
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from core.models import Scope, StoredFile, StoredFileChunk
from core.queries import open_stored
from core.services import CHUNK, FileTooLarge, store_file
from tests import make

pytestmark = pytest.mark.django_db

SOME_BYTES = bytes(range(256)) * 10_000  # 2.4 MiB, in no way even


@pytest.fixture
def scope() -> Scope:
    return make.unit().scope


def stored(scope: Scope, data: bytes, *, piece: int, limit: int = 2**24) -> StoredFile:
    return store_file(
        name="tep.json",
        chunks=(data[i : i + piece] for i in range(0, len(data), piece)),
        scope=scope,
        by=None,
        at=make.NOON,
        limit=limit,
    )


@pytest.mark.parametrize("piece", [65_536, CHUNK, 3 * CHUNK])
def test_a_file_comes_back_as_it_was_brought(scope: Scope, piece: int) -> None:
    file = stored(scope, SOME_BYTES, piece=piece)

    with open_stored(file) as stream:
        back = stream.read()

    assert back == SOME_BYTES
    assert (file.size, file.sha256) == (
        len(SOME_BYTES),
        hashlib.sha256(SOME_BYTES).hexdigest(),
    )


def test_a_file_lies_in_even_pieces(scope: Scope) -> None:
    file = stored(scope, SOME_BYTES, piece=1000)

    sizes = [len(chunk.data) for chunk in file.chunks.order_by("number")]

    assert sizes == [CHUNK, CHUNK, len(SOME_BYTES) - 2 * CHUNK]


def test_reading_holds_one_piece_at_a_time(
    scope: Scope, django_assert_num_queries: make.Queries
) -> None:
    file = stored(scope, SOME_BYTES, piece=CHUNK)

    with open_stored(file) as stream:
        with django_assert_num_queries(1):
            stream.read(10)
        with django_assert_num_queries(0):
            stream.read(1000)


def test_more_pieces_than_one_insert_holds_are_kept(scope: Scope) -> None:
    data = b"x" * (9 * CHUNK + 1)

    file = stored(scope, data, piece=CHUNK)

    with open_stored(file) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == file.sha256
    assert file.chunks.count() == 10


def test_an_empty_file_is_a_file(scope: Scope) -> None:
    file = stored(scope, b"", piece=1)

    with open_stored(file) as stream:
        assert stream.read() == b""
    assert file.size == 0


def test_exactly_the_limit_is_taken(scope: Scope) -> None:
    assert stored(scope, b"x" * CHUNK, piece=CHUNK, limit=CHUNK).size == CHUNK


def test_a_stream_beyond_the_limit_is_refused_before_its_end(scope: Scope) -> None:
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(CHUNK)
            yield b"x" * CHUNK

    with pytest.raises(FileTooLarge, match="Tệp lớn hơn 2 MiB"), transaction.atomic():
        store_file(
            name="vo-tan.json",
            chunks=endless(),
            scope=scope,
            by=None,
            at=make.NOON,
            limit=2 * CHUNK,
        )

    assert len(read) == 3
    assert not StoredFile.objects.exists()
    assert not StoredFileChunk.objects.exists()


def test_a_long_name_is_cut_to_fit(scope: Scope) -> None:
    file = store_file(
        name="đ" * 300, chunks=[b"x"], scope=scope, by=None, at=make.NOON, limit=9
    )

    assert file.name == "đ" * 255


def test_the_driver_is_psycopg2() -> None:
    connection.ensure_connection()

    assert type(connection.connection).__module__.startswith("psycopg2")
