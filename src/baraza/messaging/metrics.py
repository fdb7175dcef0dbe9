"""Counters of messaging for /metrics; labels are few and never name a person or an organisation."""

from prometheus_client import Counter

SENDS = Counter("baraza_sends_total", "Messages handed to providers, by what became of it.", ["provider", "outcome"])
CIRCUIT_WAITS = Counter(
    "baraza_sends_held_total", "Messages held back because the provider's circuit is open.", ["provider"]
)
FALLBACKS = Counter("baraza_fallbacks_total", "Messages that went on to another connection.", ["reason"])
RECEIPTS = Counter("baraza_receipts_total", "Receipts, by status and whether we know the message.", ["status", "known"])
RECEIVED = Counter("baraza_messages_received_total", "Messages from people.", ["provider", "kind"])
PROVIDER_NOTICES = Counter("baraza_provider_notices_total", "Notices of providers.", ["provider", "reason"])
