"""Django's settings. What an administrator may decide comes from `environment`; the rest is ours and fixed."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from entendu.config import environment

PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = environment.key("secret")
DEBUG = False
ALLOWED_HOSTS = environment.HOSTS.words()
ENTENDU_URL = environment.url()
SECURE = ENTENDU_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [ENTENDU_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "entendu.parts.staff",
    "entendu.parts.people",
    "entendu.parts.tickets",
    "entendu.parts.accounts",
    "entendu.parts.promises",
    "entendu.parts.diagnosis",
    "entendu.parts.listening",
    "entendu.parts.knowledge",
    "entendu.parts.options",
    "entendu.parts.care",
    "entendu.parts.wording",
    "entendu.parts.chat",
    "entendu.parts.inbox",
    "entendu.parts.outbox",
    "entendu.parts.telephone",
    "entendu.doors.web",
    "entendu.doors.portal",
    "entendu.doors.chat",
]

MIDDLEWARE = [
    "entendu.doors.watch.durations.measure",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "entendu.doors.web.middleware.reader_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "entendu.config.urls"
ASGI_APPLICATION = "entendu.config.asgi.application"

TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [PACKAGE / "templates"],
    "OPTIONS": {
        "loaders": [(
            "django.template.loaders.cached.Loader",
            ["django_cotton.cotton_loader.Loader", "django.template.loaders.filesystem.Loader",
             "django.template.loaders.app_directories.Loader"],
        )],
        "context_processors": [
            "django.template.context_processors.request",
            "django.template.context_processors.i18n",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ],
        "builtins": ["django.templatetags.i18n", "django.templatetags.static", "django_cotton.templatetags.cotton",
                     "entendu.doors.web.templatetags.desk"],
    },
}]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may sign in, and how: argon2 for passwords, allauth for TOTP, recovery codes and passkeys.
AUTH_USER_MODEL = "staff.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "entendu.doors.web.sign_in.StaffAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Entendu"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator gave the address; there is no sign-up that could take it

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if environment.PROXY.is_on():
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Nothing from other hosts, no inline script or style; customers' HTML is shown in a frame with a stricter policy.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [SELF],
    "img-src": [SELF, "data:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
}}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ro", _("Romanian"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = environment.data_folder() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What the flows and doors need to know of the administrator's decisions.
ENTENDU_DATA = environment.data_folder()
ENTENDU_LISTEN = {one.name: environment.address(one)
                  for one in (environment.LISTEN, environment.SMTP_LISTEN, environment.LMTP_LISTEN,
                              environment.RELAY_LISTEN)}
ENTENDU_MAIL_BYTES = environment.MAIL_BYTES.number()
ENTENDU_ATTACHMENT_BYTES = environment.ATTACHMENT_BYTES.number()
ENTENDU_UNDO_SECONDS = environment.UNDO_SECONDS.number()
ENTENDU_METRICS_TOKEN = environment.METRICS_TOKEN.text()
ENTENDU_SMTP_OUT = environment.outgoing_server()
ENTENDU_SECRETS_KEY = environment.key("secrets")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "entendu.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": environment.LOG_LEVEL.text()},
    # httpx would write down whole addresses, and some of them are secrets.
    "loggers": {"django.request": {"level": "ERROR"}, "mail.log": {"level": "ERROR"}, "httpx": {"level": "WARNING"}},
}
