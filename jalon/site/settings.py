"""Django's settings, from the environment alone (jalon/site/environment.py, docs/settings.md).

Importing this module starts nothing and writes nothing.
"""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from jalon.site import environment, postgres
from jalon.site.home import Home

try:
    GIVEN = environment.read(os.environ)
except environment.SettingError as error:
    raise ImproperlyConfigured(str(error)) from error

BASE_DIR = environment.CHECKOUT
JALON_HOME = GIVEN["JALON_HOME"]
JALON_DATABASE_URL = GIVEN["JALON_DATABASE_URL"]
JALON_ENGINE = GIVEN["JALON_ENGINE"]
JALON_ENGINE_MEMORY = GIVEN["JALON_ENGINE_MEMORY"]
JALON_PORT = GIVEN["JALON_PORT"]
JALON_WORKERS = GIVEN["JALON_WORKERS"]
JALON_DOCUMENTS = Home(JALON_HOME).documents
JALON_SEGMENTS = Home(JALON_HOME).segments
JALON_KEYS = Home(JALON_HOME).keys
JALON_AUTHORITIES = GIVEN["JALON_AUTHORITIES"]
JALON_DEMO = Home(JALON_HOME).is_demo
JALON_RAIL = "jalon.site.rail.entries"
JALON_PLANS = "jalon.site.rail.plans"
JALON_SEARCH = "jalon.site.rail.search"
JALON_CONTRACTS = "jalon.site.contracts"
JALON_ORIGIN_OF_ROW = "jalon.services.queries.origins.origin_of"
JALON_HOLIDAYS = "jalon.reporting.queries.calendar.holidays"
JALON_LEFT_ON_LINE = "jalon.site.funding.left_on_line"
JALON_BESIDE_FIGURE = "jalon.reporting.beside.figure"
JALON_BESIDE_CONTRACT = "jalon.reporting.beside.contract"
JALON_BESIDE_INDICATOR = "jalon.reporting.beside.indicator"
JALON_BESIDE_BRANCH = "jalon.committee.beside.branch"
JALON_BESIDE_LATE = "jalon.reporting.beside.late"
JALON_BESIDE_ENVELOPE = "jalon.fund.beside.envelope"
JALON_NEEDS = [
    "jalon.services.quality.needs.needs",
    "jalon.contracts.queries.needs.needs",
    "jalon.reporting.queries.needs.needs",
    "jalon.fund.queries.needs.needs",
    "jalon.committee.queries.needs.needs",
]
JALON_USES_OF_EQUIPMENT = ["jalon.services.testing.queries.uses.uses_of_equipment"]
JALON_DAYS_OF_EQUIPMENT = ["jalon.services.testing.queries.uses.days_of_equipment"]
JALON_CHANGES = ["jalon.committee.queries.changes.changes"]
JALON_SAMPLED = "jalon.reporting.queries.sight.sampled_rows"

SECRET_KEY = GIVEN["JALON_SECRET_KEY"] or Home(JALON_HOME).secret_key()
DEBUG = GIVEN["JALON_DEBUG"]
ALLOWED_HOSTS = list(GIVEN["JALON_HOSTS"])

INSTALLED_APPS = [
    "jalon.site",
    "jalon.committee",
    "jalon.fund",
    "jalon.reporting",
    "jalon.results",
    "jalon.contracts",
    "jalon.indicators",
    "jalon.services",
    "jalon.capacity",
    "jalon.evidence",
    "jalon.plan",
    "jalon.network",
    "jalon.journal",
    "jalon.people",
    "jalon.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jalon.ui.middleware.preferred_digits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jalon.ui.middleware.real_addresses",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jalon.site.urls"
WSGI_APPLICATION = "jalon.site.wsgi.application"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an address is unique whatever its case: a constraint holds it
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jalon.ui.context.shell",
                "jalon.network.context.standing",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# PostgreSQL: the embedded server's socket, or the server that was named

CONNECTION = {
    "ENGINE": "django.db.backends.postgresql",
    "ATOMIC_REQUESTS": False,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"pool": {"min_size": 1, "max_size": 10, "timeout": 10}, "application_name": "jalon"},
}


def named_server(url: str) -> dict:
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))  # a socket's folder is said as ?host=/run/postgresql
    return CONNECTION | {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", unquote(parts.hostname or "")),
        "PORT": asked.pop("port", str(parts.port or "")),
        "OPTIONS": CONNECTION["OPTIONS"] | asked,
    }


def embedded_server(home) -> dict:
    return CONNECTION | {
        "NAME": postgres.DATABASE,
        "USER": postgres.ROLE,
        "HOST": str(postgres.socket_folder(home)),
        "PORT": "",
    }


DATABASES = {
    "default": named_server(JALON_DATABASE_URL) if JALON_DATABASE_URL else embedded_server(JALON_HOME)
}

# who signs in

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORDS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (f"{PASSWORDS}.UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("jalon.people.passwords.MinimumLength", {"min_length": 12}),
        (f"{PASSWORDS}.CommonPasswordValidator", {}),
        (f"{PASSWORDS}.NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by a letter sent to their address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "60/m/ip,10/5m/key",  # second factor codes; passwords are django-axes'
    "login": None,
}  # axes counts failures, and keeps them in the database
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jalon"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "ui/lockout.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_HTTP_RESPONSE_CODE = 429

# languages, days and hours

LANGUAGE_CODE = GIVEN["JALON_LANGUAGE"]
LANGUAGES = [("fr", _("French")), ("ar", _("Arabic")), ("en", _("English"))]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = GIVEN["JALON_TIME_ZONE"]
USE_I18N = True
USE_TZ = True

# static files, mail, uploads

STATIC_URL = "static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "jalon.ui.finders.FontFinder",
]
STATIC_ROOT = JALON_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

MAIL = urlsplit(GIVEN["JALON_MAIL_URL"])
EMAIL_BACKEND = (
    "jalon.site.letters.Terminal"
    if MAIL.scheme == "console"
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = MAIL.hostname or "localhost"
EMAIL_PORT = MAIL.port or (465 if MAIL.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL.password or "")
EMAIL_USE_SSL = MAIL.scheme == "smtps"
EMAIL_USE_TLS = MAIL.scheme == "smtp" and MAIL.port == 587  # the port of STARTTLS
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = GIVEN["JALON_MAIL_FROM"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600

# what a browser may do with our pages

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
if GIVEN["JALON_HTTPS"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        # a HEAD answered with a page's length is not worth a line
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # who asks for what is not theirs, or not there, is answered; ten lines of a stack help nobody
        "django.request": {"level": "ERROR"},
    },
}
