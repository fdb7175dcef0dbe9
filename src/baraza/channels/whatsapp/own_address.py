"""Tries our own webhook address as Meta uses it: a wrong secret is told apart from an address that is not reached."""

import secrets as randomness
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from baraza.channels.whatsapp.check_lines import good, wrong
from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib.http import HostRefused, HttpFailure, knock
from baraza.lib.signing import hmac_sha256_hex
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine
from baraza.messaging.contract import CheckFacts

_NOTHING = b'{"object":"whatsapp_business_account","entry":[]}'
_UNAUTHORISED, _FORBIDDEN, _UNKNOWN, _OK = 401, 403, 404, 200


def address_lines(connection: ConnectionFacts, facts: CheckFacts) -> Iterator[CheckLine]:
    """As Meta does it: the handshake with the verify token, then a signed delivery with nothing in it."""
    token, secret = connection.secrets.get("verify_token", ""), connection.secrets.get("app_secret", "")
    if not token or not secret:
        yield wrong("secrets", _("The verify token or the app secret is not set."), _("Enter both below."))
        return
    challenge = randomness.token_hex(8)
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": challenge}
    try:
        hand = knock(url=f"{facts.webhook_url}?{urlencode(query)}")
        if hand.status == _OK and hand.body == challenge.encode():
            yield good("handshake", _("Our address answers Meta's handshake with this verify token."))
        else:
            yield _misanswered("handshake", hand.status, facts)
            return
        headers = {
            "Content-Type": "application/json",
            "X-Hub-Signature-256": "sha256=" + hmac_sha256_hex(secret=secret, body=_NOTHING),
        }
        signed = knock(url=facts.webhook_url, method="POST", headers=headers, content=_NOTHING)
    except (HttpFailure, HostRefused) as error:
        yield wrong(
            "reachable",
            _("Our own address %(host)s cannot be reached: %(why)s"),
            _(
                "Ask the operator whether the name, the certificate and the proxy are right. The secrets were not tried."
            ),
            host=urlsplit(facts.webhook_url).hostname or "?",
            why=str(error),
        )
        return
    if signed.status == _OK:
        yield good("signature", _("A delivery signed with this app secret is let in."))
    else:
        yield _misanswered("signature", signed.status, facts)


def _misanswered(code: str, status: int, facts: CheckFacts) -> CheckLine:
    """Reached, but not as it should be: which of the two it is, the status tells."""
    if status in {_UNAUTHORISED, _FORBIDDEN}:
        return wrong(
            code,
            _(
                "Our address is reached, but it does not accept the secret; it was changed a moment ago or in two places."
            ),
            _("Wait ten seconds and test again. If it stays so, enter the verify token and the app secret again."),
        )
    if status == _UNKNOWN:
        return wrong(
            code,
            _("Our address is reached, but it does not know this connection."),
            _("The connection is paused, or its address was made anew a moment ago. Resume it, or test again."),
        )
    return wrong(
        code,
        _("Something before our address answers with the status %(status)s."),
        _("Ask the operator whether a proxy or firewall on %(host)s keeps webhooks away."),
        status=str(status),
        host=urlsplit(facts.webhook_url).hostname or "?",
    )
