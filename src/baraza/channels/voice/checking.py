"""Tries a Retell connection out: the key, the agents, then our own address as Retell uses it."""

import json
import uuid
from collections.abc import Iterator
from http import HTTPStatus

from baraza.channels.voice.listing import list_agents
from baraza.channels.voice.signature import HEADER, signature_of
from baraza.channels.voice.webhooks import key_of
from baraza.core.ingress.contract import OWN_TEST, ConnectionFacts
from baraza.lib import clock
from baraza.lib.http import HostRefused, HttpAnswer, HttpFailure, knock
from baraza.lib.public_addresses import NotPublic, refuse_unless_public_https
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState
from baraza.messaging.check_words import not_accepted, unreachable
from baraza.messaging.contract import CheckFacts, CheckReport, SendError
from baraza.messaging.voice import Knocked


def check(*, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
    return CheckReport(
        lines=(*_account(connection), *_public(facts), _address(connection, facts), _heard(facts)),
    )


def _account(connection: ConnectionFacts) -> Iterator[CheckLine]:
    try:
        agents = list_agents(connection)
    except SendError as error:
        fix = _("Copy the key with the webhook badge again from dashboard.retellai.com, API keys.")
        yield not_accepted(error=error, name="Retell", fix=fix)
        return
    if agents:
        yield CheckLine(
            code="account",
            state=CheckState.GOOD,
            says=_("Retell accepts the key. It knows %(number)s voice agents."),
            parameters={"number": str(len(agents))},
        )
    else:
        yield CheckLine(
            code="account",
            state=CheckState.WARNING,
            says=_("Retell accepts the key, but the account has no voice agent."),
            fix=_("Make an agent on dashboard.retellai.com, then import it here."),
        )


def _public(facts: CheckFacts) -> Iterator[CheckLine]:
    """Said before the address is tried: from inside our network everything looks reachable."""
    try:
        refuse_unless_public_https(facts.webhook_url)
    except NotPublic as error:
        yield CheckLine(
            code="public",
            state=CheckState.WRONG,
            says=_("Retell cannot reach our address: %(why)s"),
            fix=_("Ask the operator to serve this system under a public https name and to set BARAZA_PUBLIC_URL."),
            parameters={"why": str(error)},
        )


def _address(connection: ConnectionFacts, facts: CheckFacts) -> CheckLine:
    """Not with something unreadable: that would be counted among what was turned away."""
    body = json.dumps({"event": OWN_TEST, "mark": uuid.uuid4().hex}).encode()
    try:
        answer = _posted(connection, facts.webhook_url, body)
    except (HttpFailure, HostRefused) as error:
        return unreachable(url=facts.webhook_url, error=error)
    if answer.status == HTTPStatus.NO_CONTENT:
        return CheckLine(code="signature", state=CheckState.GOOD, says=_("What is signed with this key is let in."))
    fixes = {
        HTTPStatus.UNAUTHORIZED.value: _("The key was changed a moment ago. Test again in some seconds."),
        HTTPStatus.NOT_FOUND.value: _("The connection is paused, or its address was made anew a moment ago."),
    }
    return CheckLine(
        code="signature",
        state=CheckState.WRONG,
        says=_("Our address answers a signed event with the status %(status)s."),
        fix=fixes.get(answer.status, _("Ask the operator whether a proxy or firewall keeps webhooks away.")),
        parameters={"status": str(answer.status)},
    )


def _heard(facts: CheckFacts) -> CheckLine:
    if facts.last_event_at is not None:
        return CheckLine(code="heard", state=CheckState.GOOD, says=_("Events have come in through this connection."))
    return CheckLine(
        code="heard",
        state=CheckState.WARNING,
        says=_("Nothing has come in yet."),
        fix=_("Paste the agent's webhook address at Retell and make a test call."),
    )


def knock_at(*, connection: ConnectionFacts, webhook_url: str, mark: str) -> Knocked:
    """An event of no call under its own name, signed as Retell signs: the door keeps it once."""
    told = {"event": OWN_TEST, "mark": mark}
    body = json.dumps(told).encode()
    item_id = key_of(OWN_TEST, "", told, body)
    try:
        answer = _posted(connection, webhook_url, body)
    except (HttpFailure, HostRefused) as error:
        return Knocked(item_id=item_id, status=0, why=str(error))
    return Knocked(item_id=item_id, status=answer.status)


def _posted(connection: ConnectionFacts, url: str, body: bytes) -> HttpAnswer:
    """Raises HttpFailure, HostRefused."""
    at_ms = int(clock.now().timestamp() * 1000)
    signature = signature_of(body=body, key=connection.secrets.get("api_key", ""), at_ms=at_ms)
    headers = {"Content-Type": "application/json", HEADER: signature}
    return knock(url=url, method="POST", headers=headers, content=body)
