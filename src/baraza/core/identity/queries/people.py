"""Where a person of ours gets letters, and in which language; how many people of ours are at work."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q

from baraza.core.identity.models import User


@dataclass(frozen=True, kw_only=True)
class Addressee:
    name: str
    email: str
    language: str


def email_of(*, user_id: int) -> Addressee:
    user = User.objects.get(pk=user_id)
    return Addressee(name=user.name, email=user.email, language=user.language)


def people_seen(*, since: datetime) -> int:
    """How many, of whatever organisation, signed in or did something since then."""
    working = UserSession.objects.filter(user_id=OuterRef("pk"), last_seen_at__gte=since)
    return User.objects.filter(Q(last_login__gte=since) | Exists(working)).count()
