"""How gunicorn serves the portal: two processes of four threads each."""

import socket
import ssl
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from gunicorn.workers import gthread

from config.launcher.kernel import die_with_parent

SILENCE = 20  # seconds that a request may stand still before its thread is given back
HANDSHAKE = 8  # the same before TLS is agreed on, which no person waits to read

worker_class = "gthread"
workers = 2
threads = 4
graceful_timeout = 10
control_socket_disable = True
# No proxy of ours names the script or the user by header.
forwarder_headers = ""


class PatientConnection(gthread.TConn):  # type: ignore[misc] # gunicorn has no types
    """A connection that does not hold a thread for ever while it says nothing."""

    def init(self) -> None:
        """Start, or start again, and bound every wait from here on."""
        super().init()
        self.sock.settimeout(SILENCE)


gthread.TConn = PatientConnection


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
