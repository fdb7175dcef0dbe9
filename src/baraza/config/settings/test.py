"""Settings for the test suite and for static checks; the suite points the databases at its own server."""

from baraza.config.settings.local import *  # noqa: F403
from baraza.config.settings.local import APP_DATABASE, OWNER_DATABASE, STORAGES
from baraza.config.settings.logging import logging_settings

# A pool keeps threads and sockets alive between tests.
DATABASES = {"default": APP_DATABASE.django(pool_size=0), "owner": OWNER_DATABASE.django(pool_size=0)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Collected files are not looked for at start, so that a fresh checkout needs none.
WHITENOISE_AUTOREFRESH = True
LOGGING = logging_settings(json=True, level="WARNING")
# Thousands of tests ask for what is refused, and a line for each is read by nobody.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
# Tests change what a page shows and look again at once.
PUBLIC_PAGE_SECONDS = 0
