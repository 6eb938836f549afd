"""What the portal refuses to start with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

POSTGRESQL = 150000


@register(Tags.files)
def fonts_are_there(app_configs: object, **kwargs: Any) -> Sequence[CheckMessage]:
    """Papers are printed with our own fonts, never the machine's."""
    folder = Path(settings.ROOT) / "static" / "fonts"
    found = {path.name for path in folder.rglob("*.ttf")}
    if any(name.startswith("Tinos") for name in found):
        return []
    return [Error(f"No print fonts under {folder}.", id="core.E001")]


@register(Tags.database, Tags.compatibility)
def database_fits(app_configs: object, **kwargs: Any) -> Sequence[CheckMessage]:
    """psycopg2 speaks to PostgreSQL 15 or newer."""
    if not kwargs.get("databases"):
        return []
    with connection.cursor():
        version = connection.pg_version  # type: ignore[attr-defined] # PostgreSQL only
    if version < POSTGRESQL:
        return [Error(f"PostgreSQL 15 is needed, this is {version}.", id="core.E002")]
    return []


@register()
def letters_can_be_written(
    app_configs: object, **kwargs: Any
) -> Sequence[CheckMessage]:
    """Letters say who sends them and lead to pages."""
    if not settings.SENDS_MAIL:
        return []
    if settings.PORTAL_ADDRESS and settings.DEFAULT_FROM_EMAIL:
        return []
    return [
        Error(
            "EMAIL_URL is set: PORTAL_ADDRESS (https://portal.example) and "
            "PORTAL_MAIL_FROM are needed too.",
            id="core.E004",
        )
    ]


@register(Tags.security, deploy=True)
def broker_is_named(app_configs: object, **kwargs: Any) -> Sequence[CheckMessage]:
    """Workers hear of work through Redis."""
    if str(settings.CELERY_BROKER_URL).startswith(("redis", "rediss", "sentinel")):
        return []
    return [Error("REDIS_URL must name a Redis or Valkey.", id="core.E003")]
