"""Tries a USSD connection out: our own address as a gateway sees it, and whether anybody has dialled."""

import ipaddress
from collections.abc import Iterator

from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib.http import HostRefused, HttpFailure, knock
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState
from baraza.messaging.check_words import unreachable
from baraza.messaging.contract import CheckFacts, CheckReport

_UNREADABLE, _UNAUTHORISED, _UNKNOWN = 400, 401, 404


def check(*, connection: ConnectionFacts, facts: CheckFacts, content_type: str, networks: list[str]) -> CheckReport:
    lines = [
        *_settings(connection, networks),
        _address(facts, content_type=content_type, guarded=bool(networks)),
        _dialled(connection, facts),
    ]
    return CheckReport(lines=tuple(lines))


def _settings(connection: ConnectionFacts, networks: list[str]) -> Iterator[CheckLine]:
    code = str(connection.options.get("service_code", ""))
    if not (code.startswith("*") and code.endswith("#")):
        yield CheckLine(
            code="service_code",
            state=CheckState.WRONG,
            says=_("The service code is not one that can be dialled."),
            fix=_("It begins with * and ends with #, such as *384*1234#."),
        )
    for network in networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            yield CheckLine(
                code="addresses",
                state=CheckState.WRONG,
                says=_("%(network)s is not an address or network, so nobody is let in."),
                fix=_("Write addresses such as 52.48.80.100 or networks such as 52.48.80.0/24, parted by commas."),
                parameters={"network": network},
            )


def _address(facts: CheckFacts, *, content_type: str, guarded: bool) -> CheckLine:
    """A request without a session is read and turned away, and nothing of it is kept: that is what we want to see."""
    try:
        answer = knock(url=facts.webhook_url, method="POST", headers={"Content-Type": content_type}, content=b"check=1")
    except (HttpFailure, HostRefused) as error:
        return unreachable(url=facts.webhook_url, error=error)
    if answer.status == _UNREADABLE:
        return CheckLine(code="reachable", state=CheckState.GOOD, says=_("Our address takes what a gateway sends."))
    if answer.status == _UNAUTHORISED and guarded:
        return CheckLine(
            code="reachable",
            state=CheckState.GOOD,
            says=_("Our address is reached and lets in the gateway's addresses only: our own test was turned away."),
        )
    if answer.status == _UNKNOWN:
        return CheckLine(
            code="reachable",
            state=CheckState.WRONG,
            says=_("Our address is reached, but it does not know this connection."),
            fix=_("The connection is paused, or its address was made anew a moment ago. Resume it, or test again."),
        )
    return CheckLine(
        code="reachable",
        state=CheckState.WRONG,
        says=_("Something before our address answers with the status %(status)s."),
        fix=_("Ask the operator whether a proxy or firewall keeps webhooks away."),
        parameters={"status": str(answer.status)},
    )


def _dialled(connection: ConnectionFacts, facts: CheckFacts) -> CheckLine:
    if facts.last_event_at is not None:
        return CheckLine(code="heard", state=CheckState.GOOD, says=_("Somebody has dialled the code."))
    return CheckLine(
        code="heard",
        state=CheckState.WARNING,
        says=_("Nobody has dialled the code yet."),
        fix=_(
            "Dial %(code)s. If the phone says that it failed, the gateway has another address than the one shown here."
        ),
        parameters={"code": str(connection.options.get("service_code", ""))},
    )
