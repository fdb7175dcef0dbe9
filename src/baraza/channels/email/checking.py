"""Tries a connection for letters out: the account, the domain's records, our own address, and what was heard of letters."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

from baraza.channels.email.posting import call
from baraza.channels.email.records_checking import Expected, record_lines
from baraza.channels.email.sandbox import is_sandbox
from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib.http import HostRefused, HttpFailure, knock
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState
from baraza.messaging.check_words import not_accepted, unreachable
from baraza.messaging.contract import CheckFacts, CheckReport, SendError

_OK, _UNAUTHORISED, _FORBIDDEN, _NOT_FOUND = 200, 401, 403, 404


def check_mailgun(*, connection: ConnectionFacts, facts: CheckFacts, address: str) -> CheckReport:
    domain = str(connection.options.get("domain", "")).strip()
    selectors: list[str] = []

    def account() -> Iterator[CheckLine]:
        key = connection.secrets.get("api_key", "")
        status, found = call(method="GET", url=f"{address}domains/{domain}", auth=("api", key))
        selectors.extend(_selectors(found))
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

    expected = Expected(sending_domain=domain, selectors=selectors, receives="mailgun.org")
    return _report("Mailgun", connection, facts, account, expected=expected, proof="signing_key")


def _selectors(found: Any) -> list[str]:
    """Mailgun names the records that it asks for, the one of the key among them."""
    records = found.get("sending_dns_records") if isinstance(found, dict) else None
    names = [str(one.get("name", "")) for one in records or [] if isinstance(one, dict)]
    return [name.partition("._domainkey.")[0] for name in names if "._domainkey." in name][:1]


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

    expected = Expected(selectors=("s1",), receives="sendgrid.net")
    lines = _report("SendGrid", connection, facts, account, expected=expected, proof="verification_key").lines
    if connection.options.get("answers_at") and not connection.secrets.get("parse_key"):
        lines += (
            _wrong(
                "answers_proof",
                _("What residents answer cannot be proved, so it is not taken."),
                _("Enter the public key of the security policy of Inbound Parse, as the guide says."),
            ),
        )
    return CheckReport(lines=lines)


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

    expected = Expected(receives="inbound.postmarkapp.com")
    return _report("Postmark", connection, facts, account, expected=expected, proof="webhook_password")


def check_smtp(*, connection: ConnectionFacts, facts: CheckFacts, greet: Callable[[], None]) -> CheckReport:  # noqa: ARG001
    def account() -> Iterator[CheckLine]:
        greet()
        yield _good("account", _("The mail server answers and lets us sign in."))

    lines = [*_tried(_("The mail server"), connection, account), *record_lines(connection, Expected())]
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
    name: str,
    connection: ConnectionFacts,
    facts: CheckFacts,
    account: Callable[[], Iterator[CheckLine]],
    *,
    expected: Expected,
    proof: str,
) -> CheckReport:
    # The demonstration's domains are invented: nobody keeps records of them.
    records = [] if is_sandbox(connection) else record_lines(connection, expected)
    lines = [*_tried(name, connection, account), *records, _heard(facts)]
    if not connection.secrets.get(proof):
        lines.append(
            _wrong(
                "proof",
                _("What comes back cannot be proved."),
                _("Enter the secret of the webhook, as the guide says."),
            )
        )
    return CheckReport(lines=tuple(lines))


def _tried(name: str, connection: ConnectionFacts, account: Callable[[], Iterator[CheckLine]]) -> Iterator[CheckLine]:
    if is_sandbox(connection):
        yield _good("account", _("Letters of the demonstration are kept as files and go nowhere."))
        return
    try:
        yield from account()
    except SendError as error:
        yield not_accepted(error=error, name=name, fix=_("Compare what was entered here with what the provider shows."))


def _let_in(facts: CheckFacts, authorisation: str) -> CheckLine:
    """A proved body without an event is let in and then turned away unread: nothing of it is kept."""
    headers = {"Content-Type": "application/json", "Authorization": authorisation}
    try:
        answer = knock(url=facts.webhook_url, method="POST", headers=headers, content=b"{}")
    except (HttpFailure, HostRefused) as error:
        return unreachable(url=facts.webhook_url, error=error)
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
