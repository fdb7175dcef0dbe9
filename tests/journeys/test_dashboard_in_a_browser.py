"""The dashboard and the analytics in a real browser: without faults in every state, on every width, and up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.complaints import make_complaint
from tests.factories.core import PASSWORD
from tests.journeys.desk import City
from tests.web.chromium import chromium, faults

from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.states import State

pytestmark = [pytest.mark.journey, pytest.mark.browser]
# Colours do not depend on the width, so each scheme is judged once; the width is asked everywhere.
LOOKS = ((320, "light"), (1440, "dark"))
WIDTHS = (768, 1920)


# What a map that stays empty was asked and answered.
STATE = """map => [map.className, JSON.stringify(map.dataset), ...performance.getEntriesByType("resource")
  .filter(({ name }) => name.includes("map")).map(({ name, responseStatus }) => `${name} ${responseStatus}`)].join(" | ")"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def signed_in(browser: Browser, city: City, role: str) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{city.desk.base}/console/")
    page.get_by_label("Email").fill(city.member(role).email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Dashboard").wait_for()
    return page, complaints


def wrong_with(page: Page) -> dict[str, object]:
    found: dict[str, object] = {}
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 3000})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if wrong := [*faults(page), *(["wider than the window"] if wider else [])]:
            found[f"{page.url} {width} {scheme}"] = wrong
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 3000})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{page.url} {width}"] = "wider than the window"
    return found


def fill(city: City) -> None:
    with city.scope():
        for number in range(14):
            made = make_complaint(
                category=("noise", "refuse", "housing")[number % 3],
                ward_code=str(number % 4),
                latitude=-29.8 - number / 200,
                longitude=31.0 + number / 300,
                area_name="Nelson Mandela Bay Metropolitan Municipality",
            )
            opened = now() - timedelta(days=number)
            rows = Complaint.objects.filter(pk=made.id)
            rows.update(opened_at=opened, due_at=opened + timedelta(hours=30))
            if number % 3 == 0:
                rows.update(
                    state=State.RESOLVED, acknowledged_at=opened, resolved_at=opened + timedelta(hours=9 + number)
                )


def test_an_empty_citys_pages_have_no_fault_and_lead_on(city: City, browser: Browser) -> None:
    page, complaints = signed_in(browser, city, "org_admin")

    expect(page.get_by_role("heading", name="No complaints yet")).to_be_visible()
    wrong = wrong_with(page)
    page.goto(f"{city.desk.base}/console/analytics/")
    expect(page.get_by_role("heading", name="Nothing happened in these days")).to_be_visible()
    wrong |= wrong_with(page)

    assert wrong == {}
    assert complaints == []
    page.context.close()


def test_full_and_overdue_pages_have_no_fault_with_all_their_numbers_open(city: City, browser: Browser) -> None:
    fill(city)
    page, complaints = signed_in(browser, city, "supervisor")
    page.set_viewport_size({"width": 1440, "height": 3000})

    wrong: dict[str, object] = {}
    for path in ("", "analytics/?compare=year", "analytics/?first=2026-05-02&last=2026-05-01"):
        page.goto(f"{city.desk.base}/console/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        if not path:
            map_of = page.locator("[data-ba-map]").first
            map_of.scroll_into_view_if_needed()
            expect(page.locator(".ba-cluster, .ba-dot").first, f"{map_of.evaluate(STATE)} {complaints}").to_be_visible()
        wrong |= wrong_with(page)

    assert wrong == {}
    assert [text for text in complaints if "422" not in text] == []
    page.context.close()


def test_a_number_leads_to_its_list_and_the_page_follows_what_happens(city: City, browser: Browser) -> None:
    fill(city)
    page, _ = signed_in(browser, city, "supervisor")
    page.set_viewport_size({"width": 1440, "height": 2000})
    overdue = (
        page.locator(".ba-kpi", has=page.get_by_role("link", name="Overdue", exact=True)).locator("strong").inner_text()
    )

    # Committed while the request is waited for: before that nobody is told.
    with page.expect_request("**/home/feed/", timeout=60_000) as asked, city.scope():
        reference = make_complaint(description="While the page is open").reference
    expect(page.locator(".ba-feed").get_by_role("link", name=reference)).to_be_visible(timeout=60_000)
    # Nobody did anything: the session does not go on by it.
    assert asked.value.headers.get("x-by-itself") == "yes"
    page.get_by_role("link", name="Overdue", exact=True).click()

    page.wait_for_url("**/complaints/?due=overdue")
    assert page.locator("tbody tr").count() == int(overdue)
    page.context.close()
