"""For workers with the tests' own jobs: the core alone, which is loaded in half the time."""

from baraza.config.settings.test import *  # noqa: F403
from baraza.config.settings.test import INSTALLED_APPS as ALL_APPS

INSTALLED_APPS = [name for name in ALL_APPS if name.startswith(("django.", "allauth.", "baraza.core."))]
