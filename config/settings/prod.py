"""For every real portal, the laptop in the hall included."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *

DEBUG = False
SECRET_KEY = env.str("PORTAL_SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "PORTAL_SECRET_KEY is not set. `make start` makes one; on a server put a "
        "long random value into the environment of every process."
    )

ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("PORTAL_ORIGINS", default=[])

# Only a portal on its own machine's loopback address goes without HTTPS.
SECURE = env.bool("PORTAL_SECURE", default=True)
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = env.int(
    "PORTAL_HSTS_SECONDS", default=365 * 24 * 60 * 60 if SECURE else 0
)
# Other servers of the customer may still speak http: only he can know.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("PORTAL_HSTS_SUBDOMAINS", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if env.bool("PORTAL_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Compressing every file takes half a minute and saves nothing over loopback.
_storage = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if env.bool("PORTAL_COMPRESS", default=SECURE)
    else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _storage},
}
