"""A clerk at work in a real browser, and the resident who sees what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import PASSWORD
from tests.journeys.desk import City
from tests.web.chromium import chromium, faults, follow

from baraza.core.identity.actor import resident
from baraza.services.complaints.actions.people import ask_person
from baraza.services.complaints.queries.own_link import own_link

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def signed_in(browser: Browser, city: City, role: str = "agent") -> tuple[Page, list[str]]:
    """A member at the console, and everything their browser complained about."""
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
    page.goto(f"{city.desk.base}/console/complaints/")
    return page, complaints


def test_a_clerk_takes_answers_and_finishes_and_the_resident_sees_it(city: City, browser: Browser) -> None:
    with city.scope():
        reference = make_complaint(description="Burst pipe <b>in front</b> of the school").reference
    clerk, complaints = signed_in(browser, city)
    follower = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    # Whoever knows the reference sees how far it is; the words are for who holds the report's own link.
    follower.goto(f"{city.desk.base}/{city.profile.slug}/track/{reference}/")
    expect(follower.locator("[aria-current=step]")).to_have_text("Received")

    clerk.get_by_role("link", name=reference).click()
    expect(clerk.get_by_text("Burst pipe <b>in front</b> of the school")).to_be_visible()
    clerk.get_by_role("button", name="Take it").click()
    expect(clerk.get_by_text("Yours", exact=True)).to_be_visible()
    clerk.get_by_label("Reply to the resident").fill("A team is on its way")
    clerk.get_by_role("button", name="Send reply").click()
    expect(clerk.locator(".ba-bubble--out")).to_contain_text("A team is on its way")
    clerk.get_by_label("New state").select_option("RESOLVED")
    clerk.get_by_role("button", name="Change state").click()
    expect(clerk.locator(".ba-error-summary, .govuk-error-summary")).to_contain_text("Write what was done")
    clerk.get_by_label("Reason, sent to the resident").fill("The pipe is new")
    clerk.get_by_role("button", name="Change state").click()
    expect(clerk.locator(".ba-facts-line")).to_contain_text("Done")

    follower.reload()
    expect(follower.locator("[aria-current=step]")).to_have_text("Done")
    expect(follower.locator(".ba-bubble--out")).to_have_count(0)
    expect(follower.get_by_text("The pipe is new")).to_have_count(0)
    follower.goto(f"{city.desk.base}{own_link(organisation=city.profile, reference=reference)}")
    expect(follower.locator(".ba-bubble--out")).to_contain_text("A team is on its way")
    expect(follower.get_by_text("The pipe is new")).to_be_visible()
    assert [text for text in complaints if "422" not in text] == []
    clerk.context.close()
    follower.context.close()


def test_no_page_of_the_console_has_an_accessibility_fault_or_scrolls_sideways(city: City, browser: Browser) -> None:
    with city.scope():
        contact_id = make_contact(name="Nomvula van der Westhuizen-Mkhize", language="zu")
        ask_person(actor=resident(contact_id=contact_id), text="Ngicela usizo", connection_id=None, source_key="axe")
        for number in range(3):
            urgent = make_complaint(emergency=not number, area_name="Nelson Mandela Bay Metropolitan Municipality")
    page, complaints = signed_in(browser, city)
    paths = ("", "?group=DUPLICATE&mine=on", f"{urgent.reference}/")
    found: dict[str, object] = {}

    def look(name: str) -> None:
        for width, scheme in ((360, "dark"), (1440, "light")):
            page.set_viewport_size({"width": width, "height": 3000})
            page.emulate_media(color_scheme=scheme)
            wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            if wrong := [*faults(page), *(["wider than the window"] if wider else [])]:
                found[f"{name} {width} {scheme}"] = wrong

    for path in paths:
        page.goto(f"{city.desk.base}/console/complaints/{path}")
        look(path)
    page.get_by_role("button", name="Send reply").click()
    page.locator(".govuk-error-summary").wait_for()
    look("wrong reply")
    for path in ("inbox/", "inbox/?text=nobody", "notifications/"):
        page.goto(f"{city.desk.base}/console/{path}")
        look(path)
    page.goto(f"{city.desk.base}/console/inbox/")
    follow(page, page.get_by_role("link", name="Nomvula"))
    look("conversation")
    page.get_by_role("button", name="Send answer").click()
    page.locator(".govuk-error-summary").wait_for()
    look("wrong answer")
    page.context.clear_cookies()
    page.goto(f"{city.desk.base}/console/")
    look("sign in")
    follow(page, page.get_by_role("button", name="Sign in"))
    look("sign in wrong")

    assert found == {}
    assert [text for text in complaints if "422" not in text] == []
    page.context.close()
