"""The page of a case in a real browser: every state without a fault, words that are never lost, colleagues who are seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import PASSWORD
from tests.journeys.desk import City, eventually
from tests.web.chromium import chromium, faults

from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.connections import list_connections
from baraza.lib.clock import now
from baraza.messaging.models import Reach
from baraza.services.complaints.actions.answers import note, reply
from baraza.services.complaints.actions.canned import save_canned_reply
from baraza.services.complaints.actions.merge import merge
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.states import State

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def signed_in(browser: Browser, city: City, role: str = "agent") -> tuple[Page, list[str]]:
    """A member at the list of complaints, and everything their browser complained about."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{city.desk.base}/console/complaints/")
    page.get_by_label("Email").fill(city.member(role).email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/console/complaints/")
    return page, complaints


def _cases(city: City) -> dict[str, str]:
    """One case for each state that its page can be in."""
    with city.scope():
        whatsapp = next(one.id for one in list_connections() if one.source == "whatsapp.meta_cloud")
        contact_id = make_contact(name="Thandi Mokoena", language="zu")
        Reach.objects.create(
            organisation_id=city.profile.id,
            contact_id=contact_id,
            connection_id=whatsapp,
            phone="+27821230000",
            last_inbound_at=now() - timedelta(hours=30),
        )
        save_canned_reply(actor=SYSTEM, title=f"On our way {contact_id}", texts={"en": "A team comes to {reference}."})
        place = {"latitude": -29.8587, "longitude": 31.0218, "place_text": "City Hall", "area_name": "eThekwini"}
        cases = {
            "empty": make_complaint().reference,
            "fresh": make_complaint(
                **place,
                guessed_category="sewage",
                guessed_priority="high",
                guess_confidence=0.4,
                guess_model="m1",
                emergency=True,
            ).reference,
            "window closed": make_complaint(
                contact_id=contact_id, connection_id=whatsapp, channel="whatsapp"
            ).reference,
            "overdue": make_complaint(**place).reference,
            "settled": make_complaint().reference,
            "duplicate": make_complaint().reference,
        }
        Complaint.objects.filter(reference=cases["overdue"]).update(due_at=now() - timedelta(hours=5))
        for number in range(4):
            reply(actor=SYSTEM, reference=cases["overdue"], text="We are looking", source_key=f"r{number}")
            note(actor=SYSTEM, reference=cases["overdue"], text="Asked the depot", source_key=f"n{number}")
        move(actor=SYSTEM, reference=cases["settled"], wanted=State.RESOLVED, reason="The pipe is new")
        merge(actor=SYSTEM, reference=cases["duplicate"], into=cases["fresh"])
    return cases


def _wrong(page: Page) -> list[str]:
    found: list[str] = []
    for width, scheme in ((320, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 3000})
        page.emulate_media(color_scheme=scheme)
        # It is asked for when it comes into view.
        page.locator("#alike-part").scroll_into_view_if_needed()
        expect(page.locator("#alike")).to_be_visible()
        wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found += [f"{width} {scheme}: {fault}" for fault in [*faults(page), *(["too wide"] if wider else [])]]
    return found


def test_a_case_has_no_fault_in_any_of_its_states(city: City, browser: Browser) -> None:
    cases = _cases(city)
    page, complaints = signed_in(browser, city, "supervisor")
    found: dict[str, list[str]] = {}

    for name, reference in cases.items():
        page.goto(f"{city.desk.base}/console/complaints/{reference}/")
        for fold in page.locator("details.ba-case-fold > summary").all():
            fold.click()
        found[name] = _wrong(page)
    page.goto(f"{city.desk.base}/console/complaints/{cases['fresh']}/")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write the reply first")
    found["error"] = _wrong(page)
    for part in ("alike", "assign", "paper"):
        page.goto(f"{city.desk.base}/console/complaints/{cases['fresh']}/{part}/")
        found[part] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert [text for text in complaints if "422" not in text] == []
    page.context.close()


def test_what_was_written_survives_a_reload_and_a_reply_can_be_taken_back(city: City, browser: Browser) -> None:
    cases = _cases(city)
    page, _ = signed_in(browser, city)
    page.goto(f"{city.desk.base}/console/complaints/{cases['window closed']}/")
    box = page.get_by_label("Reply to the resident")

    page.get_by_role("button", name="Insert").click()
    expect(box).to_have_value(f"A team comes to {cases['window closed']}.")
    box.press_sequentially(" Today.")
    eventually(lambda: page.evaluate("JSON.stringify(Object.values(sessionStorage)).includes('Today.')"))
    page.reload()
    expect(box).to_have_value(f"A team comes to {cases['window closed']}. Today.")
    page.get_by_role("button", name="Send reply").click()
    expect(box).to_have_value("")
    page.get_by_role("button", name="Take it back").click()

    expect(box).to_have_value(f"A team comes to {cases['window closed']}. Today.")
    expect(page.locator(".ba-bubble--out")).to_have_count(0)
    page.context.close()


def test_two_clerks_see_each_other_and_what_the_other_changed(city: City, browser: Browser) -> None:
    reference = _cases(city)["empty"]
    first, _ = signed_in(browser, city)
    second, _ = signed_in(browser, city, "supervisor")
    first.goto(f"{city.desk.base}/console/complaints/{reference}/")
    second.goto(f"{city.desk.base}/console/complaints/{reference}/")

    expect(first.locator("[data-ba-case-others]")).to_contain_text("is looking at this")
    second.get_by_label("Note for colleagues").press_sequentially("I rang")
    expect(first.locator("[data-ba-case-others]")).to_contain_text("is writing")
    second.get_by_role("button", name="Write note").click()
    expect(first.locator("[data-ba-case-changed]")).to_be_visible()

    first.context.close()
    second.context.close()


def test_the_way_leads_through_the_list_that_the_case_was_opened_from(city: City, browser: Browser) -> None:
    with city.scope():
        older, newer = (make_complaint(category="parks_trees").reference for _ in range(2))
    page, _ = signed_in(browser, city)
    page.goto(f"{city.desk.base}/console/complaints/?category=parks_trees")
    page.get_by_role("link", name=newer).click()

    page.get_by_role("link", name="Next in the list").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(older)
    page.get_by_role("link", name="Complaints", exact=True).first.click()

    expect(page.get_by_role("link", name=newer)).to_be_visible()
    page.context.close()


def test_a_case_can_be_worked_on_without_scripts(city: City, browser: Browser) -> None:
    reference = _cases(city)["fresh"]
    scripted, _ = signed_in(browser, city)
    cookies = scripted.context.cookies()
    scripted.context.close()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{city.desk.base}/console/complaints/{reference}/")

    page.get_by_role("button", name="Insert").click()
    expect(page.get_by_label("Reply to the resident")).to_have_value(f"A team comes to {reference}.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".ba-bubble--out")).to_contain_text("A team comes")
    page.get_by_role("link", name="Reports near by and others of this resident").click()
    expect(page.locator("#alike")).to_be_visible()
    context.close()
