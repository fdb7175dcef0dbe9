"""Production: nothing insecure by default; what is missing is named and the process does not start."""

from baraza.config.env import MissingSetting
from baraza.config.settings import demands
from baraza.config.settings.base import *  # noqa: F403
from baraza.config.settings.base import ENV
from baraza.config.settings.databases import APP_ROLE, DOOR_ROLE
from baraza.config.settings.logging import logging_settings

DEBUG = False
SECRET_KEY = demands.secret_key(ENV)
SECRETS_KEYS = demands.sealing_keys(ENV)
ALLOWED_HOSTS = demands.hosts(ENV)
CSRF_TRUSTED_ORIGINS = demands.origins(ALLOWED_HOSTS)
METRICS_TOKEN = demands.metrics_token(ENV)
VAPID_KEYS = demands.vapid_keys(ENV, demonstrations=demands.DEMONSTRATION_VAPID_KEY)
PUBLIC_URL = demands.https_address(ENV, "BARAZA_PUBLIC_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip(
    "/"
)
WHATSAPP_GRAPH_URL = demands.https_address(ENV, "BARAZA_WHATSAPP_GRAPH_URL", default="https://graph.facebook.com")

# DATABASE_URL is the owner's and belongs to deployments' migrations; web and worker can run with only the other two.
_owner = demands.database(ENV, "DATABASE_URL")
_app = demands.database(ENV, "DATABASE_APP_URL", user=APP_ROLE)
_door = demands.database(ENV, "DATABASE_DOOR_URL", user=DOOR_ROLE)
_any = _owner or _app
if _any is None or (_owner is None and _door is None):
    raise MissingSetting("Set DATABASE_URL, or both DATABASE_APP_URL and DATABASE_DOOR_URL.")
OWNER_DATABASE = _any
APP_DATABASE = _app or OWNER_DATABASE.as_role(role=APP_ROLE, secret_key=SECRET_KEY)
DOOR_DATABASE = _door or OWNER_DATABASE.as_role(role=DOOR_ROLE, secret_key=SECRET_KEY)
DATABASES = {
    "default": APP_DATABASE.django(pool_size=ENV.whole_number("BARAZA_DATABASE_POOL", default=20, least=0)),
    "owner": OWNER_DATABASE.django(pool_size=0),
}

SECURE_SSL_REDIRECT = ENV.switch("BARAZA_REDIRECT_TO_HTTPS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
LOGGING = logging_settings(json=True, level=ENV.text("BARAZA_LOG_LEVEL", default="INFO"))
