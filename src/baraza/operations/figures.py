"""The figures of all processes of this machine in one answer, when they share a folder for them.

Counters live in the process that counts: without PROMETHEUS_MULTIPROC_DIR the web process could not show what the worker
has sent. prometheus-client writes each process's counters to files there and adds them up.
"""

import os

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

_of_the_database: list[Collector] = []


def offer_figures(collector: Collector) -> None:
    """Figures that are read from the database when they are asked for, the same from every process."""
    _of_the_database.append(collector)
    REGISTRY.register(collector)


def all_figures() -> CollectorRegistry:
    if not os.environ.get(SHARED_FOLDER):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    for collector in _of_the_database:
        registry.register(collector)
    return registry
