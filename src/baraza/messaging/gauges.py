"""Figures of the outbox that are read from the database when Prometheus asks, over all organisations."""

from collections import Counter
from collections.abc import Iterator

from django.db import DatabaseError
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from baraza.core.organisations.queries import list_organisations
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.queries import COUNTED, connection_troubles, outbox_figures


class OutboxCollector(Collector):
    """One organisation after the other, because nobody may read across them; without a database it yields nothing."""

    def collect(self) -> Iterator[Metric]:
        try:
            by_status, oldest, troubles = _figures()
        except DatabaseError:
            # The jobs' collector says that the database is down.
            return
        entries = GaugeMetricFamily("baraza_outbox_entries", "Messages to send or not sent.", labels=["status"])
        for status in COUNTED:
            entries.add_metric([status.value], by_status[status.value])
        yield entries
        yield GaugeMetricFamily(
            "baraza_outbox_oldest_due_seconds", "Age of the oldest message that should have gone.", value=oldest
        )
        yield GaugeMetricFamily(
            "baraza_connections_in_trouble", "Connections whose account the provider refuses.", value=troubles
        )

    def describe(self) -> Iterator[Metric]:
        """Nothing at registration: the database may not be there yet."""
        return iter(())


def _figures() -> tuple[Counter[str], float, int]:
    by_status: Counter[str] = Counter()
    oldest, troubles = 0.0, 0
    for organisation in list_organisations():
        with organisation_scope(organisation_id=organisation.id):
            figures = outbox_figures()
            troubles += len(connection_troubles())
        by_status.update(figures.by_status)
        oldest = max(oldest, figures.oldest_due_seconds)
    return by_status, oldest, troubles
