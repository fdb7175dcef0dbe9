"""How letters leave: one address says which server or which service, see docs/settings.md."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from baraza.config.env import Environment, MissingSetting

_CONSOLE = "baraza.operations.console_letters.EmailBackend"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What Django and anymail read."""

    backend: str
    options: dict[str, Any] = field(default_factory=dict)
    anymail: dict[str, str] = field(default_factory=dict)


def mail(environment: Environment) -> Mail:
    """The address is never repeated, because it holds a password."""
    try:
        return parse_mail_url(environment.text("BARAZA_EMAIL_URL", default="console:"))
    except ValueError as error:
        raise MissingSetting(f"BARAZA_EMAIL_URL cannot be read: {error}.") from None


def parse_mail_url(url: str) -> Mail:
    """`console:`, `smtp://user:password@host:587`, `smtps://…`, or `anymail://mailgun?api_key=…&sender_domain=…`.

    smtp asks for encryption (STARTTLS) unless `?tls=off` says that the server is beside us. Raises ValueError.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if parts.scheme == "console":
        return Mail(backend=_CONSOLE)
    if parts.scheme == "anymail" and parts.hostname:
        service = parts.hostname
        keys = {f"{service}_{name}".upper(): value for name, value in query.items()}
        return Mail(backend=f"anymail.backends.{service}.EmailBackend", anymail=keys)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("it begins with console:, smtp://host, smtps://host or anymail://service")
    secure = parts.scheme == "smtps"
    return Mail(
        backend=_SMTP,
        options={
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if secure else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": secure,
            "EMAIL_USE_TLS": not secure and query.get("tls", "on") != "off",
        },
    )
