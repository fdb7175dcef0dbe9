"""E-mail through any mail server (SMTP). It says at once what it does not take, and nothing afterwards: no receipts.

A connection is somebody's word, so it leads to public mail servers only; the operator names those inside the house.
"""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

import smtplib
import socket
from typing import NoReturn

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from baraza.channels.email.checking import check_smtp
from baraza.channels.email.events import Told
from baraza.channels.email.letters import letter_of, message_id_of, misconfigured, stationery_of
from baraza.channels.email.provider import STATIONERY, LetterProvider
from baraza.channels.email.sandbox import is_sandbox, keep
from baraza.core.ingress.contract import ConnectionFacts, RawRequest, Unreadable
from baraza.lib.public_addresses import is_public, resolved
from baraza.messaging.contract import CheckFacts, CheckReport, ConnectionField, Failure, Outgoing, SendError

_PORTS = {25, 465, 587, 2525}
_IMPLICIT_TLS = 465
_NO_SUCH_MAILBOX = frozenset({550, 551, 553})
_PERMANENT = 500


class Smtp(LetterProvider):
    title = "E-mail, by your own mail server (SMTP)"
    guide: tuple[str, ...] = (
        "Ask whoever runs the mail server for its name, its port (usually 587), and a mailbox that may send from your address.",
        "Enter SPF and DKIM records for the domain at whoever keeps your DNS; the test says whether they are there.",
        "There is no webhook: the address on the next page is not needed. What bounces later goes to the mailbox you write from.",
        "Come back here and test the connection.",
    )
    service = "smtp"
    proof = ""
    content_types = frozenset()
    fields: tuple[ConnectionField, ...] = (
        ConnectionField(name="host", label="Mail server", help="Such as mail.yourcity.example."),
        ConnectionField(name="port", label="Port", help="587 (encrypted after the greeting) or 465 (from the start)."),
        *STATIONERY,
        ConnectionField(name="user", label="User name", help="Often the whole e-mail address.", required=False),
        ConnectionField(name="password", label="Password", help="Of this mailbox.", secret=True, required=False),
    )

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        return False

    def told_of(self, *, body: object) -> list[tuple[str, Told]]:
        raise Unreadable("A mail server posts nothing.")

    def backend(self, *, connection: ConnectionFacts) -> NoReturn:
        raise misconfigured("A mail server has no API.")

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> str:
        mail = letter_of(outgoing=outgoing, connection=connection)
        if is_sandbox(connection):
            keep(mail)
        else:
            _deliver(mail, connection)
        domain = stationery_of(connection).domain
        return message_id_of(key=outgoing.key, domain=domain, token=outgoing.answer_token)

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        return check_smtp(connection=connection, facts=facts, greet=lambda: greet(connection))


def greet(connection: ConnectionFacts) -> None:
    """Connects and signs in, and sends nothing. Raises SendError."""
    _opened(connection).close()


def _deliver(mail: EmailMultiAlternatives, connection: ConnectionFacts) -> None:
    backend = _opened(connection)
    try:
        backend.send_messages([mail])
    except smtplib.SMTPException as error:
        raise _failure_of(error) from None
    except OSError:
        raise _uncertain() from None
    finally:
        backend.close()


def _opened(connection: ConnectionFacts) -> EmailBackend:
    """Nothing of a letter has left when this fails."""
    backend = _backend(connection)
    try:
        backend.open()
    except smtplib.SMTPAuthenticationError:
        raise misconfigured("The mail server does not accept the user name and the password.") from None
    except smtplib.SMTPNotSupportedError:
        raise misconfigured("The mail server offers no encryption or no sign-in on this port.") from None
    except (smtplib.SMTPException, OSError) as error:
        raise SendError(
            f"The mail server cannot be reached: {type(error).__name__}.",
            failure=Failure.TEMPORARY,
            retryable=True,
            code="no_connection",
        ) from None
    return backend


def _backend(connection: ConnectionFacts) -> EmailBackend:
    host, given = (str(connection.options.get(name, "")).strip() for name in ("host", "port"))
    port = int(given) if given.isascii() and given.isdigit() and len(given) <= 5 else 0  # noqa: PLR2004
    inside = host in settings.SMTP_INSIDE_HOSTS
    if not host or not port or not (inside or port in _PORTS):
        raise misconfigured("The connection has no mail server, or a port that is not one of mail.")
    user, password = str(connection.options.get("user", "")).strip(), connection.secrets.get("password", "")
    return _Backend(
        host=host,
        port=port,
        username=user,
        password=password,
        # A server inside the house may stand without a certificate; with a password it has to be encrypted.
        use_tls=port != _IMPLICIT_TLS and (not inside or bool(password)),
        use_ssl=port == _IMPLICIT_TLS,
        timeout=settings.PROVIDER_TIMEOUT_SECONDS,
    )


class _Judged(smtplib.SMTP):
    """Connects to the very address that was judged; the certificate must still carry the name."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return super()._get_socket(_judged(host), port, timeout)  # type: ignore[misc, no-any-return]


class _JudgedFromTheStart(smtplib.SMTP_SSL, _Judged):
    """The same, encrypted before the greeting: the way to the socket goes through `_Judged` here, too."""


class _Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _JudgedFromTheStart if self.use_ssl else _Judged


def _judged(host: str) -> str:
    """Raises SendError; what the operator named is left to its name."""
    if host in settings.SMTP_INSIDE_HOSTS:
        return host
    try:
        found = resolved(host)
    except socket.gaierror:
        raise misconfigured("The mail server's name leads nowhere.") from None
    except OSError:
        raise SendError(
            "The mail server's name was not found just now.",
            failure=Failure.TEMPORARY,
            retryable=True,
            code="no_connection",
        ) from None
    if not found or not all(is_public(ip) for ip in found):
        raise misconfigured("The mail server is inside a private network; the operator has to allow it.")
    return found[0]


def _failure_of(error: smtplib.SMTPException) -> SendError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _of_recipient(next(iter(error.recipients.values()))[0])
    if isinstance(error, smtplib.SMTPSenderRefused):
        if error.smtp_code < _PERMANENT:
            return _later(error.smtp_code)
        return misconfigured("The mail server does not let us write from this address.")
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code < _PERMANENT:
            return _later(error.smtp_code)
        return SendError(
            "The mail server refused the letter.",
            failure=Failure.REFUSED,
            retryable=False,
            code=f"smtp_{error.smtp_code}",
        )
    return _uncertain()


def _of_recipient(code: int) -> SendError:
    if code < _PERMANENT:
        return _later(code)
    failure = Failure.UNREACHABLE if code in _NO_SUCH_MAILBOX else Failure.REFUSED
    return SendError(
        "The mail server takes no letters for this address.", failure=failure, retryable=False, code=f"smtp_{code}"
    )


def _later(code: int) -> SendError:
    """Grey lists and full mailboxes: the same letter is taken later."""
    return SendError(
        "The mail server asks us to try later.", failure=Failure.TEMPORARY, retryable=True, code=f"smtp_{code}"
    )


def _uncertain() -> SendError:
    return SendError("The mail server did not answer.", failure=Failure.UNCERTAIN, retryable=False, code="no_answer")
