"""More requests than the door takes: asked to wait, counted, and at nobody else's expense."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.journeys.bad_days.figures import figure
from tests.journeys.bad_days.posting import plain, post, says, webhook
from tests.journeys.desk import City, Process, eventually, processes
from tests.ports import free_port

from baraza.core.ingress.models import InboundEvent
from baraza.lib.authorities import trusted

pytestmark = [pytest.mark.journey, pytest.mark.badday]


@pytest.fixture
def closed_door(city: City, tmp_path: Path) -> Iterator[str]:
    """A web process whose database is nowhere and that takes one request a second."""
    environment = {
        **city.desk.environment,
        "DATABASE_URL": f"postgresql://nobody@/nothing?host={tmp_path}",
        "BARAZA_REQUESTS_PER_SECOND": "1",
    }
    environment.pop("PROMETHEUS_MULTIPROC_DIR")
    port = free_port()
    web, _ = processes(environment=environment, folder=tmp_path, port=port)
    web.start()
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_until_alive(base, web)
        yield base
    finally:
        web.stop()


def _wait_until_alive(base: str, web: Process) -> None:
    def is_alive() -> bool:
        try:
            return httpx.get(base + "/livez", timeout=5, verify=trusted()).status_code == 200
        except httpx.HTTPError:
            return False

    eventually(is_alive, what=f"not alive: {web.log.read_text()[-2000:]}")


def test_too_many_requests_are_refused_before_the_database_is_asked(city: City, closed_door: str) -> None:
    # given a door that would say 503 to each request that it has to ask the database about
    url = closed_door + "/in/whatsapp.meta_cloud/some-token/"
    # when more come than the door takes
    answers = [post(city, b"{}", url=url) for _ in range(12)]
    # then the first ones were asked about, the others were not
    said = [says(answer) for answer in answers]
    away, limited = plain(503, "Try again.\n"), plain(429, "Too many requests.\n")
    assert set(said) == {away, limited}
    assert said[:2] == [away, away]
    assert said.count(limited) >= 8
    assert {answer.headers["retry-after"] for answer in answers if answer.status_code == 429} == {"1"}


def test_one_busy_address_is_counted_and_does_not_close_the_others(city: City, tmp_path: Path) -> None:
    # given a web process that takes one request a second of each address
    environment = {**city.desk.environment, "BARAZA_CONNECTION_REQUESTS_PER_SECOND": "1"}
    port = free_port()
    web, _ = processes(environment=environment, folder=tmp_path, port=port)
    web.start()
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_until_alive(base, web)
        busy = city.desk.url_of(city.whatsapp).replace(city.desk.base, base)
        quiet = city.desk.url_of(city.desk.city().whatsapp).replace(city.desk.base, base)
        before = figure(base, "baraza_ingress_limited_total", limit="address")
        # when one of them is busy
        statuses = [post(city, webhook(city, message_id=f"wamid.{n}"), url=busy).status_code for n in range(12)]
        # then that one is asked to wait, the other is served, and what was refused is not stored
        assert set(statuses) == {200, 429}
        assert post(city, b'{"object":"whatsapp_business_account"}', url=quiet).status_code == 200
        with city.scope():
            assert InboundEvent.objects.count() == statuses.count(200)
        assert figure(base, "baraza_ingress_limited_total", limit="address") - before == statuses.count(429)
    finally:
        web.stop()
