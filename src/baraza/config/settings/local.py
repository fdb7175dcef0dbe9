"""The demonstration on one machine: embedded PostgreSQL and secrets that production refuses."""

from baraza.config.settings.base import *  # noqa: F403
from baraza.config.settings.base import ENV
from baraza.config.settings.databases import APP_ROLE, DOOR_ROLE, parse_url
from baraza.config.settings.demands import DEMONSTRATION_VAPID_KEY, vapid_keys
from baraza.config.settings.logging import logging_settings

DEMO_MODE = True
DEBUG = False
SECRET_KEY = ENV.text("SECRET_KEY", default="demonstration-only-secret-key-that-production-refuses-to-start-with")
SECRETS_KEYS = ENV.words("BARAZA_SECRETS_KEYS") or ["ZGVtb25zdHJhdGlvbi1vbmx5LXNlY3JldC1rZXktMSE="]
# As public as the sealing key above: whoever has it could write to the browsers of this demonstration.
VAPID_KEYS = vapid_keys(ENV) or [DEMONSTRATION_VAPID_KEY]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ENV.words("BARAZA_HOSTS")]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False

OWNER_DATABASE = parse_url(ENV.text("DATABASE_URL", default="postgresql:///baraza"))
APP_DATABASE = OWNER_DATABASE.as_role(role=APP_ROLE, secret_key=SECRET_KEY)
DOOR_DATABASE = OWNER_DATABASE.as_role(role=DOOR_ROLE, secret_key=SECRET_KEY)
DATABASES = {"default": APP_DATABASE.django(pool_size=20), "owner": OWNER_DATABASE.django(pool_size=0)}
LOGGING = logging_settings(json=False, level=ENV.text("BARAZA_LOG_LEVEL", default="INFO"))
