"""Production: nothing insecure by default; what is missing is named and the process does not start."""

from django.core.exceptions import ImproperlyConfigured

from baraza.config.settings.base import *  # noqa: F403
from baraza.config.settings.base import ENV
from baraza.config.settings.databases import APP_ROLE, DOOR_ROLE, parse_url
from baraza.config.settings.logging import logging_settings

DEBUG = False
# Django's own deployment check (security.W009) asks for the same.
_SECRET_LENGTH, _SECRET_VARIETY = 50, 5
SECRET_KEY = ENV.text("SECRET_KEY")
if (
    len(SECRET_KEY) < _SECRET_LENGTH
    or len(set(SECRET_KEY)) < _SECRET_VARIETY
    or "demonstration" in SECRET_KEY
    or "insecure" in SECRET_KEY
):
    raise ImproperlyConfigured("SECRET_KEY must be random and at least 50 characters long in production.")
SECRETS_KEYS = ENV.text("BARAZA_SECRETS_KEYS").split(",")
if "ZGVtb25zdHJhdGlvbi1vbmx5LXNlY3JldC1rZXktMSE=" in SECRETS_KEYS:
    raise ImproperlyConfigured(
        "BARAZA_SECRETS_KEYS holds the demonstration's key; make one with `baraza secrets new-key`."
    )
ALLOWED_HOSTS = ENV.text("BARAZA_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
METRICS_TOKEN = ENV.text("BARAZA_METRICS_TOKEN")

# DATABASE_URL is the owner's and belongs to deployments' migrations; web and worker can run with only the other two.
_OWNER_URL = ENV.text("DATABASE_URL", default="")
_APP_URL = ENV.text("DATABASE_APP_URL", default="")
_DOOR_URL = ENV.text("DATABASE_DOOR_URL", default="")
if not _OWNER_URL and not (_APP_URL and _DOOR_URL):
    raise ImproperlyConfigured("Set DATABASE_URL, or both DATABASE_APP_URL and DATABASE_DOOR_URL.")
OWNER_DATABASE = parse_url(_OWNER_URL or _APP_URL)
APP_DATABASE = parse_url(_APP_URL) if _APP_URL else OWNER_DATABASE.as_role(role=APP_ROLE, secret_key=SECRET_KEY)
DOOR_DATABASE = parse_url(_DOOR_URL) if _DOOR_URL else OWNER_DATABASE.as_role(role=DOOR_ROLE, secret_key=SECRET_KEY)
DATABASES = {
    "default": APP_DATABASE.django(pool_size=ENV.whole_number("BARAZA_DATABASE_POOL", default=20)),
    "owner": OWNER_DATABASE.django(pool_size=0),
}

SECURE_SSL_REDIRECT = ENV.switch("BARAZA_REDIRECT_TO_HTTPS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
LOGGING = logging_settings(json=True, level=ENV.text("BARAZA_LOG_LEVEL", default="INFO"))
