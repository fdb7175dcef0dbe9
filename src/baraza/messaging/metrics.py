"""Counters of messaging for /metrics; labels are few and never name a person or an organisation."""

import re

from prometheus_client import Counter

SENDS = Counter("baraza_sends_total", "Messages handed to providers, by what became of it.", ["provider", "outcome"])
CIRCUIT_WAITS = Counter(
    "baraza_sends_held_total", "Messages held back because the provider's circuit is open.", ["provider"]
)
FALLBACKS = Counter("baraza_fallbacks_total", "Messages that went on to another connection.", ["reason"])
RECEIPTS = Counter("baraza_receipts_total", "Receipts, by status and whether we know the message.", ["status", "known"])
RECEIVED = Counter("baraza_messages_received_total", "Messages from people.", ["provider", "kind"])
_PROVIDER_NOTICES = Counter("baraza_provider_notices_total", "Notices of providers.", ["provider", "reason"])

# Reasons come from outside: a number or an endless row of new words must not become labels.
_WORD = re.compile(r"[a-z][a-z_]{0,59}")
_WORDS_AT_MOST = 60
_words_known: set[str] = set()


def count_notice(*, provider: str, reason: str) -> None:
    if reason not in _words_known:
        if not _WORD.fullmatch(reason) or len(_words_known) >= _WORDS_AT_MOST:
            reason = "other"
        _words_known.add(reason)
    _PROVIDER_NOTICES.labels(provider, reason).inc()
