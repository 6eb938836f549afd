"""A client that sends drop by drop is sent away; everybody else does not notice."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import NoMoreData
from gunicorn.http.parser import RequestParser

from config.launcher import gunicorn_conf as web

HEAD = b"POST /dang-nhap/ HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n"


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Our end and the client's."""
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        ours.settimeout(web.SILENCE)
        yield ours, theirs


def asked(ours: socket.socket) -> Any:
    parser = RequestParser(Config(), ours, ("10.0.0.1", 1))
    parser.unreader = web.PunctualUnreader(ours)
    return next(parser)


def overdue(reader: web.PunctualUnreader) -> None:
    reader._due = time.monotonic() - 1


def test_a_request_that_is_late_is_read_no_further(
    line: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = line
    reader = web.PunctualUnreader(ours)
    theirs.sendall(b"one more drop")
    overdue(reader)

    with pytest.raises(NoMoreData):
        reader.chunk()


def test_silence_ends_with_the_time_of_the_request(
    line: tuple[socket.socket, socket.socket],
) -> None:
    ours, _theirs = line
    reader = web.PunctualUnreader(ours)
    reader._due = time.monotonic() + 0.05

    with pytest.raises(NoMoreData):
        reader.chunk()

    assert ours.gettimeout() == web.SILENCE


def test_what_comes_fast_enough_gets_more_time(
    line: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = line
    reader = web.PunctualUnreader(ours)
    before = reader._due
    theirs.sendall(bytes(web.SLOWEST // 2))

    while (reader._due - before) * web.SLOWEST < web.SLOWEST // 2:
        reader.chunk()

    assert reader._due == pytest.approx(before + 0.5)


def test_a_form_is_read_before_there_is_a_room_for_it(
    line: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = line
    theirs.sendall(HEAD % 11 + b"\r\nname=thuky&more")
    request = asked(ours)

    web._take_in(request, ours)
    overdue(request.unreader)

    assert request.body.read(4) == b"name"
    assert request.body.read() == b"=thuky&"


def test_a_form_that_breaks_off_is_not_worked_on(
    line: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = line
    theirs.sendall(HEAD % 100 + b"\r\nname=thuky")
    theirs.shutdown(socket.SHUT_WR)

    with pytest.raises(NoMoreData):
        web._take_in(asked(ours), ours)


def test_whoever_waits_to_be_asked_for_his_form_is_asked(
    line: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = line
    theirs.sendall(HEAD % 3 + b"Expect: 100-continue\r\n\r\na=b")
    request = asked(ours)

    web._take_in(request, ours)

    assert theirs.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert not request._expected_100_continue


def test_a_large_file_is_left_for_the_room(
    line: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = line
    theirs.sendall(HEAD % (web.FORM + 1) + b"\r\n")
    request = asked(ours)

    web._take_in(request, ours)

    assert request.body.reader.length == web.FORM + 1


class Line:
    """A connection as gunicorn has it, and the client's end."""

    def __init__(self, address: str) -> None:
        self.sock, self.theirs = socket.socketpair()
        self.theirs.settimeout(0)
        self.client = (address, 1)

    @property
    def is_hung_up(self) -> bool:
        try:
            return self.theirs.recv(1) == b""
        except BlockingIOError:
            return False

    def close(self) -> None:
        self.sock.close()
        self.theirs.close()


@pytest.fixture
def lines() -> Iterator[list[Line]]:
    """One of somebody, three of somebody else."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(closing(Line(each)))
            for each in ("10.0.0.1", *["10.0.0.2"] * 3)
        ]


def test_at_a_crowded_door_the_busiest_gives_up_its_longest_connection(
    lines: list[Line],
) -> None:
    doorstep = web.Doorstep(3)

    for line in lines:
        doorstep.enter(line)

    assert [line.is_hung_up for line in lines] == [False, True, False, False]


def test_whoever_has_left_the_door_is_in_nobodys_way(lines: list[Line]) -> None:
    doorstep = web.Doorstep(2)

    for line in lines:
        doorstep.enter(line)
        doorstep.leave(line)
        doorstep.leave(line)

    assert not any(line.is_hung_up for line in lines)
