"""How gunicorn serves the portal: two processes of four threads each."""

from typing import Any

from gunicorn.workers import gthread

from config.launcher.kernel import die_with_parent

SILENCE = 20  # seconds that a request may stand still before its thread is given back

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


def post_fork(_server: Any, _worker: Any) -> None:
    """Called in each new process: it dies with its master."""
    die_with_parent()
