"""Tries a Twilio connection out: the account, then our own address as Twilio uses it."""

from collections.abc import Iterator

from baraza.channels.sms.calls import account_of, call
from baraza.channels.sms.signature import HEADER, signature_of
from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib.http import HostRefused, HttpFailure, knock
from baraza.lib.json_bodies import text_at
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState
from baraza.messaging.check_words import not_accepted, unreachable
from baraza.messaging.contract import CheckFacts, CheckReport, SendError

_UNREADABLE, _UNAUTHORISED, _UNKNOWN = 400, 401, 404
_FORM = "application/x-www-form-urlencoded"


def check(*, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
    return CheckReport(lines=(*_account(connection), _address(connection, facts), _heard(facts)))


def _account(connection: ConnectionFacts) -> Iterator[CheckLine]:
    try:
        answer = call(account=account_of(connection), method="GET", path=".json")
    except SendError as error:
        fix = _("Copy the account SID and the auth token again from the first page of console.twilio.com.")
        yield not_accepted(error=error, name="Twilio", fix=fix)
        return
    if text_at(answer, "status") == "active":
        yield CheckLine(code="account", state=CheckState.GOOD, says=_("Twilio accepts the account and its token."))
    else:
        yield CheckLine(
            code="account",
            state=CheckState.WRONG,
            says=_("Twilio knows the account, but it is not active."),
            fix=_("Look on console.twilio.com whether it was suspended or needs a payment."),
        )


def _address(connection: ConnectionFacts, facts: CheckFacts) -> CheckLine:
    """A signed form without a message is let in and then turned away unread: nothing of it is kept."""
    form = [("check", "1")]
    token = connection.secrets.get("auth_token", "")
    headers = {"Content-Type": _FORM, HEADER: signature_of(url=facts.webhook_url, form=form, token=token)}
    try:
        answer = knock(url=facts.webhook_url, method="POST", headers=headers, content=b"check=1")
    except (HttpFailure, HostRefused) as error:
        return unreachable(url=facts.webhook_url, error=error)
    if answer.status == _UNREADABLE:
        return CheckLine(code="signature", state=CheckState.GOOD, says=_("What is signed with this token is let in."))
    fixes = {
        _UNAUTHORISED: _("The token was changed a moment ago, or the proxy changes the host name on the way."),
        _UNKNOWN: _("The connection is paused, or its address was made anew a moment ago. Resume it, or test again."),
    }
    return CheckLine(
        code="signature",
        state=CheckState.WRONG,
        says=_("Our address answers a signed message with the status %(status)s."),
        fix=fixes.get(answer.status, _("Ask the operator whether a proxy or firewall keeps webhooks away.")),
        parameters={"status": str(answer.status)},
    )


def _heard(facts: CheckFacts) -> CheckLine:
    if facts.last_event_at is not None:
        return CheckLine(code="heard", state=CheckState.GOOD, says=_("Messages have come in through this connection."))
    return CheckLine(
        code="heard",
        state=CheckState.WARNING,
        says=_("Nothing has come in yet."),
        fix=_("Send an SMS to the number from your own phone; it should show here within seconds."),
    )
