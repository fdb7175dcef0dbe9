"""Figures that are read from the database when Prometheus asks: the queue's age and length, what was given up, workers, members."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db import DatabaseError
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from baraza.core.identity.queries.people import people_seen
from baraza.core.ingress.dead_letters import count_failed_events
from baraza.core.jobs.queries import (
    dead_letter_count,
    queue_age_seconds,
    queue_length,
    worker_heartbeat_age_seconds,
)
from baraza.lib.clock import now

_SPANS: Final = {"day": timedelta(days=1), "week": timedelta(days=7)}


class JobsCollector(Collector):
    """Without a database it yields nothing but its own failure, so that the other figures still arrive."""

    def collect(self) -> Iterator[Metric]:
        try:
            figures = {
                "baraza_queue_age_seconds": ("Age of the oldest job that could run.", queue_age_seconds()),
                "baraza_queue_jobs": ("Jobs that wait.", queue_length()),
                "baraza_queue_dead_letters": ("Jobs that were given up.", dead_letter_count()),
                "baraza_ingress_dead_letters": ("Events that could not be handled.", count_failed_events()),
                "baraza_worker_heartbeat_age_seconds": (
                    "Seconds since a worker was last well; -1 without any.",
                    -1 if (age := worker_heartbeat_age_seconds()) is None else age,
                ),
            }
            seen = {name: people_seen(since=now() - span) for name, span in _SPANS.items()}
        except DatabaseError:
            yield GaugeMetricFamily("baraza_database_up", "Whether the database answered.", value=0)
            return
        yield GaugeMetricFamily("baraza_database_up", "Whether the database answered.", value=1)
        for name, (help_text, value) in figures.items():
            yield GaugeMetricFamily(name, help_text, value=value)
        members = GaugeMetricFamily("baraza_members_seen", "Members who signed in or did something.", labels=["within"])
        for name, number in seen.items():
            members.add_metric([name], number)
        yield members

    def describe(self) -> Iterator[Metric]:
        """Nothing at registration: the database may not be there yet."""
        return iter(())
