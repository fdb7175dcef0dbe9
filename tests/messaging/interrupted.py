"""Run as a process of its own: sends a contact's messages through a provider that never answers, and is then killed."""

import sys
import time
from pathlib import Path

from baraza.config.cli import load

load()

from tests.factories.messaging import chat_provider  # noqa: E402 - Django first

from baraza.messaging.dispatch import dispatch  # noqa: E402


def hang() -> str:
    Path(sys.argv[3]).write_text("calling", encoding="utf-8")
    time.sleep(600)
    return "never"


chat_provider().answers = [hang]
dispatch(organisation_id=int(sys.argv[1]), contact_id=int(sys.argv[2]))
