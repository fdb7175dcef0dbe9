"""Tries a connection for letters out: the account, the domain's records, our own address, and what was heard of letters."""

import base64
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.conf import settings

from baraza.channels.email.letters import stationery_of
from baraza.channels.email.posting import call
from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib.dns_records import NamesUnavailable, text_records
from baraza.lib.http import HostRefused, HttpFailure, knock
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState
from baraza.messaging.contract import CheckFacts, CheckReport, Failure, SendError

_OK, _UNAUTHORISED, _FORBIDDEN, _NOT_FOUND = 200, 401, 403, 404
_UNAWARE = {Failure.TEMPORARY, Failure.UNCERTAIN, Failure.THROTTLED}


def check_mailgun(*, connection: ConnectionFacts, facts: CheckFacts, address: str) -> CheckReport:
    domain = str(connection.options.get("domain", "")).strip()

    def account() -> Iterator[CheckLine]:
        key = connection.secrets.get("api_key", "")
        status, found = call(method="GET", url=f"{address}domains/{domain}", auth=("api", key))
        # A sending key may send and ask nothing: that it is refused here says that Mailgun knows it.
        if status == _OK and isinstance(found, dict) and (found.get("domain") or {}).get("state") == "active":
            yield _good("account", _("Mailgun accepts the key, and the domain is confirmed."))
        elif status == _OK:
            yield _wrong(
                "domain",
                _("Mailgun knows the domain, but it is not confirmed."),
                _(
                    "On app.mailgun.com, Sending, Domains: enter the records that it shows, then let Mailgun check them."
                ),
            )
        elif status == _NOT_FOUND:
            yield _wrong(
                "domain",
                _("Mailgun does not know this domain in this region."),
                _("Compare the domain and the region with those on app.mailgun.com, Sending, Domains."),
            )
        elif status in {_UNAUTHORISED, _FORBIDDEN}:
            yield _key_refused("Mailgun", status)
        else:
            yield _strange("Mailgun", status)

    return _report(connection, facts, account, domain=domain, proof="signing_key")


def check_sendgrid(*, connection: ConnectionFacts, facts: CheckFacts, address: str) -> CheckReport:
    def account() -> Iterator[CheckLine]:
        bearer = {"Authorization": f"Bearer {connection.secrets.get('api_key', '')}"}
        status, found = call(method="GET", url=f"{address}scopes", headers=bearer)
        scopes = found.get("scopes") if isinstance(found, dict) else None
        if status == _OK and isinstance(scopes, list) and "mail.send" in scopes:
            yield _good("account", _("SendGrid accepts the key, and it may send mail."))
        elif status == _OK:
            yield _wrong(
                "account",
                _("SendGrid accepts the key, but it may not send mail."),
                _("On app.sendgrid.com, Settings, API Keys: give it the right Mail Send."),
            )
        elif status in {_UNAUTHORISED, _FORBIDDEN}:
            yield _key_refused("SendGrid", status)
        else:
            yield _strange("SendGrid", status)

    return _report(connection, facts, account, proof="verification_key")


def check_postmark(*, connection: ConnectionFacts, facts: CheckFacts, address: str) -> CheckReport:
    password = connection.secrets.get("webhook_password", "")

    def account() -> Iterator[CheckLine]:
        token = {"X-Postmark-Server-Token": connection.secrets.get("server_token", ""), "Accept": "application/json"}
        status, _found = call(method="GET", url=f"{address}server", headers=token)
        if status == _OK:
            yield _good("account", _("Postmark accepts the token."))
        elif status in {_UNAUTHORISED, _FORBIDDEN}:
            yield _key_refused("Postmark", status)
        else:
            yield _strange("Postmark", status)
        authorisation = "Basic " + base64.b64encode(f"baraza:{password}".encode()).decode()
        yield _let_in(facts, authorisation)

    return _report(connection, facts, account, proof="webhook_password")


def check_smtp(*, connection: ConnectionFacts, facts: CheckFacts, greet: Callable[[], None]) -> CheckReport:  # noqa: ARG001
    def account() -> Iterator[CheckLine]:
        if settings.DEMO_MODE and connection.options.get("host") == settings.LETTERS_SANDBOX:
            yield _good("account", _("Letters of the demonstration are kept as files and go nowhere."))
            return
        greet()
        yield _good("account", _("The mail server answers and lets us sign in."))

    lines = [*_tried(account), *_records(connection, "")]
    lines.append(
        CheckLine(
            code="receipts",
            state=CheckState.WARNING,
            says=_("A mail server does not tell us what bounces later."),
            fix=_("Look into the mailbox that you write from now and then, or connect a provider that tells."),
        )
    )
    return CheckReport(lines=tuple(lines))


def _report(
    connection: ConnectionFacts,
    facts: CheckFacts,
    account: Callable[[], Iterator[CheckLine]],
    *,
    proof: str,
    domain: str = "",
) -> CheckReport:
    lines = [*_tried(account), *_records(connection, domain), _heard(facts)]
    if not connection.secrets.get(proof):
        lines.append(
            _wrong(
                "proof",
                _("What comes back cannot be proved."),
                _("Enter the secret of the webhook, as the guide says."),
            )
        )
    return CheckReport(lines=tuple(lines))


def _tried(account: Callable[[], Iterator[CheckLine]]) -> Iterator[CheckLine]:
    try:
        yield from account()
    except SendError as error:
        if error.failure in _UNAWARE:
            yield CheckLine(
                code="account",
                state=CheckState.UNTRIED,
                says=_("The provider could not be asked: %(why)s"),
                fix=_("The account was not tried. Test again in some minutes, or compare the address of the server."),
                parameters={"why": error.detail},
            )
        else:
            yield CheckLine(
                code="account",
                state=CheckState.WRONG,
                says=_("The account cannot be used: %(why)s"),
                fix=_("Compare what was entered here with what the provider shows."),
                parameters={"why": error.detail},
            )


def _records(connection: ConnectionFacts, sending_domain: str) -> Iterator[CheckLine]:
    """SPF of the domain that is the envelope's sender, DMARC of the one that people see."""
    try:
        domain = stationery_of(connection).domain
    except SendError as error:
        yield CheckLine(
            code="sender",
            state=CheckState.WRONG,
            says=_("There is no address to write from: %(why)s"),
            fix=_("Enter one such as reports@yourcity.example."),
            parameters={"why": error.detail},
        )
        return
    try:
        ask = text_records(servers=settings.DNS_SERVERS)
        spf = any(text.lower().startswith("v=spf1") for text in ask(sending_domain or domain))
        dmarc = any(text.lower().startswith("v=dmarc1") for text in ask(f"_dmarc.{domain}"))
    except NamesUnavailable:
        yield CheckLine(
            code="dns",
            state=CheckState.UNTRIED,
            says=_("The records of %(domain)s could not be asked for."),
            fix=_("Test again in some minutes, or ask the operator whether this server reaches name servers."),
            parameters={"domain": domain},
        )
        return
    yield _record_line("spf", "SPF", sending_domain or domain, there=spf)
    yield _record_line("dmarc", "DMARC", domain, there=dmarc)


def _record_line(code: str, record: str, domain: str, *, there: bool) -> CheckLine:
    parameters = {"record": record, "domain": domain}
    if there:
        return CheckLine(
            code=code, state=CheckState.GOOD, says=_("%(domain)s has a record for %(record)s."), parameters=parameters
        )
    return CheckLine(
        code=code,
        state=CheckState.WARNING,
        says=_("%(domain)s has no record for %(record)s: mailboxes may take our letters for spam."),
        fix=_(
            "Enter the records that the provider shows at whoever keeps the DNS of the domain; it takes up to a day."
        ),
        parameters=parameters,
    )


def _let_in(facts: CheckFacts, authorisation: str) -> CheckLine:
    """A proved body without an event is let in and then turned away unread: nothing of it is kept."""
    headers = {"Content-Type": "application/json", "Authorization": authorisation}
    try:
        answer = knock(url=facts.webhook_url, method="POST", headers=headers, content=b"{}")
    except (HttpFailure, HostRefused) as error:
        return CheckLine(
            code="reachable",
            state=CheckState.WRONG,
            says=_("Our own address %(host)s cannot be reached: %(why)s"),
            fix=_("Ask the operator whether the name, the certificate and the proxy are right."),
            parameters={"host": urlsplit(facts.webhook_url).hostname or "?", "why": str(error)},
        )
    if answer.status == 400:  # noqa: PLR2004 - let in, and unreadable
        return _good("signature", _("What comes with this password is let in."))
    return CheckLine(
        code="signature",
        state=CheckState.WRONG,
        says=_("Our address answers a proved message with the status %(status)s."),
        fix=_(
            "The password has at least 16 characters and was saved a moment ago? Then ask the operator for the proxy."
        ),
        parameters={"status": str(answer.status)},
    )


def _heard(facts: CheckFacts) -> CheckLine:
    if facts.last_event_at is not None:
        return _good("heard", _("The provider has told us of letters."))
    return CheckLine(
        code="heard",
        state=CheckState.WARNING,
        says=_("Nothing has come back yet, so bounces are not seen."),
        fix=_("Enter our address as a webhook at the provider and let it send a test."),
    )


def _key_refused(name: str, status: int) -> CheckLine:
    return CheckLine(
        code="account",
        state=CheckState.WRONG,
        says=_("%(name)s does not accept the key (status %(status)s)."),
        fix=_("Make a new key there, copy it whole and enter it here."),
        parameters={"name": name, "status": str(status)},
    )


def _strange(name: str, status: int) -> CheckLine:
    return CheckLine(
        code="account",
        state=CheckState.UNTRIED,
        says=_("%(name)s answers with the status %(status)s, which says nothing of the account."),
        fix=_("Test again in some minutes."),
        parameters={"name": name, "status": str(status)},
    )


def _good(code: str, says: str) -> CheckLine:
    return CheckLine(code=code, state=CheckState.GOOD, says=says)


def _wrong(code: str, says: str, fix: str) -> CheckLine:
    return CheckLine(code=code, state=CheckState.WRONG, says=says, fix=fix)
