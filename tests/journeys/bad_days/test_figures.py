"""What /metrics says is fit for Prometheus: named as it should be, explained, without people in it."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter

import httpx
import pytest
from prometheus_client import Metric
from tests.journeys.bad_days.figures import families, figure
from tests.journeys.desk import City, eventually
from tests.journeys.talks import report_by_chat, report_by_dialling

from baraza.lib.authorities import trusted

pytestmark = [pytest.mark.journey, pytest.mark.badday]

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# Base units, as prometheus.io/docs/practices/naming asks; promtool refuses the others as suffixes.
FOREIGN_UNITS = (
    "_ms",
    "_milliseconds",
    "_minutes",
    "_hours",
    "_days",
    "_kb",
    "_kilobytes",
    "_mb",
    "_megabytes",
    "_percent",
)
# Of prometheus-client itself, which keeps to them for history's sake.
BORROWED = ("python_", "process_")
PERSONAL = re.compile(r"\+?\d{7,}|[0-9a-f]{8}-[0-9a-f]{4}|wamid|@|[A-Z]{2}-\d{4}-[A-Z0-9]{6}|Traceback")
MOST_SERIES_PER_NAME = 200
LONGEST_LABEL = 60
# Among them what only the worker counts.
SHOWN = {
    "baraza_ingress_requests",
    "baraza_ingress_seconds",
    "baraza_messages_received",
    "baraza_sends",
    "baraza_notifications",
    "baraza_outbox_entries",
    "baraza_queue_age_seconds",
    "baraza_database_up",
}


@pytest.fixture
def ours(city: City) -> list[Metric]:
    """After reports on two channels, what was refused, and a clerk's answer: most figures have moved."""
    phone, dialler = city.whatsapp_phone(), city.ussd_phone()
    reference = report_by_chat(phone)
    report_by_dialling(dialler)
    phone.image(content=b"no photo")
    httpx.post(phone.url, content=b"{}", headers={"Content-Type": "application/json"}, verify=trusted())
    httpx.post(city.desk.base + "/in/+27821234567/wamid.secret/", content=b"{}", verify=trusted())
    change = {"field": "+27821234567", "value": {}}
    odd = {"object": "whatsapp_business_account", "entry": [{"id": "1", "time": 1, "changes": [change]}]}
    assert phone.post(json.dumps(odd).encode()) == 200
    clerk = city.member()
    clerk.sign_in()
    clerk.post(f"/console/complaints/{reference}/reply/", text="On Monday.", key=str(uuid.uuid4()))
    eventually(lambda: "On Monday." in str(phone.answers()))
    eventually(lambda: figure(city.desk.base, "baraza_provider_notices_total", reason="other"))
    return [family for family in families(city.desk.base) if not family.name.startswith(BORROWED)]


def test_the_figures_of_a_busy_desk_are_fit_for_prometheus(ours: list[Metric], city: City) -> None:
    _each_is_explained_and_typed(ours)
    _each_name_is_of_its_kind_and_unit(ours)
    _no_series_comes_twice_and_no_name_has_too_many(ours)
    _no_label_tells_of_a_person_a_message_or_a_secret(ours, slug=city.profile.slug)
    assert {family.name for family in ours} >= SHOWN


def _each_is_explained_and_typed(ours: list[Metric]) -> None:
    assert [family.name for family in ours if not family.documentation.strip()] == []
    assert [family.name for family in ours if family.type not in {"counter", "gauge", "histogram"}] == []
    assert [family.name for family in ours if not family.name.startswith("baraza_")] == []


def _each_name_is_of_its_kind_and_unit(ours: list[Metric]) -> None:
    assert [family.name for family in ours if not NAME.fullmatch(family.name)] == []
    assert [family.name for family in ours if family.name.endswith(FOREIGN_UNITS)] == []
    counted = {sample.name for family in ours if family.type == "counter" for sample in family.samples}
    assert [name for name in counted if not name.endswith("_total")] == []
    assert [family.name for family in ours if family.type != "counter" and family.name.endswith("_total")] == []
    timed = [family.name for family in ours if re.search(r"_(age|duration|latency|oldest)(_|$)", family.name)]
    assert timed
    assert [name for name in timed if not name.endswith("_seconds")] == []


def _no_series_comes_twice_and_no_name_has_too_many(ours: list[Metric]) -> None:
    series = Counter(
        (sample.name, tuple(sorted(sample.labels.items()))) for family in ours for sample in family.samples
    )
    per_name = Counter(name for name, _ in series)
    assert [each for each, times in series.items() if times > 1] == []
    assert [name for name, count in per_name.items() if count > MOST_SERIES_PER_NAME] == []
    assert [name for name, times in Counter(family.name for family in ours).items() if times > 1] == []


def _no_label_tells_of_a_person_a_message_or_a_secret(ours: list[Metric], *, slug: str) -> None:
    labels = {value for family in ours for sample in family.samples for value in sample.labels.values()}
    assert [value for value in labels if PERSONAL.search(value)] == []
    assert slug not in labels
    assert [value for value in labels if len(value) > LONGEST_LABEL] == []
