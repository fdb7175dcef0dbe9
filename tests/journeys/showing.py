"""A resident who showed a moment ago, with a code, that a number is theirs: a cookie, for journeys about what comes after."""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from tests.journeys.desk import City

from baraza.messaging.actions import contact_for_phone


def showing(city: City, *, phone: str) -> Any:
    with city.scope():
        person = contact_for_phone(phone=phone)
    session = SessionStore()
    session[f"my-data:{city.profile.slug}"] = {"contact_id": person, "until": time.time() + 1800}
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": city.desk.base}
