"""The database is gone for some seconds: everybody is told so in time, nothing is lost, and all goes on by itself."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import httpx
import pytest
from tests.journeys.bad_days.postgres import KillablePostgres
from tests.journeys.desk import APP_SECRET, City, eventually
from tests.journeys.talks import said

from baraza.lib.authorities import trusted
from baraza.operations.demo.graph_receipts import signature_of
from baraza.operations.demo.handsets import UssdPhone, WhatsAppPhone

pytestmark = [pytest.mark.journey, pytest.mark.badday]

# Prometheus, load balancers and USSD gateways give up after about ten.
IN_TIME_SECONDS = 9.0
AT_ONCE = 8
WORDS_OF_A_TRACE = ("Traceback", "psycopg", "OperationalError", "PoolTimeout", "site-packages", "baraza-bad-days")

Answer = TypeVar("Answer")


@dataclass
class Evening:
    """A city in which everything was in use a moment ago, so that every process holds connections."""

    city: City
    postgres: KillablePostgres
    phone: WhatsAppPhone
    diallers: list[UssdPhone]

    def use_everything(self) -> tuple[list[int], list[str]]:
        """Pages and screens, all at once."""
        pages = _all_at_once(*[lambda: _page(self.city).status_code] * AT_ONCE)
        screens = _all_at_once(*[lambda dialler=dialler: dialler.dial().text for dialler in self.diallers])
        return pages, screens

    def database_returns(self) -> None:
        self.postgres.start()
        self.city.desk.wait_until_ready()
        # The door waits up to three seconds before it tries again to look up an address that it does not know.
        unknown = f"{self.city.desk.base}/in/whatsapp.meta_cloud/{secrets.token_hex(4)}/"
        eventually(lambda: _post(unknown, b"{}").status_code != 503)


@pytest.fixture
def evening(city: City, postgres_of_bad_days: KillablePostgres) -> Iterator[Evening]:
    """The database is away when the test begins, and there again when it ends."""
    phone = city.whatsapp_phone()
    city.desk.graph.state.person_wrote(address=phone.number)
    evening = Evening(city, postgres_of_bad_days, phone, [city.ussd_phone() for _ in range(AT_ONCE)])
    evening.use_everything()
    postgres_of_bad_days.kill()
    yield evening
    evening.database_returns()


def _all_at_once(*questions: Callable[[], Answer]) -> list[Answer]:
    with ThreadPoolExecutor(len(questions)) as pool:
        return [asked.result() for asked in [pool.submit(question) for question in questions]]


def _page(city: City) -> httpx.Response:
    return httpx.get(f"{city.desk.base}/{city.profile.slug}/", timeout=IN_TIME_SECONDS, verify=trusted())


def _get(city: City, path: str) -> httpx.Response:
    return httpx.get(city.desk.base + path, timeout=IN_TIME_SECONDS, verify=trusted())


def _post(url: str, body: bytes) -> httpx.Response:
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(APP_SECRET, body)}
    return httpx.post(url, content=body, headers=headers, timeout=IN_TIME_SECONDS, verify=trusted())


def _hello(phone: WhatsAppPhone) -> bytes:
    message = {"id": f"wamid.{secrets.token_hex(8)}", "from": phone.number[1:], "timestamp": str(int(time.time()))}
    return phone.webhook(messages=[{**message, "type": "text", "text": {"body": "Hello"}}])


def test_every_face_says_in_time_that_it_cannot_serve(evening: Evening) -> None:
    city = evening.city

    live, ready, page, unknown, figures = _all_at_once(
        lambda: _get(city, "/livez"),
        lambda: _get(city, "/readyz"),
        lambda: _get(city, f"/{city.profile.slug}/track/"),
        lambda: _post(f"{city.desk.base}/in/whatsapp.meta_cloud/never-seen/", b"{}"),
        lambda: _get(city, "/metrics"),
    )

    assert (live.status_code, live.json()) == (200, {"status": "pass"})
    assert (ready.status_code, ready.json()["status"]) == (503, "fail")
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert (unknown.status_code, unknown.headers["retry-after"], unknown.text) == (503, "5", "Try again.\n")
    assert "baraza_database_up 0.0" in figures.text.splitlines()
    for answer in (ready, page, unknown):
        assert [word for word in WORDS_OF_A_TRACE if word in answer.text] == []


def test_what_was_refused_meanwhile_comes_back_and_everybody_is_served_at_once(evening: Evening) -> None:
    # given a webhook and somebody who dials while the database is away
    phone, worker = evening.phone, evening.city.desk.worker.running
    body = _hello(phone)
    refused, shown = _post(phone.url, body), evening.diallers[0].dial()
    # when it is back, and Meta posts again
    evening.database_returns()
    eventually(lambda: _post(phone.url, body).status_code == 200)
    pages, screens = evening.use_everything()
    # then the message is answered once
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    said(phone, "Choose your language")
    assert phone.answers() == []
    # and nobody else meets a connection that broke
    assert shown.text.startswith("Sorry, please dial again.")
    assert pages == [200] * AT_ONCE
    assert [screen for screen in screens if "1 English" not in screen] == []
    # and the worker went on
    assert worker is not None
    assert worker.poll() is None
