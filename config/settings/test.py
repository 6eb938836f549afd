"""For tests: the real database and broker, cheap passwords, nothing else changed."""

from config.settings.base import *

SECRET_KEY = "for-tests-only-" * 4
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_FAILURE_LIMIT = 3
# Tests of the second factor ask for it themselves.
SECOND_FACTOR_REQUIRED = False
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Empties tables that nobody else may empty; see there.
DATABASES["default"]["ENGINE"] = "tests.postgres"
# Tests in parallel share one broker: each process has keys of its own.
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = env.str(
    "PYTEST_XDIST_WORKER", default="alone"
)
CACHES["default"]["KEY_PREFIX"] = env.str("PYTEST_XDIST_WORKER", default="alone")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nothing is collected for tests: files come from where they are written.
WHITENOISE_AUTOREFRESH = True
