"""Residents in a real browser on a small phone: with scripts and without, in two languages, and nobody shut out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.capabilities.media.photos import jpeg
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member
from tests.journeys.desk import City, eventually, reference_in
from tests.web.chromium import chromium, faults, follow

from baraza.services.complaints.actions.move import move
from baraza.services.complaints.queries.one import get_complaint, get_timeline
from baraza.services.complaints.queries.own_link import own_link
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.services.complaints.states import State

pytestmark = [pytest.mark.journey, pytest.mark.browser]

DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('baraza.draft.')).length"
MOST_TAPS = 8
PHONE = {"width": 360, "height": 740}
WORDS = {
    "af": "Water lek uit ’n pyp in ons straat",
    "xh": "Amanzi ayavuza kumbhobho kwisitalato sethu",
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
    page.set_default_timeout(60_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{city.desk.base}/{city.profile.slug}/{path}")
    return page, complaints


def go_on_of(page: Page) -> Locator:
    return page.locator("main form button.govuk-button:not([data-ba-locate], [data-ba-locate-clear])").last


def go_on(page: Page) -> None:
    follow(page, go_on_of(page))


def complaint_of(city: City, reference: str) -> ComplaintDetail:
    with city.scope():
        return get_complaint(reference=reference)


# Every language once and both ways twice: what a script does is the same in every language.
@pytest.mark.parametrize(("language", "scripts"), [("en", "off"), ("af", "on"), ("zu", "off"), ("xh", "on")])
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
    go_on(page)
    go_on(page)
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
    page.locator("form[action$='/comment/'] button").last.click()

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


def test_a_draft_outlives_a_closed_tab_and_a_whole_report_takes_eight_taps_after_the_words(
    city: City, browser: Browser
) -> None:
    options = {"geolocation": {"latitude": -29.9706, "longitude": 30.8837}, "permissions": ["geolocation"]}
    page, complaints = opened(browser, city, "report/", **options)
    page.locator("#id_description").fill(WORDS["en"])
    eventually(lambda: page.evaluate(DRAFTS))
    page.reload()
    expect(page.locator("#id_description")).to_have_value(WORDS["en"])
    taps = 0

    def tap_on() -> None:
        nonlocal taps
        go_on(page)
        taps += 1

    tap_on()
    tap_on()
    page.locator("[data-ba-locate]").click()
    taps += 1
    expect(page.locator("[data-ba-locate-status]")).to_contain_text("We have your location.")
    while not page.locator(".ba-panel__reference").count():
        tap_on()

    stored = complaint_of(city, reference_in(page.locator(".ba-panel__reference").inner_text()))
    assert (stored.latitude, stored.longitude, stored.area_code) == (-29.9706, 30.8837, "ETH")
    assert taps <= MOST_TAPS
    assert page.evaluate(DRAFTS) == 0
    assert complaints == []
    page.context.close()


def test_on_a_shared_computer_nothing_of_the_draft_is_kept(city: City, browser: Browser) -> None:
    page, _ = opened(browser, city, "report/")
    page.locator("#id_description").fill(WORDS["en"])
    eventually(lambda: page.evaluate(DRAFTS))

    page.locator("[data-ba-draft-off]").check()
    page.reload()

    assert page.evaluate(DRAFTS) == 0
    expect(page.locator("#id_description")).to_have_value("")
    expect(page.locator("[data-ba-draft-off]")).to_be_checked()
    page.context.close()


def test_a_location_can_be_left_out_again(city: City, browser: Browser) -> None:
    options = {"geolocation": {"latitude": -29.9706, "longitude": 30.8837}, "permissions": ["geolocation"]}
    page, _ = opened(browser, city, "report/", **options)
    page.locator("#id_description").fill(WORDS["en"])
    go_on(page)
    go_on(page)
    page.locator("[data-ba-locate]").click()
    expect(page.locator("[data-ba-locate-clear]")).to_be_visible()

    page.locator("[data-ba-locate-clear]").click()

    expect(page.locator("#id_latitude")).to_have_value("")
    expect(page.locator("[data-ba-locate-clear]")).to_be_hidden()
    page.context.close()


def _write_report(page: Page, address: str, look: Callable[[str], None]) -> None:
    """A report of danger through every page, with mistakes."""
    page.goto(address)
    for name in ("report", "report wrong"):
        look(name)
        go_on(page)
    page.locator("#id_description").fill("A live cable is sparking on the ground")
    go_on(page)
    look("kind")
    go_on(page)
    look("place")
    go_on(page)
    look("place wrong")
    page.locator("#id_place_text").fill("Soweto")
    go_on(page)
    look("contact")
    go_on(page)
    look("check")
    go_on(page)
    look("sent")


def test_no_page_on_the_way_of_a_report_has_an_accessibility_fault_or_scrolls_sideways(
    city: City, browser: Browser
) -> None:
    clerk = make_member(organisation_id=city.profile.id)
    with city.scope():
        done = make_complaint(area_name="Nelson Mandela Bay", emergency=True).reference
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

    home = f"/{city.profile.slug}/"
    # Those that are reached without a step are looked at in every language by test_portal_accessibility.py; here they
    # must not complain.
    for path in ("/", home, f"{home}track/", f"{home}track/{done}/"):
        page.goto(f"{city.desk.base}{path}")
    look("of danger and done")
    _write_report(page, f"{city.desk.base}{home}report/", look)
    page.goto(f"{city.desk.base}{own_link(organisation=city.profile, reference=done)}")
    look("own report that is done")
    page.goto(f"{city.desk.base}{home}track/own/")
    look("own reports")
    page.goto(f"{city.desk.base}{home}track/phone/")
    page.locator("#id_phone").fill("082 123 4567")
    go_on(page)
    look("code")

    assert found == {}
    assert [text for text in complaints if "422" not in text] == []
    page.context.close()
