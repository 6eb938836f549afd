"""For a developer, and for commands that need no running portal."""

from config.settings.base import *

DEBUG = env.bool("PORTAL_DEBUG", default=False)
SECRET_KEY = env.str("PORTAL_SECRET_KEY", default="for-development-only-" * 3)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
