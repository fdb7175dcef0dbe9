"""Residents in a real browser on a small phone: with scripts and without, in two languages, and nobody shut out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.capabilities.media.photos import jpeg
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member
from tests.journeys.desk import City, eventually, reference_in
from tests.web.chromium import chromium, faults

from baraza.services.complaints.actions.move import move
from baraza.services.complaints.queries.one import get_complaint, get_timeline
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.services.complaints.states import State

pytestmark = [pytest.mark.journey, pytest.mark.browser]

PHONE = {"width": 360, "height": 740}
WORDS = {
    "en": "Water is leaking from a pipe in our street",
    "zu": "Amanzi avuza epayipini emgwaqeni wethu",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def opened(browser: Browser, city: City, path: str = "", **options: object) -> tuple[Page, list[str]]:
    """The page, and everything the browser complained about."""
    page = browser.new_context(viewport=PHONE, reduced_motion="reduce", **options).new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{city.desk.base}/{city.profile.slug}/{path}")
    return page, complaints


def go_on(page: Page) -> None:
    page.locator("main form button.govuk-button:not([data-ba-locate], [data-ba-locate-clear])").last.click()


def complaint_of(city: City, reference: str) -> ComplaintDetail:
    with city.scope():
        return get_complaint(reference=reference)


@pytest.mark.parametrize("scripts", ["on", "off"])
@pytest.mark.parametrize("language", ["en", "zu"])
def test_a_resident_reports_sees_the_reference_and_follows_it(
    city: City, browser: Browser, tmp_path: Path, language: str, scripts: str
) -> None:
    photo = tmp_path / "pipe.jpg"
    photo.write_bytes(jpeg(320, 240))
    page, complaints = opened(browser, city, java_script_enabled=scripts == "on")
    page.locator("[data-ba-menu] summary").click()
    page.locator(f".ba-menu__item[value={language}]").click()
    page.locator(".ba-way--first").click()

    page.locator("#id_description").fill(WORDS[language])
    page.locator("#id_photos").set_input_files(photo)
    page.locator("#id_place_text").fill("Vilakazi Street, Soweto")
    go_on(page)
    page.locator("#id_phone").fill("082 123 4567")
    go_on(page)
    page.locator("dl").get_by_text(WORDS[language]).wait_for()
    go_on(page)
    reference = reference_in(page.locator(".ba-panel__reference").inner_text())
    page.goto(f"{city.desk.base}/{city.profile.slug}/track/")
    page.locator("#id_reference").fill(reference.lower())
    go_on(page)
    page.locator("#comment_text").fill("It is getting worse")
    go_on(page)

    expect(page.locator("h1")).to_have_text(reference)
    expect(page.locator(".ba-bubble__body")).to_have_text("It is getting worse")
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert complaints == []
    stored = complaint_of(city, reference)
    assert (stored.description, stored.language, stored.area_code) == (WORDS[language], language, "JHB")
    with city.scope():
        assert [line.kind for line in get_timeline(complaint_id=stored.id, public_only=True)] == ["photo", "comment"]
    page.context.close()


def test_the_phones_own_position_and_an_unfinished_draft_spare_typing(city: City, browser: Browser) -> None:
    options = {"geolocation": {"latitude": -29.9706, "longitude": 30.8837}, "permissions": ["geolocation"]}
    page, complaints = opened(browser, city, "report/", **options)
    page.locator("#id_description").fill(WORDS["en"])
    page.locator("#id_category_3").check()
    eventually(lambda: page.evaluate("localStorage.length"))
    page.reload()
    expect(page.locator("#id_description")).to_have_value(WORDS["en"])
    expect(page.locator("#id_category_3")).to_be_checked()

    page.locator("[data-ba-locate]").click()
    expect(page.locator("[data-ba-locate-status]")).to_contain_text("We have your location.")
    for _step in range(3):
        go_on(page)

    stored = complaint_of(city, reference_in(page.locator(".ba-panel__reference").inner_text()))
    assert (stored.latitude, stored.longitude, stored.area_code) == (-29.9706, 30.8837, "ETH")
    assert page.evaluate("localStorage.length") == 0
    assert complaints == []
    page.context.close()


def test_a_location_can_be_left_out_again(city: City, browser: Browser) -> None:
    options = {"geolocation": {"latitude": -29.9706, "longitude": 30.8837}, "permissions": ["geolocation"]}
    page, _ = opened(browser, city, "report/", **options)
    page.locator("[data-ba-locate]").click()
    expect(page.locator("[data-ba-locate-clear]")).to_be_visible()

    page.locator("[data-ba-locate-clear]").click()

    expect(page.locator("#id_latitude")).to_have_value("")
    expect(page.locator("[data-ba-locate-clear]")).to_be_hidden()
    page.context.close()


def test_no_page_of_the_portal_has_an_accessibility_fault_or_scrolls_sideways(city: City, browser: Browser) -> None:
    clerk = make_member(organisation_id=city.profile.id)
    with city.scope():
        waiting, done = (make_complaint(area_name="Nelson Mandela Bay", emergency=True).reference for _ in range(2))
        move(actor=clerk, reference=done, wanted=State.RESOLVED, reason="The pipe is new")
    page, complaints = opened(browser, city)
    found: dict[str, object] = {}

    def look(name: str) -> None:
        for width, scheme in ((360, "light"), (1440, "dark")):
            page.set_viewport_size({"width": width, "height": 4000})
            page.emulate_media(color_scheme=scheme)
            wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            if wrong := [*faults(page), *(["wider than the window"] if wider else [])]:
                found[f"{name} {width} {scheme}"] = wrong

    def shown(path: str) -> None:
        page.goto(f"{city.desk.base}{path}")
        look(path)

    home = f"/{city.profile.slug}/"
    for path in ("/", home, f"{home}track/", f"{home}track/{done}/", f"{home}report/{waiting}/sent/"):
        shown(path)
    page.goto(f"{city.desk.base}{home}report/")
    for name in ("report", "report wrong"):
        look(name)
        go_on(page)
    page.locator("#id_description").fill("A live cable is sparking on the ground")
    page.locator("#id_place_text").fill("Soweto")
    go_on(page)
    look("contact")
    go_on(page)
    look("check")
    mistakes = [text for text in complaints if "422" not in text]
    shown(f"{home}track/MI-2026-AAAAAA/")
    shown("/nowhere/")

    assert found == {}
    assert mistakes == []
    page.context.close()
