"""How gunicorn serves the portal: two processes, each with four rooms for work.

Work has a room to itself and a connection to the database. Before it gets one, a
request is taken in by one of many porters, threads that only read: head and form. So
clients that send drop by drop, by accident or on purpose, hold up porters, not work
(docs/decisions/0028).
"""

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.http.errors import NoMoreData
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers import gthread

from config.launcher.kernel import die_with_parent

SILENCE = 20  # seconds that a connection may stand still while it is worked for
HANDSHAKE = 8  # the same before TLS is agreed on, which no person waits to read
GLANCE = 0.5  # seconds that a porter waits at a connection that says nothing at all
REQUEST = 10  # seconds for a request to come in ...
SLOWEST = 16 * 1024  # ... and one more for so many bytes
FORM = 2 * 1024 * 1024 + 64 * 1024  # bytes that a porter takes in; files go to the room
ANSWER = 1024 * 1024  # bytes the kernel may keep for somebody who reads slowly
ROOMS = 4
PORTERS = 96
AT_THE_DOOR = 80  # connections being read at once; a few porters are always free

workers = 2
threads = PORTERS
graceful_timeout = 10
control_socket_disable = True
# No proxy of ours names the script or the user by header.
forwarder_headers = ""


class PunctualUnreader(SocketUnreader):  # type: ignore[misc] # gunicorn has no types
    """Reads from a socket as long as the request comes in fast enough."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.start()

    def start(self) -> None:
        """Let the time begin."""
        self._due = time.monotonic() + REQUEST

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next bytes; a client that is too slow is one that has gone."""
        left = self._due - time.monotonic()
        usual = self.sock.gettimeout() or SILENCE
        if left <= 0:
            raise NoMoreData
        self.sock.settimeout(min(usual, left))
        try:
            data: bytes = super().chunk(size_hint)
        except TimeoutError:
            raise NoMoreData from None
        finally:
            with suppress(OSError):
                self.sock.settimeout(usual)
        self._due += len(data) / SLOWEST
        return data


class PatientConnection(gthread.TConn):  # type: ignore[misc] # gunicorn has no types
    """A connection that does not hold a thread for ever while it says nothing."""

    def init(self) -> None:
        """Start, or start again, and bound every wait from here on."""
        is_new = self.parser is None
        super().init()
        self.sock.settimeout(SILENCE)
        if is_new:
            self.parser.unreader = PunctualUnreader(self.sock)
            with suppress(OSError):
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ANSWER)
        self.parser.unreader.start()

    def wait_for_data(self, timeout: float) -> bool:
        """Look whether anything comes; browsers open connections for later."""
        return bool(super().wait_for_data(min(timeout, GLANCE)))


gthread.TConn = PatientConnection


class Doorstep:
    """The connections that porters are reading from, longest first.

    When there are too many, the address with the most of them gives up its longest.
    Requests of people are read in milliseconds, so many phones behind one router are
    not in each other's way; whoever sends drop by drop is.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._inside: dict[Any, str] = {}

    def enter(self, conn: Any) -> None:
        """Let a connection in, and another go if it must."""
        with self._lock:
            self._inside[conn] = str(conn.client[0]) if conn.client else ""
            leaving = self._longest() if len(self._inside) > self._most else None
        if leaving is not None:
            _hang_up(leaving)

    def leave(self, conn: Any) -> None:
        """Count it no more; to leave twice is to leave."""
        with self._lock:
            self._inside.pop(conn, None)

    def _longest(self) -> Any:
        busiest, _count = Counter(self._inside.values()).most_common(1)[0]
        conn = next(each for each, home in self._inside.items() if home == busiest)
        del self._inside[conn]
        return conn


def _hang_up(conn: Any) -> None:
    """Let whoever reads from it find its end; over TLS as well, without a farewell."""
    with suppress(OSError):
        socket.socket.shutdown(conn.sock, socket.SHUT_RDWR)


class Portal(gthread.ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """Porters take requests in, rooms work on them."""

    def init_process(self) -> None:
        """Open the rooms before the doors."""
        self.rooms = ThreadPoolExecutor(ROOMS, thread_name_prefix="room")
        self.doorstep = Doorstep(AT_THE_DOOR)
        super().init_process()

    def handle(self, conn: Any) -> Any:
        """As a porter: read what comes."""
        self.doorstep.enter(conn)
        try:
            return super().handle(conn)
        finally:
            self.doorstep.leave(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Take in what was sent, then have it worked on."""
        _take_in(req, conn.sock)
        self.doorstep.leave(conn)
        # The time spent waiting for a room is not the client's.
        return self.rooms.submit(self._work, req, conn).result()

    def _work(self, req: Any, conn: Any) -> Any:
        conn.parser.unreader.start()
        return super().handle_request(req, conn)


worker_class = Portal


def _take_in(req: Any, sock: socket.socket) -> None:
    """Read a form to its end; large files of people signed in are read in a room."""
    reader = req.body.reader
    if not isinstance(reader, LengthReader) or not 0 < reader.length <= FORM:
        return
    if req._expected_100_continue:
        sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        req._expected_100_continue = False
    length = reader.length
    form = req.body.read(length)
    if len(form) < length:
        raise NoMoreData
    # Where the body's own reading looks first.
    req.body.buf.write(form)


class PatientContext(ssl.SSLContext):
    """TLS that does not wait for ever for a handshake."""

    def wrap_socket(self, sock: socket.socket, *args: Any, **words: Any) -> Any:
        """Begin on a socket; the handshake comes before the connection's own bound."""
        sock.settimeout(HANDSHAKE)
        return super().wrap_socket(sock, *args, **words)


def ssl_context(conf: Any, _default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Called for each connection in a hall; the certificate is read once."""
    return _context(conf.certfile, conf.keyfile)


@lru_cache(maxsize=1)
def _context(certificate: str, key: str) -> ssl.SSLContext:
    context = PatientContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


def post_fork(_server: Any, _worker: Any) -> None:
    """Called in each new process: it dies with its master."""
    die_with_parent()
