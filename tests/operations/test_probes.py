"""Load balancers ask by address and over plain HTTP; people must come by name and over https."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

TOKEN = "a-long-metrics-token"


@pytest.fixture(autouse=True)
def as_in_production(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def prober() -> Client:
    return Client(headers={"host": "10.0.0.7:8000"})


def test_a_probe_by_address_is_told_that_the_process_lives(prober: Client) -> None:
    answer = prober.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "pass"})


@pytest.mark.django_db
def test_a_probe_by_address_is_told_what_is_not_ready(prober: Client) -> None:
    answer = prober.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker:heartbeatAge"][0]["status"] == "fail"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "Bearer wrong", TOKEN[:-1], "Bearer ünsinn"])
def test_figures_are_for_whoever_holds_the_token(prober: Client, given: str) -> None:
    assert prober.get("/metrics", headers={"authorization": given}).status_code == 401


@pytest.mark.django_db
def test_prometheus_reads_the_figures_by_address(prober: Client) -> None:
    answer = prober.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert b"baraza_outbox_oldest_due_seconds 0.0" in answer.content


def test_people_by_address_are_refused(prober: Client) -> None:
    assert prober.get("/console/sign-in/", secure=True).status_code == 400


def test_people_over_plain_http_are_led_to_https() -> None:
    answer = Client(headers={"host": "desk.example.org"}).get("/console/sign-in/")
    assert (answer.status_code, answer["Location"]) == (301, "https://desk.example.org/console/sign-in/")
