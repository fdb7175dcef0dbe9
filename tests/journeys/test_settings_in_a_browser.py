"""An admin sets up their city in a real browser: the test of a channel, colours as they are typed, pages without faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.core import PASSWORD
from tests.factories.settings import make_settings_rows
from tests.journeys.desk import City
from tests.web.chromium import chromium, faults

from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.connections import list_connections

pytestmark = [pytest.mark.journey, pytest.mark.browser]
SETTINGS = (
    "settings/",
    "settings/profile/",
    "settings/branding/",
    "settings/categories/",
    "settings/categories/noise/",
    "settings/due-times/",
    "settings/working-hours/",
    "settings/teams/",
    "settings/teams/new/",
    "settings/replies/",
    "settings/replies/new/",
    "settings/information/",
    "settings/areas/",
    "settings/retention/",
    "connections/",
    "connections/new/",
    "connections/new/whatsapp.meta_cloud/",
    "first-steps/",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def admin(city: City, browser: Browser) -> Iterator[Page]:
    """An admin signed in, in a window of 1440 pixels."""
    member = city.member("org_admin")
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{city.desk.base}/console/")
    page.get_by_label("Email").fill(member.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Dashboard").wait_for()
    yield page
    context.close()


def test_no_page_of_the_settings_has_a_fault_or_scrolls_sideways_wide_and_in_the_dark(city: City, admin: Page) -> None:
    """On the narrowest window in the light they are looked at with all others, by test_console_accessibility.py."""
    admin.emulate_media(color_scheme="dark")
    with city.scope():
        rows = make_settings_rows(organisation_id=city.profile.id, actor=SYSTEM)
    pages = (
        *SETTINGS,
        f"settings/teams/{rows.team_id}/",
        f"settings/replies/{rows.reply_id}/",
        f"connections/{rows.connection_id}/",
        f"connections/{rows.connection_id}/close/",
    )
    found = {}
    for path in pages:
        admin.goto(f"{city.desk.base}/console/{path}")
        found[path] = (faults(admin), admin.evaluate("document.documentElement.scrollWidth > innerWidth"))

    assert {path: said for path, said in found.items() if said != ([], False)} == {}


def test_a_wrong_form_has_its_summary_and_no_fault(city: City, admin: Page) -> None:
    admin.goto(f"{city.desk.base}/console/settings/branding/")
    admin.get_by_label("Buttons and links").fill("#f5b324")
    admin.get_by_role("button", name="Save").click()
    expect(admin.locator(".govuk-error-summary, .ba-error-summary")).to_contain_text("would pass")
    assert faults(admin) == []

    admin.goto(f"{city.desk.base}/console/settings/working-hours/")
    admin.get_by_label("Monday, from").fill("16:00")
    admin.get_by_label("Monday, until").fill("08:00")
    admin.get_by_role("button", name="Save").click()
    expect(admin.locator(".govuk-error-summary, .ba-error-summary")).to_contain_text("not after the time")
    assert faults(admin) == []


def test_the_sample_follows_what_is_typed(city: City, admin: Page) -> None:
    admin.goto(f"{city.desk.base}/console/settings/branding/")
    button = admin.locator('.ba-sample[data-sample="light"] .ba-sample__button')
    admin.get_by_label("Buttons and links").fill("#5b2a86")

    expect(button).to_have_css("background-color", "rgb(91, 42, 134)")


def test_a_connection_is_tested_and_the_page_says_what_it_found(city: City, admin: Page) -> None:
    with city.scope():
        whatsapp = next(one.id for one in list_connections() if one.source == "whatsapp.meta_cloud")
    admin.goto(f"{city.desk.base}/console/connections/{whatsapp}/")
    admin.get_by_role("button", name="Test the connection").click()

    expect(admin.get_by_text("Meta accepts the access token.")).to_be_visible()
    expect(admin.get_by_text("Our address answers Meta's handshake with this verify token.")).to_be_visible()
    expect(admin.get_by_text("A delivery signed with this app secret is let in.")).to_be_visible()
    assert faults(admin) == []


def test_what_an_admin_names_a_resident_reads_at_once(city: City, admin: Page, browser: Browser) -> None:
    admin.goto(f"{city.desk.base}/console/settings/categories/new/")
    admin.get_by_label("Name in English").fill("Market stall")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_role("link", name="Market stall")).to_be_visible()

    resident = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    resident.goto(f"{city.desk.base}/{city.profile.slug}/report/")
    resident.locator("#id_description").fill("The stall at the corner blocks the pavement")
    resident.get_by_role("button", name="Continue").click()
    expect(resident.get_by_label("Market stall")).to_be_attached()
    resident.context.close()
