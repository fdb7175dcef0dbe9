"""What the first visit to a main page costs on the wire, as it is served: the console's, and the residents' on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request
from tests.factories.complaints import make_complaint
from tests.journeys.desk import City
from tests.web.chromium import chromium

pytestmark = [pytest.mark.journey, pytest.mark.browser]

WEIGHED = {"document", "stylesheet", "script"}
MOST_BYTES = 60 * 1024
MOST_BYTES_OF_RESIDENTS = 25 * 1024


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("path", ["", "complaints/", "complaints/{reference}/"])
def test_a_main_page_of_the_console_weighs_at_most_60_kib(city: City, browser: Browser, path: str) -> None:
    with city.scope():
        made = [make_complaint(area_name="eThekwini").reference for _ in range(25)]
    console = city.member("supervisor")
    console.sign_in()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    for cookie in console.client.cookies.jar:
        context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": city.desk.base}])
    page = context.new_page()

    weight = weighed(page, f"{city.desk.base}/console/{path.format(reference=made[0])}")

    assert "/sign-in/" not in page.url
    assert sum(weight.values()) <= MOST_BYTES, weight
    context.close()


@pytest.mark.parametrize("path", ["", "report/", "track/"])
def test_a_first_page_of_residents_weighs_at_most_25_kib(city: City, browser: Browser, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})

    weight = weighed(context.new_page(), f"{city.desk.base}/{city.profile.slug}/{path}")

    assert sum(weight.values()) <= MOST_BYTES_OF_RESIDENTS, weight
    context.close()


def weighed(page: Page, address: str) -> dict[str, int]:
    """Bytes of page, sheets and scripts as they came, compressed; the map fetches its own when it comes into view."""
    asked: list[Request] = []

    def keep(one: Request) -> None:
        asked.append(one)

    page.on("requestfinished", keep)
    answer = page.goto(address, wait_until="networkidle")
    counted = [one for one in asked if one.resource_type in WEIGHED and "/map-" not in one.url]
    assert answer is not None
    assert answer.status == 200
    assert {one.resource_type for one in counted} == WEIGHED
    return {one.url: one.sizes()["responseBodySize"] for one in counted}
