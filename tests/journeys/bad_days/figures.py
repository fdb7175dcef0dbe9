"""What /metrics says, read as Prometheus reads it."""

from __future__ import annotations

import httpx
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from baraza.lib.authorities import trusted


def families(base: str) -> list[Metric]:
    answer = httpx.get(base + "/metrics", timeout=30, verify=trusted())
    assert answer.status_code == httpx.codes.OK
    return list(text_string_to_metric_families(answer.text))


def figure(base: str, sample: str, **labels: str) -> float:
    """The sum of the samples of this name that have these labels; 0 when there is none."""
    return sum(
        found.value
        for family in families(base)
        for found in family.samples
        if found.name == sample and labels.items() <= found.labels.items()
    )
