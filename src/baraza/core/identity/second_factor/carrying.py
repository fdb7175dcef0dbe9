"""What a person is shown for a short while is carried in their session sealed: sessions lie in the database, too."""

from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest

from baraza.core.identity.second_factor.adapter import SecretUnreadable


def carry(request: HttpRequest, name: str, text: str) -> None:
    request.session[name] = get_adapter().encrypt(text)


def carried(request: HttpRequest, name: str) -> str | None:
    """None when there is nothing, or the key has been changed since."""
    sealed = request.session.get(name)
    if sealed is None:
        return None
    try:
        return str(get_adapter().decrypt(sealed))
    except SecretUnreadable:
        return None


def dropped(request: HttpRequest, name: str) -> None:
    request.session.pop(name, None)
