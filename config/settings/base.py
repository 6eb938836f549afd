"""What every installation shares. Whatever is secret or local comes from outside."""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

# Lets generic classes of Django be written with their types.
django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[2]

env = environ.Env()
VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))
# The launcher leaves the addresses of a running portal here, for a second terminal.
_running = VAR / "portal.env"
if _running.is_file():
    env.read_env(_running, overwrite=False)
    VAR = Path(env.str("PORTAL_VAR", default=str(VAR)))

INSTANCE = env.str("PORTAL_INSTANCE", default="portal")

# --- the apps ---------------------------------------------------------------------

INSTALLED_APPS = [
    "core.back_office.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    # The plain app leaves TEMPLATES alone: the loader is named below.
    "template_partials.apps.SimpleAppConfig",
    "core",
    "congress",
    "personnel",
    "documents",
    "ballots",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.web.PlainTextMiddleware",
    "core.web.MarkedFilesMiddleware",
    "core.web.WholePageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.web.VietnameseFirstMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "core.web.BodyLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.web.NoStoreMiddleware",
    "core.gates.GatesMiddleware",
    "core.web.RefusalMiddleware",
    "congress.views.away.AwayMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.web.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- the database -----------------------------------------------------------------

_database = env.str(
    "DATABASE_URL", default=f"postgres://portal_app@/portal?host={VAR / 'run'}"
)
_named = env.db_url_config(_database)
DATABASES = {
    "default": {
        **_named,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A host that lost its power must not keep its locks for hours.
        "OPTIONS": {
            # The folder of a socket and the way of encryption come with the address.
            **_named.get("OPTIONS", {}),
            # Triggers that keep versions look this setting up for every row. Where it
            # is not there an exception is caught each time, and a transaction of n
            # rows takes as long as n times n.
            # Tables lie on solid disks or in memory, where a row found by an index
            # costs hardly more to read than the next one.
            "options": (
                "-c idle_in_transaction_session_timeout=60000 -c pgtrigger.ignore={}"
                " -c random_page_cost=1.1"
                f" -c lock_timeout={env.str('PORTAL_LOCK_TIMEOUT', default='0')}"
            ),
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -----------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
        )
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "core:sign-in"
LOGIN_REDIRECT_URL = "core:start"
LOGOUT_REDIRECT_URL = "core:sign-in"
# Ten wrong passwords for one name from one address: that pair waits a quarter hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "core/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "core.web.client_address"
# Fifty for one name from anywhere within an hour: unknown browsers wait. Names are
# kept as digests, and a browser that is known is counted for itself (core.guessing).
AXES_HANDLER = "core.guessing.Limits"
AXES_USERNAME_CALLABLE = "core.guessing.counted_name"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
GUESSES_ANYWHERE = 50
# A hundred for any names from one address within a quarter hour: the same.
GUESSES_FROM_ONE_ADDRESS = 100
# Administrators and staff of persons and of the organisation sign in with a code from
# a phone as well; the demo only offers it.
SECOND_FACTOR_REQUIRED = env.bool(
    "PORTAL_SECOND_FACTOR_REQUIRED", default=INSTANCE != "demo"
)
OTP_TOTP_ISSUER = "Cổng Đại hội"
# Screens of the tally board lock after so long without an act.
IDLE_LOCK_SECONDS = env.int("PORTAL_IDLE_LOCK_SECONDS", default=5 * 60)
# How many proxies of ours stand in front; without one their header is not believed.
PROXIES = env.int("PORTAL_PROXIES", default=0)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- language ---------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["core.vietnamese.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

# --- files and what a browser may do ----------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
BACKUPS = Path(env.str("PORTAL_BACKUPS", default=str(VAR / "backups")))
# Where a hall reaches the portal, and what its certificate is known by (make hall).
HALL_ADDRESSES = env.list("PORTAL_HALL", default=[])
HALL_FINGERPRINT = env.str("PORTAL_HALL_FINGERPRINT", default="")
HALL_SINCE = env.str("PORTAL_HALL_SINCE", default="2025-01-01T00:00:00+00:00")
HALL_CARD = VAR / "hall" / "card.pdf"
# An uploaded election may have 256 MiB; it goes to a temporary file, not to memory.
MAX_UPLOAD_BYTES = 256 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# --- e-mail -----------------------------------------------------------------------

# None is sent where no server is named. Letters are written in the background, where
# nobody knows under which address people reach the portal: it has to be said.
_mail = env.str("EMAIL_URL", default="")
if _mail:
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 20
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS", default="").rstrip("/")
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", default="")
SENDS_MAIL = bool(_mail)

# --- work in the background -------------------------------------------------------

CELERY_BROKER_URL = env.str(
    "REDIS_URL", default=f"redis+socket://{VAR / 'run' / 'valkey.sock'}"
)
CELERY_RESULT_BACKEND = None
# What walls ask for twice a second; all processes share it. Nothing there is a fact.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # Celery and the cache name a socket in different words.
        "LOCATION": env.str(
            "PORTAL_CACHE_URL",
            default=CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1),
        ),
        "KEY_PREFIX": "cache",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    # A person waits while a job is asked for: better no message than a hung page.
    # The sweeper sends what is missing.
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
}
# After so long the process is killed and the job has failed: many times what the
# largest list, paper or backup takes. Ticks of the clock have the general limit.
JOB_SECONDS = {
    "quick": 10 * 60,
    "print": 30 * 60,
    "files": 30 * 60,
    "backups": 2 * 60 * 60,
}
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "quick"
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "resend jobs that lost their worker": {
        "task": "core.resend_stale_jobs",
        "schedule": 2.0,
        "options": {"expires": 2.0},
    },
    "chain the lines of the audit trail": {
        "task": "core.seal_audit",
        "schedule": 1.0,
        "options": {"expires": 1.0},
    },
    "forget old slips, close sessions that went out": {
        "task": "core.tidy_accounts",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "look whether a backup is due": {
        "task": "core.back_up_when_due",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "send letters that wait": {
        "task": "core.send_letters",
        "schedule": 20.0,
        "options": {"expires": 20.0},
    },
    "remind of what is due": {
        "task": "core.remind_of_work",
        "schedule": crontab(hour="6", minute="30"),
    },
    "write the letters of the day": {
        "task": "core.write_letters_of_the_day",
        "schedule": crontab(hour="7", minute="0"),
    },
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": [
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
            ],
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": env.str("PORTAL_LOG", default="INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}
