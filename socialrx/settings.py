"""Settings, from the environment only. Production refuses to start unsafe: `socialrx/checks.py`."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from socialrx import env, logs

BASE_DIR = Path(__file__).resolve().parent.parent

# Development and tests say so; a server that says nothing is production.
PRODUCTION = env.text("SOCIALRX_ENV", "production") == "production"
# The demo has one-click personas and simulated devices; production refuses to start with it.
DEMO = env.flag("SOCIALRX_DEMO")
# Where the demo keeps its servers' data and ready.json.
DATA = Path(env.text("SOCIALRX_DATA", str(BASE_DIR / ".demo"))).resolve()

# What became of the acceptance tests, for `/about/conformance/`. The tests write a file of their own; production has
# none of the tests and shows the results that were shipped with it.
_SHIPPED, _OWN = BASE_DIR / "socialrx" / "conformance.json", BASE_DIR / "build" / "conformance.json"
CONFORMANCE_RESULTS = Path(env.text("SOCIALRX_CONFORMANCE", str(_SHIPPED if PRODUCTION else _OWN)))

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
# Earlier keys, the newest first: what was sealed or signed with one still opens.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,testserver")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "socialrx.apps.SocialrxConfig",
    "observatory.apps.ObservatoryConfig",
    "devices.apps.DevicesConfig",
    "referrals.apps.ReferralsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "oauth2_provider",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]
if not PRODUCTION:
    # Example data, personas and the benchmark. The production image does not hold them.
    INSTALLED_APPS.append("socialrx.tools")

MIDDLEWARE = [
    "socialrx.request_id.RequestId",
    "socialrx.permissions_policy.PermissionsPolicy",
    "socialrx.well_formed.WellFormed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "referrals.kit.access.ActorMiddleware",
]

ROOT_URLCONF = "socialrx.urls"
WSGI_APPLICATION = "socialrx.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "socialrx.context.page",
            ],
            "builtins": ["referrals.templatetags.nhsuk", "referrals.templatetags.nhsuk_forms"],
        },
    }
]
FORM_RENDERER = "socialrx.rendering.NHSFormRenderer"

DATABASES = {
    "default": env.database(env.text("DATABASE_URL"))
    # Seconds. A server that cannot be reached at all must not hold up each request.
    | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": {"connect_timeout": 5}}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How many proxies stand in front of the web process, each of which appends the address it saw to X-Forwarded-For. All
# limits and the audit know clients by it; none: the header is not read.
TRUSTED_PROXIES = env.count("TRUSTED_PROXIES", 1 if PRODUCTION else 0)

# A file outside the database, to which the newest link of the audit is written each hour; the log holds it too.
AUDIT_ANCHORS = env.text("AUDIT_ANCHORS", "")

REDIS_URL = env.text("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# mqtt://user:password@host:port or mqtts://… ; the consumer's own account on the broker.
MQTT_URL = env.text("MQTT_URL")
MQTT_CA_FILE = env.text("MQTT_CA_FILE", "")
# The group in which several consumers share the messages; empty for a single consumer (`devices.topics.subscription`).
MQTT_SHARE_GROUP = env.text("MQTT_SHARE_GROUP", "")
# Mosquitto's password file, written from the devices table; empty where the broker keeps its own users.
MQTT_PASSWORD_FILE = env.text("MQTT_PASSWORD_FILE", "")
# Where Mosquitto's plugin writes what devices publish; empty where the consumer subscribes to a broker of another kind.
MQTT_SPOOL = env.text("MQTT_SPOOL", "")

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# Shorter than the visibility timeout, so that Redis never hands a running task to a second worker.
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

AUTH_USER_MODEL = "referrals.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "socialrx.hashers.SecretHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "referrals.views.access.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# Nobody signs up, so an address that is not known gets no mail that invites it to.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# The library's own limits need the cache and lock accounts; ours are in `referrals.kit.rate_limit`.
ACCOUNT_RATE_LIMITS = False
KNOWN_BROWSER_COOKIE = "__Host-known-browser" if PRODUCTION else "known-browser"

# A caseload's list is read in memory and never lies on a disk; a larger file is not taken at all.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
# Seconds. A sign-in is over after 12 hours at most (`referrals/sign_ins.py`). Its session is known for longer, so that
# what its owner sends too late is kept for them.
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "socialrx.errors.forged"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    # Our proxy overwrites the header; without one it would be anybody's word (`checks` refuses that).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "socialrx" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "static/"
# Elsewhere WhiteNoise serves the files from where they are.
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "socialrx" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# smtp://user:password@host:port in production; a folder of files in the demo, so that nothing leaves the machine.
EMAIL_FILE_PATH = str(DATA / "mail")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST", "")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = int(env.text("EMAIL_PORT", "587"))
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=PRODUCTION)
# Seconds. A message keeps its row locked while it is handed over.
EMAIL_TIMEOUT = 10
# GOV.UK Notify takes texts, letters and e-mail where it has a key; without one e-mail goes by SMTP, a text becomes a
# call and a letter waits in the team's print queue. Each channel has one template, of ((subject)) and ((body)).
NOTIFY_API_KEY = env.text("NOTIFY_API_KEY", "")
NOTIFY_BASE_URL = env.text("NOTIFY_BASE_URL", "https://api.notifications.service.gov.uk")
NOTIFY_TEMPLATES = {
    "email": env.text("NOTIFY_EMAIL_TEMPLATE", ""),
    "text": env.text("NOTIFY_TEXT_TEMPLATE", ""),
    "letter": env.text("NOTIFY_LETTER_TEMPLATE", ""),
}
# Whom to tell of a weakness, as `mailto:` or `https://`; it stands in `/.well-known/security.txt`.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "socialrx@localhost")

# The Warwick well-being scale may be used only under its owners' licence; with one, its scores can be recorded here.
SWEMWBS_LICENSED = env.flag("SWEMWBS_LICENSED")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["referrals.kit.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["referrals.kit.api.throttling.PerClient"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["referrals.kit.api.parsing.Json"],
    # OPTIONS is not part of the interface: the OpenAPI document says what there is.
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "referrals.kit.api.problems.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "socialrx",
    "DESCRIPTION": "Referrals, days of steps and weekly figures of social prescribing.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"MissingReasonEnum": "referrals.models.choices.MissingReason"},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "socialrx.api_schema.with_problems",
    ],
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    # SMART Backend Services: five minutes.
    "ACCESS_TOKEN_EXPIRE_SECONDS": 300,
    "OAUTH2_VALIDATOR_CLASS": "referrals.kit.api.validator.Validator",
    "CLIENT_SECRET_HASHER": "pbkdf2_sha256_once",
    # The current practice for OAuth 2.0 (RFC 9700), which the library leaves off for older clients.
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "SCOPES_BACKEND_CLASS": "referrals.kit.api.scopes.ClientScopes",
}

LOGGING = logs.configuration(env.text("LOG_LEVEL", "INFO"))
