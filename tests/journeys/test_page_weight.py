"""What the first visit to a main page of the console costs on the wire, as it is served."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request
from tests.factories.complaints import make_complaint
from tests.journeys.desk import City
from tests.web.chromium import chromium

pytestmark = [pytest.mark.journey, pytest.mark.browser]

WEIGHED = {"document", "stylesheet", "script"}
MOST_BYTES = 60 * 1024


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
    asked: list[Request] = []

    def keep(one: Request) -> None:
        asked.append(one)

    page.on("requestfinished", keep)

    answer = page.goto(f"{city.desk.base}/console/{path.format(reference=made[0])}", wait_until="load")
    page.wait_for_function("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")

    # The map has a script and a sheet of its own, fetched when it comes into view.
    counted = [one for one in asked if one.resource_type in WEIGHED and "/map-" not in one.url]
    weight = {one.url.rsplit("/", 1)[-1]: one.sizes()["responseBodySize"] for one in counted}
    assert answer is not None
    assert answer.status == 200
    assert "/sign-in/" not in page.url
    assert {one.resource_type for one in counted} == WEIGHED
    assert sum(weight.values()) <= MOST_BYTES, weight
    context.close()
