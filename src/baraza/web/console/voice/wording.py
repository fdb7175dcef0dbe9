"""What the door turned away and what became of tests of addresses, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from baraza.core.ingress.turned_away import TurnedAway
from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.queries.agents import Ping

_OUTCOMES = {
    "unverified": gettext_noop("Signature wrong, missing or too old, or an address that is no longer used"),
    "unreadable": gettext_noop("Not an event that we can read"),
    "too_large": gettext_noop("Larger than 3 MB; the back-fill fetches such a call"),
    "content_type": gettext_noop("Not sent as JSON"),
}


@dataclass(frozen=True, kw_only=True)
class RefusedWords:
    says: str
    count: int
    last_at: datetime


def turned_away_words(one: TurnedAway) -> RefusedWords:
    says = gettext(_OUTCOMES[one.outcome]) if one.outcome in _OUTCOMES else one.outcome
    return RefusedWords(says=says, count=one.count, last_at=one.last_at)


@dataclass(frozen=True, kw_only=True)
class PingWords:
    word: str
    tone: str
    icon: str
    says: str
    fix: str = ""


def ping_words(ping: Ping | None) -> PingWords:
    if ping is None:
        return PingWords(
            word=gettext("Not tested"), tone="grey", icon="help", says=gettext("This address was never tested.")
        )
    if ping.finished_at is None:
        return PingWords(
            word=gettext("Being tested"), tone="blue", icon="clock", says=gettext("A signed event is on its way.")
        )
    if ping.result == "kept":
        return PingWords(
            word=gettext("Works"),
            tone="green",
            icon="success",
            says=gettext("A signed event that we sent to this address was let in and kept."),
        )
    return _failed(ping)


def _failed(ping: Ping) -> PingWords:
    if ping.result == "not_reached":
        says = gettext("The address cannot be reached: %(why)s") % {"why": ping.why}
        fix = gettext("Ask the operator whether the name, the certificate and the proxy are right.")
    else:
        says = gettext("The address answered a signed event with the status %(status)s.") % {"status": ping.status}
        fix = gettext(
            "The key or the address may have been changed a moment ago: test again in some seconds. If it stays so, ask"
            " the operator whether a proxy or firewall keeps webhooks away."
        )
    return PingWords(word=gettext("Does not work"), tone="red", icon="alert", says=says, fix=fix)
