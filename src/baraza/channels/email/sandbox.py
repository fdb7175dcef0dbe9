"""Letters of the demonstration: kept as files beside it, and they go nowhere."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend

from baraza.core.ingress.contract import ConnectionFacts


def is_sandbox(connection: ConnectionFacts) -> bool:
    """By the name of its mail server or of its sending domain, and in the demonstration only."""
    named = {connection.options.get("host"), connection.options.get("domain")}
    return bool(settings.DEMO_MODE) and settings.LETTERS_SANDBOX in named


def keep(mail: EmailMultiAlternatives) -> None:
    EmailBackend(file_path=str(settings.LETTERS_DIRECTORY)).send_messages([mail])
