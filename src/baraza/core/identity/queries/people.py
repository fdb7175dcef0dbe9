"""Where a person of ours gets letters, and in which language."""

from dataclasses import dataclass

from baraza.core.identity.models import User


@dataclass(frozen=True, kw_only=True)
class Addressee:
    name: str
    email: str
    language: str


def email_of(*, user_id: int) -> Addressee:
    user = User.objects.get(pk=user_id)
    return Addressee(name=user.name, email=user.email, language=user.language)
