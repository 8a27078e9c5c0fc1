"""One settings module for every place: what differs comes from the environment, and is refused loudly when wrong."""

from pathlib import Path

from csp.constants import NONE, SELF

from config import environment
from config.local import defaults, paths

BASE_DIR = Path(__file__).resolve().parent.parent

# --- where this copy runs -------------------------------------------------------------------------------------------

LOCAL = environment.choice("DEPLOYMENT", ("local", "production")) == "local"
PORT = environment.whole_number("PORT", 8000, low=1, high=65535)
DEBUG = LOCAL and environment.flag("DEBUG", default=False)
SERVED_BY_HTTPS = environment.flag("SERVED_BY_HTTPS", default=not LOCAL)
BEHIND_PROXY = environment.flag("BEHIND_PROXY", default=not LOCAL)
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if LOCAL else None)
SECRET_KEY = environment.text("SECRET_KEY", defaults.secret_key() if LOCAL else None, at_least=50)
SECRET_KEY_FALLBACKS = [key for key in environment.text("SECRET_KEY_FALLBACKS", "").split(",") if key]

if not (LOCAL or SERVED_BY_HTTPS or set(ALLOWED_HOSTS) <= defaults.LOOPBACK_NAMES):
    environment.refuse(
        "SERVED_BY_HTTPS",
        f"là no nhưng trang được mở dưới tên {ALLOWED_HOSTS[0]}: mật khẩu và bản kiểm điểm sẽ đi qua mạng "
        "không mã hóa; hãy đặt HTTPS phía trước và ghi SERVED_BY_HTTPS=yes",
    )

# --- parts ----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "config.apps.SiteConfig",
    "django_htmx",
    "csp",
    "core",
    "units",
    "cadres",
    "reviews",
]

MIDDLEWARE = [
    "config.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cadres.middleware.ActorMiddleware",
    "core.htmx.LoginRequiredMiddleware",  # every page asks for a log-in, save those marked @login_not_required
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # the widgets of django.forms; our own pages all stand in templates/
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.navigation.navigation",
                "core.guide.guide",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.Renderer"
NAVIGATION = "config.navigation.ENTRIES"
GUIDE = "config.guide.ENTRIES"

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
# A deadline on a Saturday, Sunday or holiday (core/days_off.py): what follows.
DEADLINE_ON_DAY_OFF = environment.choice("DEADLINE_ON_DAY_OFF", ("none", "next_working_day"), "none")
USE_I18N = True
USE_TZ = True

# --- database and files ---------------------------------------------------------------------------------------------

DATABASES = {
    "default": environment.postgresql("DATABASE_URL", defaults.database_url() if LOCAL else None)
    | {
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": environment.text("TEST_DATABASE_NAME", "test_kiemdiem")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Evidence and reports: never under an address of its own, only through views that ask who is there.
STORAGE_DIR = environment.folder("STORAGE_DIR", defaults.storage_folder() if LOCAL else None)
MEDIA_ROOT = STORAGE_DIR
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Files on their way in lie beside those kept, so that keeping one is a rename, and the sweep finds what a crash left.
FILE_UPLOAD_TEMP_DIR = environment.folder("UPLOAD_TEMP_DIR", STORAGE_DIR / "incoming")
UPLOAD_MOST_BYTES = environment.whole_number("UPLOAD_MEGABYTES", 20, low=1, high=200) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.upload_handler.BoundedFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 10  # with the largest files, as much as one review may keep
# Of one review, all its rounds together.
ATTACHMENTS_MOST_FILES = environment.whole_number("ATTACHMENTS_MOST_FILES", 40, low=1, high=1000)
ATTACHMENTS_MOST_BYTES = environment.whole_number("ATTACHMENTS_MEGABYTES", 200, low=1, high=10000) * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = environment.folder("STATIC_DIR", paths.VAR / "static")
DEMO_ACCOUNTS_FILE = paths.VAR / "demo-accounts.txt"  # what `make run` prints
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.assets.VendorFinder",
]
STATIC_FROM_SOURCES = LOCAL and environment.flag("STATIC_FROM_SOURCES", default=DEBUG)
# Typefaces are read by the PDF engine and maps by a developer's tools: not worth half a minute of compressing.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "webp", "gz", "br", "woff2", "ttf", "map")
WHITENOISE_USE_FINDERS = STATIC_FROM_SOURCES
WHITENOISE_AUTOREFRESH = STATIC_FROM_SOURCES
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if STATIC_FROM_SOURCES
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# An answer sheet of 135 rows with notes, and evidence, fit; what is larger is refused with a sentence.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- people ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "cadres.User"
LOGIN_URL = "cadres:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "cadres:login"
PASSWORD_HASHERS = ["config.hashers.OfficeArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
ONE_TIME_PASSWORD_SECONDS = 7 * 24 * 60 * 60
# A whole office may share one address, so an address may fail far more often than one account from it.
LOGIN_FAILURE_WINDOW_SECONDS = 30 * 60
LOGIN_FAILURES_OF_ACCOUNT = 5
LOGIN_FAILURES_OF_ADDRESS = 100

# --- sessions and cookies -------------------------------------------------------------------------------------------

SESSION_IDLE_SECONDS = 3 * 60 * 60
SESSION_TOTAL_SECONDS = 12 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = SESSION_TOTAL_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = SERVED_BY_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if SERVED_BY_HTTPS else f"session-{PORT}"
CSRF_COOKIE_NAME = "__Host-csrf" if SERVED_BY_HTTPS else f"csrf-{PORT}"
CSRF_COOKIE_SECURE = SERVED_BY_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS] if SERVED_BY_HTTPS else []
MESSAGE_STORAGE = "core.message_storage.MessageStorage"
MESSAGE_COOKIE_NAME = "__Host-messages" if SERVED_BY_HTTPS else f"messages-{PORT}"

# --- what browsers are told -----------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's style sheet carries its icons as data: addresses
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SERVED_BY_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = environment.whole_number("HSTS_SECONDS", 31536000, low=1, high=63072000) if SERVED_BY_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = environment.flag("HSTS_PRELOAD", default=False)
# Sub-domains and preload bind a whole domain for years: an office decides that by environment, not this project.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- e-mail ---------------------------------------------------------------------------------------------------------

EMAIL_HOST = environment.text("EMAIL_HOST", "")
EMAIL_IS_SET_UP = bool(EMAIL_HOST)
# A copy on one's own machine keeps its letters in a folder; elsewhere, nothing leaves until a server is named.
MAIL_FOLDER = paths.VAR / "mail"
MAIL_GOES_OUT = EMAIL_IS_SET_UP or LOCAL
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_IS_SET_UP
    else "core.mail_folder.EmailBackend"
    if LOCAL
    else "django.core.mail.backends.dummy.EmailBackend"
)
# The letters of the demo are shown to whoever is logged in: nobody in it is real.
DEMO_MAILBOX = LOCAL and not EMAIL_IS_SET_UP and environment.flag("DEMO", default=True)
EMAIL_SECURITY = environment.choice("EMAIL_SECURITY", ("starttls", "tls", "none"), "starttls")
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_PORT = environment.whole_number("EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", None if EMAIL_IS_SET_UP else "kiem-diem@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What links in letters begin with.
SITE_URL = environment.text(
    "SITE_URL",
    f"{'https' if SERVED_BY_HTTPS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.')}{f':{PORT}' if LOCAL else ''}",
).rstrip("/")
# Files of printed papers are removed after so many days; issued ones never.
REPORT_KEPT_DAYS = environment.whole_number("REPORT_KEPT_DAYS", 30, low=1, high=3650)
# Digests of what is due are written from this hour on, on the clocks of Ho Chi Minh City.
REMINDER_HOUR = environment.whole_number("REMINDER_HOUR", 7, low=0, high=23)

# --- background work ------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = environment.broker("CELERY_BROKER_URL", defaults.broker_url() if LOCAL else None)
CELERY_WORKER_CONCURRENCY = environment.whole_number("WORKER_PROCESSES", 2, low=1, high=64)
# What a run beyond these ends with is a sentence: the memory of one process, the seconds of one step (a paper of a pack).
WORKER_MEMORY_MEGABYTES = environment.whole_number("WORKER_MEMORY_MEGABYTES", 1500, low=300, high=1_000_000)
JOB_STEP_SECONDS = environment.whole_number("JOB_STEP_SECONDS", 600, low=60, high=86400)
# How far the worker stands back behind the web server where both want the processors (0: not at all, 19: furthest).
WORKER_NICENESS = environment.whole_number("WORKER_NICENESS", 10, low=0, high=19)
# Longer than any step of a job; a second delivery beside a live run is turned away by the job's own claim.
BROKER_VISIBILITY_SECONDS = environment.whole_number("BROKER_VISIBILITY_SECONDS", 10, low=5, high=3600)

# --- logs -----------------------------------------------------------------------------------------------------------

LOG_LEVEL = environment.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False}},
}
