"""The secret part of the link with which somebody proves that a new e-mail address is theirs; nothing of it is kept."""

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from baraza.core.identity.models import User

_SALT = "baraza.email"


class LinkUnusable(Exception):
    """Used, too old, made before the password was changed, or somebody else's."""


def token_of(*, user: User, email: str) -> str:
    return signing.dumps({"person": user.pk, "to": email, "state": _state(user)}, salt=_SALT)


def email_of(*, user: User, token: str) -> str:
    """The new address. Raises LinkUnusable."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature as error:
        raise LinkUnusable from error
    if (said["person"], said["state"]) != (user.pk, _state(user)):
        raise LinkUnusable
    return str(said["to"])


def is_taken(*, email: str) -> bool:
    """By anybody's account, this person's own too."""
    return User.objects.filter(email__iexact=email).exists()


def _state(user: User) -> str:
    """Another one after a new address or a new password, so that each link works once."""
    return salted_hmac(_SALT, f"{user.email}:{user.password}", algorithm="sha256").hexdigest()[:32]
