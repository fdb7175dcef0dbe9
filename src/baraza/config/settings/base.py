"""Settings that hold in every mode; local, test and production add to them."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from baraza.config.catalogue import CHANNEL_APPS, SERVICE_APPS
from baraza.config.env import Environment
from baraza.config.settings.demands import security_contacts, vapid_keys
from baraza.config.settings.mail import mail
from baraza.config.settings.sign_in import *  # noqa: F403

ENV = Environment()
PROJECT_ROOT = Path(__file__).resolve().parents[4]
SOURCE_ROOT = PROJECT_ROOT / "src" / "baraza"
RUN_DIRECTORY = Path(ENV.text("BARAZA_RUN_DIRECTORY", default=str(PROJECT_ROOT / "var")))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_vite",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "baraza.core.tenancy.apps.TenancyConfig",
    "baraza.core.organisations.apps.OrganisationsConfig",
    "baraza.core.settings.apps.SettingsConfig",
    "baraza.core.identity.apps.IdentityConfig",
    "baraza.core.audit.apps.AuditConfig",
    "baraza.core.jobs.apps.JobsConfig",
    "baraza.core.ingress.apps.IngressConfig",
    "baraza.messaging.apps.MessagingConfig",
    "baraza.capabilities.geography.apps.GeographyConfig",
    "baraza.capabilities.triage.apps.TriageConfig",
    "baraza.capabilities.media.apps.MediaConfig",
    "baraza.capabilities.notifications.apps.NotificationsConfig",
    "baraza.capabilities.exports.apps.ExportsConfig",
    "baraza.capabilities.live.apps.LiveConfig",
    "baraza.capabilities.webhooks.apps.WebhooksConfig",
    "baraza.capabilities.saved_views.apps.SavedViewsConfig",
    "baraza.capabilities.staff_letters.apps.StaffLettersConfig",
    "baraza.capabilities.feedback.apps.FeedbackConfig",
    "baraza.conversation.apps.ConversationConfig",
    *SERVICE_APPS,
    *CHANNEL_APPS,
    "baraza.operations.apps.OperationsConfig",
    "baraza.web.ui.apps.UiConfig",
    "baraza.web.portal.apps.PortalConfig",
    "baraza.web.console.apps.ConsoleConfig",
    "baraza.config.apps.WiringConfig",
]

MIDDLEWARE = [
    "baraza.operations.deep_calls.RoomForDeepCallsMiddleware",
    "baraza.web.ui.security.SecurityHeadersMiddleware",
    "baraza.operations.correlation.CorrelationMiddleware",
    "baraza.operations.probes.ProbeMiddleware",
    "baraza.web.ui.counting.CountingMiddleware",
    "baraza.web.portal.hosts.HostMiddleware",
    "baraza.web.ui.origin.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "baraza.web.console.account.standing.StandingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "baraza.config.urls"
ASGI_APPLICATION = "baraza.config.asgi.application"
AUTH_USER_MODEL = "identity.User"
LOGIN_URL = "console:sign-in"
LOGIN_REDIRECT_URL = "console:start"
LOGOUT_REDIRECT_URL = "console:sign-in"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "baraza.web.console.account.standing.surroundings",
            ],
        },
    },
]
FORM_RENDERER = "baraza.web.ui.forms.GovukFormRenderer"

LANGUAGE_CODE = "en"
# In these residents read every text; a check holds the catalogues to it.
COMPLETE_LANGUAGES = [
    ("en", _("English")),
    ("af", _("Afrikaans")),
    ("zu", _("isiZulu")),
    ("xh", _("isiXhosa")),
]
# Begun: offered where an organisation switches them on, in the knowledge that parts are in English.
STARTED_LANGUAGES = [("rw", "Ikinyarwanda"), ("fil", "Filipino")]
LANGUAGES = [*COMPLETE_LANGUAGES, *STARTED_LANGUAGES]
LOCALE_PATHS = [SOURCE_ROOT / "config" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = RUN_DIRECTORY / "static"
STATICFILES_DIRS = [PROJECT_ROOT / "frontend" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
MEDIA_ROOT = Path(ENV.text("BARAZA_MEDIA_DIRECTORY", default=str(RUN_DIRECTORY / "media")))
DJANGO_VITE = {
    "default": {"dev_mode": False, "manifest_path": PROJECT_ROOT / "frontend" / "dist" / "manifest.json"},
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "baraza.web.console.old_pages.from_an_old_page"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
# Scripts read the token from the page (meta csrf-token), never from the cookie.
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Three photos of the largest size that is taken (capabilities/media) and the words of a report.
PAGES_BODY_LIMIT_BYTES = 50 * 1024 * 1024

# Doors of providers, see core/ingress.
INGRESS_BODY_LIMIT_BYTES = 3 * 1024 * 1024
INGRESS_CONNECTION_RATE = ENV.whole_number("BARAZA_CONNECTION_REQUESTS_PER_SECOND", default=400)
INGRESS_GLOBAL_RATE = ENV.whole_number("BARAZA_REQUESTS_PER_SECOND", default=4000)
TRUSTED_PROXIES = ENV.networks("BARAZA_TRUSTED_PROXIES")
# From where the platform's own people work, on its pages and as support; from everywhere if none.
PLATFORM_NETWORKS = ENV.networks("BARAZA_PLATFORM_NETWORKS")

# Sending, see docs/messaging.md; the defaults are meant for production.
SEND_FIRST_RETRY_MILLISECONDS = ENV.whole_number("BARAZA_SEND_FIRST_RETRY_MILLISECONDS", default=5000)
SEND_LEASE_SECONDS = ENV.whole_number("BARAZA_SEND_LEASE_SECONDS", default=60)
SEND_RECEIPT_WAIT_SECONDS = ENV.whole_number("BARAZA_SEND_RECEIPT_WAIT_SECONDS", default=120)
CIRCUIT_SECONDS = ENV.whole_number("BARAZA_CIRCUIT_SECONDS", default=20)
REPLY_UNDO_SECONDS = ENV.whole_number("BARAZA_REPLY_UNDO_SECONDS", default=10)
PROVIDER_TIMEOUT_SECONDS = ENV.whole_number("BARAZA_PROVIDER_TIMEOUT_SECONDS", default=10)

# Asked whether an organisation's own name is its own; without any, the name servers of the machine.
DNS_SERVERS = ENV.words("BARAZA_DNS_SERVERS")

# Written by the walk of the accessibility checker through the residents' pages; their statement shows it.
ACCESSIBILITY_RESULTS = Path(
    ENV.text("BARAZA_ACCESSIBILITY_RESULTS", default=str(PROJECT_ROOT / "build" / "accessibility.json"))
)

# Outside systems; empty means off.
WHATSAPP_GRAPH_URL = ENV.text("BARAZA_WHATSAPP_GRAPH_URL", default="https://graph.facebook.com")
WHATSAPP_GRAPH_VERSION = ENV.text("BARAZA_WHATSAPP_GRAPH_VERSION", default="v25.0")
TWILIO_API_URL = ENV.text("BARAZA_TWILIO_API_URL", default="https://api.twilio.com")
# Letters to residents go through each organisation's own account. The first is a stand-in for Mailgun, SendGrid and
# Postmark; mail servers inside the house are named here, because organisations enter theirs themselves.
EMAIL_API_URL = ENV.text("BARAZA_EMAIL_API_URL", default="")
SMTP_INSIDE_HOSTS = ENV.words("BARAZA_SMTP_INSIDE_HOSTS")
# Where letters of the demonstration are kept, and the mail server's name that means so there.
LETTERS_DIRECTORY = RUN_DIRECTORY / "letters"
LETTERS_SANDBOX = "sandbox.invalid"
# Notifications in browsers; without a key nobody can switch them on. The first key is given to browsers, all of them send.
VAPID_KEYS = vapid_keys(ENV)
VAPID_CONTACT = ENV.text("BARAZA_VAPID_CONTACT", default="")
WEBHOOKS_INSIDE_HOSTS = ENV.words("BARAZA_WEBHOOKS_INSIDE_HOSTS")
WEBPUSH_INSIDE_HOSTS = ENV.words("BARAZA_WEBPUSH_INSIDE_HOSTS")
RETELL_API_URL = ENV.text("BARAZA_RETELL_API_URL", default="https://api.retellai.com")
TRIAGE_PROVIDER_URL = ENV.text("BARAZA_TRIAGE_PROVIDER_URL", default="")
TRIAGE_PROVIDER_KEY = ENV.text("BARAZA_TRIAGE_PROVIDER_KEY", default="")
TRIAGE_PROVIDER_MODEL = ENV.text("BARAZA_TRIAGE_PROVIDER_MODEL", default="")
# The residents' public pages are made anew after so long; 0 makes them for every visit.
PUBLIC_PAGE_SECONDS = ENV.whole_number("BARAZA_PUBLIC_PAGE_SECONDS", default=10)
# A page that follows live updates is asked for its rights anew this often.
# Where the database itself is, when the web process reaches it through a pooler that passes no notifications.
LIVE_DATABASE_URL = ENV.text("BARAZA_LIVE_DATABASE_URL", default="")
LIVE_CHECK_SECONDS = ENV.whole_number("BARAZA_LIVE_CHECK_SECONDS", default=60)
METRICS_TOKEN = ENV.text("BARAZA_METRICS_TOKEN", default="")
# Whom to tell of a weakness, in /.well-known/security.txt; without any there is no such page.
SECURITY_CONTACTS = security_contacts(ENV)

# Letters to staff. A server that does not answer must not hold up the worker.
MAIL = mail(ENV)
EMAIL_BACKEND, ANYMAIL = MAIL.backend, MAIL.anymail
globals().update(MAIL.options)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.text("BARAZA_EMAIL_FROM", default="Baraza <no-reply@localhost>")
PUBLIC_URL = ENV.text("BARAZA_PUBLIC_URL", default="http://localhost:8000").rstrip("/")
DEMO_MODE = False
