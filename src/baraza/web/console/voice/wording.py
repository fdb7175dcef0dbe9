"""What the door turned away, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from baraza.core.ingress.turned_away import TurnedAway
from baraza.lib.translation import gettext_noop

_OUTCOMES = {
    "unverified": gettext_noop("Signature wrong, missing or too old"),
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
