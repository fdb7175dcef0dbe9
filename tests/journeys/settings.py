"""As `make run` is set, but that a password costs nothing: hashing as in production is a fifth of a second per sign-in."""

from baraza.config.settings.local import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
