"""How gunicorn serves the portal: two processes of four threads each."""

from typing import Any

from config.launcher.kernel import die_with_parent

worker_class = "gthread"
workers = 2
threads = 4
graceful_timeout = 10
control_socket_disable = True


def post_fork(_server: Any, _worker: Any) -> None:
    """Called in each new process: it dies with its master."""
    die_with_parent()
