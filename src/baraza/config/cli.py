"""The `baraza` command: Django's management commands, with the settings chosen by BARAZA_MODE."""

import os
import sys

from django.core.management import execute_from_command_line

from baraza.config.env import MissingSetting

SETTINGS_BY_MODE = {
    "demo": "baraza.config.settings.local",
    "test": "baraza.config.settings.test",
    "production": "baraza.config.settings.production",
}


def choose_settings() -> None:
    """Sets DJANGO_SETTINGS_MODULE from BARAZA_MODE (demo unless said otherwise) and keeps an explicit choice."""
    mode = os.environ.get("BARAZA_MODE", "demo")
    if mode not in SETTINGS_BY_MODE:
        raise MissingSetting(f"BARAZA_MODE must be one of {', '.join(SETTINGS_BY_MODE)}, but it is {mode!r}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_BY_MODE[mode])


def main() -> None:
    try:
        choose_settings()
        execute_from_command_line(sys.argv)
    except MissingSetting as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
