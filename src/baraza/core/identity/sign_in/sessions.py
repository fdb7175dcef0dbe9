"""Where a person is signed in, and ending that: the session's row goes, so its next request finds nobody."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from baraza.core.identity.actor import Actor
from baraza.core.identity.addresses import as_prefix
from baraza.core.identity.sign_in import journal

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
# Each browser names those before it as well, so the most particular comes first.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """`browser` and `system` are empty when the device did not say; `place` is the address without its end."""

    id: int
    browser: str
    system: str
    place: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def list_sessions(*, request: HttpRequest, user_id: int) -> list[OpenSession]:
    """This one first, then by when they were last used."""
    user = request.user
    rows = [row for row in UserSession.objects.purge_and_list(user) if row.user_id == user_id]
    found = [
        OpenSession(
            id=row.pk,
            browser=_named(row.user_agent, _BROWSERS),
            system=_named(row.user_agent, _SYSTEMS),
            place=as_prefix(row.ip),
            began_at=row.created_at,
            seen_at=row.last_seen_at,
            is_this=row.session_key == request.session.session_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen_at.timestamp()))


def end_session(*, user_id: int, session_id: int, except_key: str | None) -> bool:
    """False when the person has no such session, or it is the one they are using, which they leave by signing out."""
    row = UserSession.objects.filter(user_id=user_id, pk=session_id).exclude(session_key=except_key or "").first()
    if row is None:
        return False
    row.end()
    journal.write(user_id=user_id, action="session.revoked", changes={"sessions": 1})
    return True


def end_sessions(*, user_id: int, except_key: str | None = None, actor: Actor | None = None) -> int:
    """All of this person's, or all but the one with this key; how many they were."""
    rows = list(UserSession.objects.filter(user_id=user_id).exclude(session_key=except_key or ""))
    for row in rows:
        row.end()
    if rows:
        journal.write(user_id=user_id, action="session.revoked", changes={"sessions": len(rows)}, actor=actor)
    return len(rows)


def _named(user_agent: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in table if sign in user_agent), "")
