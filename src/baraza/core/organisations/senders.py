"""Under which name letters of an organisation come: its own, from the address that our mail server may use."""

from email.utils import formataddr, parseaddr

from django.conf import settings


def sender_of(*, name: str) -> str:
    """`name` may hold anything, a heading of a letter must be one line."""
    return formataddr((" ".join(name.split()), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
