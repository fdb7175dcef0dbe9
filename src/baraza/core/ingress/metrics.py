"""Figures of the door for Prometheus; the label `source` is only ever a name that we know."""

import functools

from prometheus_client import Counter, Histogram

REQUESTS = Counter("baraza_ingress_requests", "Requests at the providers' door by outcome", ["source", "outcome"])
ITEMS = Counter("baraza_ingress_items", "Items stored, and those that were known already", ["source", "result"])
LIMITED = Counter("baraza_ingress_limited", "Requests refused because there were too many", ["limit"])
GROUP_SIZE = Histogram(
    "baraza_ingress_group_requests",
    "Requests that shared one commit",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
)
SECONDS = Histogram(
    "baraza_ingress_seconds",
    "From the first byte to the acknowledgement",
    ["tempo"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

UNKNOWN = "unknown"


@functools.cache
def requests_counter(source: str, outcome: str) -> Counter:
    """Looking a label up costs more than counting."""
    return REQUESTS.labels(source, outcome)


@functools.cache
def seconds_histogram(tempo: str) -> Histogram:
    return SECONDS.labels(tempo)


@functools.cache
def items_counter(source: str, result: str) -> Counter:
    return ITEMS.labels(source, result)
