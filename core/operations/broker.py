"""What the broker knows: whether it answers, who listens, when the clock last ticked.

Nothing here waits for long: a page asks.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError as BrokerAway
from redis import Redis
from redis.exceptions import RedisError

PATIENCE: Final = 1.0  # seconds for an answer of the broker, and for those of workers
QUEUES: Final = ("quick", "print", "files", "backups")
_TICKED: Final = "portal.beat"
_A_DAY_MS: Final = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Broker:
    """The broker as it was found."""

    answers: bool
    server: str = ""
    waiting: dict[str, int] = field(default_factory=dict)
    # Queue → names of the workers that listen to it.
    workers: dict[str, list[str]] = field(default_factory=dict)
    # Seconds since the clock last ticked; nothing when it has not within a day.
    ticked: float | None = None


def look() -> Broker:
    """Ask the broker, and through it everybody who listens."""
    options = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "socket_timeout": PATIENCE,
        # Tried more than once by the client itself.
        "socket_connect_timeout": PATIENCE / 3,
    }
    line = current_app.connection_for_read(transport_options=options)
    try:
        with line, line.channel() as channel:
            server = _client(channel)
            left = server.pttl(_key(_TICKED))
            return Broker(
                answers=True,
                server=_name_of(server.info("server")),
                waiting={name: server.llen(_key(name)) for name in QUEUES},
                workers=_listeners(line),
                ticked=(_A_DAY_MS - left) / 1000 if left >= 0 else None,
            )
    except (OSError, BrokerAway, RedisError):
        return Broker(answers=False)


def note_tick() -> None:
    """Note that the clock ticks; the broker counts the time since, no other clock."""
    pool: Any = current_app.pool
    with pool.acquire(block=True) as line, line.channel() as channel:
        _client(channel).set(_key(_TICKED), "1", px=_A_DAY_MS)


def _client(channel: Any) -> Redis:
    """Return a client without Celery's prefix, which knows only some commands."""
    return Redis(connection_pool=channel.client.connection_pool)


def _key(name: str) -> str:
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("global_keyprefix", "")
    return f"{prefix}{name}"


def _listeners(line: Any) -> dict[str, list[str]]:
    inspect = current_app.control.inspect(timeout=PATIENCE, connection=line)
    answers = inspect.active_queues() or {}
    found: dict[str, list[str]] = {name: [] for name in QUEUES}
    for worker, queues in sorted(answers.items()):
        for queue in queues:
            found.setdefault(queue["name"], []).append(worker)
    return found


def _name_of(facts: Any) -> str:
    if version := facts.get("valkey_version"):
        return f"Valkey {version}"
    return f"Redis {facts.get('redis_version', '?')}"
