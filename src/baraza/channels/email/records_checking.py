"""What the name servers say of the domains of letters: who may send for them, who signs, where answers are received."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

from baraza.channels.email.letters import stationery_of
from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib.dns_records import NamesUnavailable, mail_servers, text_records
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState
from baraza.messaging.contract import SendError

_DNS_FIX = _("Enter the records that the provider shows at whoever keeps the DNS of the domain; it takes up to a day.")


@dataclass(frozen=True, kw_only=True)
class Expected:
    """`sending_domain` is the envelope's sender, empty for the domain that people see. `receives` ends the names of the
    provider's servers for what comes in; empty where nothing does.
    """

    sending_domain: str = ""
    selectors: Sequence[str] = ()
    receives: str = ""


def record_lines(connection: ConnectionFacts, expected: Expected) -> Iterator[CheckLine]:
    try:
        stationery = stationery_of(connection)
    except SendError as error:
        yield CheckLine(
            code="sender",
            state=CheckState.WRONG,
            says=_("There is no address to write from: %(why)s"),
            fix=_("Enter one such as reports@yourcity.example."),
            parameters={"why": error.detail},
        )
        return
    lines = [_sending(stationery.domain, expected, connection)]
    if stationery.answers_at and expected.receives:
        lines.append(_receiving(stationery.answers_at.rpartition("@")[2].lower(), expected.receives))
    try:
        for found in lines:
            yield from found
    except NamesUnavailable:
        yield CheckLine(
            code="dns",
            state=CheckState.UNTRIED,
            says=_("The records of %(domain)s could not be asked for."),
            fix=_("Test again in some minutes, or ask the operator whether this server reaches name servers."),
            parameters={"domain": stationery.domain},
        )


def _sending(domain: str, expected: Expected, connection: ConnectionFacts) -> Iterator[CheckLine]:
    """SPF of the envelope's sender, DKIM of who signs, DMARC of the domain that people see."""
    ask = text_records(servers=settings.DNS_SERVERS)
    sends = expected.sending_domain or domain
    yield _line("spf", "SPF", sends, there=any(text.lower().startswith("v=spf1") for text in ask(sends)))
    written = str(connection.options.get("dkim_selector", "")).strip().lower()
    for selector in [written] if written else expected.selectors:
        name = f"{selector}._domainkey.{sends}"
        yield _dkim(name, ask(name))
    name = f"_dmarc.{domain}"
    yield _line("dmarc", "DMARC", domain, there=any(text.lower().startswith("v=dmarc1") for text in ask(name)))


def _line(code: str, record: str, domain: str, *, there: bool) -> CheckLine:
    parameters = {"record": record, "domain": domain}
    if there:
        return CheckLine(
            code=code, state=CheckState.GOOD, says=_("%(domain)s has a record for %(record)s."), parameters=parameters
        )
    return CheckLine(
        code=code,
        state=CheckState.WARNING,
        says=_("%(domain)s has no record for %(record)s: mailboxes may take our letters for spam."),
        fix=_DNS_FIX,
        parameters=parameters,
    )


def _dkim(name: str, texts: Sequence[str]) -> CheckLine:
    """RFC 6376, 3.6.1: a record without a key says that the key was withdrawn."""
    keys = [value.strip() for text in texts for tag, _is, value in _tags(text) if tag == "p"]
    parameters = {"name": name}
    if any(keys):
        return CheckLine(
            code="dkim",
            state=CheckState.GOOD,
            says=_("%(name)s holds the key by which mailboxes see that a letter is ours (DKIM)."),
            parameters=parameters,
        )
    if keys:
        return CheckLine(
            code="dkim",
            state=CheckState.WRONG,
            says=_("%(name)s says that the key was withdrawn (DKIM): letters that it signs are turned away."),
            fix=_DNS_FIX,
            parameters=parameters,
        )
    return CheckLine(
        code="dkim",
        state=CheckState.WARNING,
        says=_("%(name)s is missing (DKIM): mailboxes cannot see that a letter is ours, and may take it for spam."),
        fix=_DNS_FIX,
        parameters=parameters,
    )


def _tags(text: str) -> Iterator[tuple[str, str, str]]:
    for part in text.split(";"):
        tag, equals, value = part.partition("=")
        yield tag.strip().lower(), equals, value


def _receiving(domain: str, receives: str) -> Iterator[CheckLine]:
    """An address of the provider's own domain needs no record of ours."""
    if _is_below(domain, receives):
        return
    servers = mail_servers(servers=settings.DNS_SERVERS)(domain)
    parameters = {"domain": domain, "expected": receives, "found": ", ".join(servers)}
    if any(_is_below(server, receives) for server in servers):
        yield CheckLine(
            code="answers",
            state=CheckState.GOOD,
            says=_("What is answered to an address of %(domain)s goes to the provider."),
            parameters=parameters,
        )
    elif servers:
        yield CheckLine(
            code="answers",
            state=CheckState.WRONG,
            says=_("What is answered to an address of %(domain)s goes to %(found)s, not to %(expected)s."),
            fix=_(
                "Take a domain of its own for answers, such as in.yourcity.example, and enter the provider's MX record."
            ),
            parameters=parameters,
        )
    else:
        yield CheckLine(
            code="answers",
            state=CheckState.WRONG,
            says=_("%(domain)s has no MX record, so what residents answer does not arrive."),
            fix=_("Enter the MX record that the provider shows at whoever keeps the DNS of the domain."),
            parameters=parameters,
        )


def _is_below(name: str, domain: str) -> bool:
    return name == domain or name.endswith(f".{domain}")
