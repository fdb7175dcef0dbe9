"""What colleagues do for one another and for residents, in a real browser: told of what is late, sharing a list, saving at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.complaints import make_complaint
from tests.factories.core import PASSWORD, make_member, make_organisation
from tests.journeys.desk import City, Desk, reference_in
from tests.web.chromium import chromium

from baraza.core.identity.models import User
from baraza.lib.clock import now
from baraza.services.complaints.actions.reminders import remind
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.states import State

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def signed_in(browser: Browser, base: str, email: str) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{base}/console/complaints/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/console/complaints/")
    return page


def test_what_is_late_is_worked_off_from_its_notification(city: City, browser: Browser) -> None:
    clerk = city.member()
    with city.scope():
        late = make_complaint(description="Sewage runs down the road").reference
        Complaint.objects.filter(reference=late).update(
            assignee_id=User.objects.get(email=clerk.email).pk, due_at=now() - timedelta(hours=5)
        )
        remind()
    page = signed_in(browser, city.desk.base, clerk.email)

    page.goto(f"{city.desk.base}/console/notifications/")
    page.get_by_role("link", name=late).click()
    page.wait_for_url(f"**/complaints/{late}/**")
    page.locator("#move_wanted").select_option("RESOLVED")
    page.locator("#move_reason").fill("The pipe is new.")
    page.get_by_role("button", name="Change state").click()
    expect(page.locator(".ba-facts-line")).to_contain_text("Done")

    with city.scope():
        assert get_complaint(reference=late).state is State.RESOLVED
    page.goto(f"{city.desk.base}/console/notifications/")
    expect(page.locator(".ba-notices__line--unread")).to_have_count(0)
    page.context.close()


def test_a_list_that_is_shared_opens_for_a_colleague(city: City, browser: Browser) -> None:
    with city.scope():
        pipe = make_complaint(category="burst_pipe").reference
        noise = make_complaint(category="noise").reference
    lead = signed_in(browser, city.desk.base, city.member("supervisor").email)
    lead.goto(f"{city.desk.base}/console/complaints/?category=noise")
    lead.locator("summary", has_text="Views").click()
    lead.get_by_label("Save this list as").fill("Loud nights")
    lead.get_by_label("For everybody here").check()
    lead.get_by_role("button", name="Save view").click()
    expect(lead.locator("main")).to_contain_text(noise)

    clerk = signed_in(browser, city.desk.base, city.member().email)
    clerk.locator("summary", has_text="Views").click()
    clerk.get_by_role("link", name="Loud nights").click()

    expect(clerk.locator("main")).to_contain_text(noise)
    expect(clerk.locator("main")).not_to_contain_text(pipe)
    lead.context.close()
    clerk.context.close()


def test_a_category_that_is_renamed_is_read_on_the_next_screen_of_a_telephone(city: City, browser: Browser) -> None:
    admin = signed_in(browser, city.desk.base, city.member("org_admin").email)
    admin.goto(f"{city.desk.base}/console/settings/categories/streetlight/")
    admin.get_by_label("Name in English").fill("Lamp is dark")
    admin.get_by_role("button", name="Save").click()
    admin.wait_for_url("**/settings/categories/")

    phone = city.ussd_phone()
    phone.dial()
    phone.send("1")
    phone.send("1")
    shown = phone.send("Street light is out at the corner")

    assert "Lamp is dark" in shown.text
    admin.context.close()


def test_an_empty_organisation_is_led_to_its_first_report(desk: Desk, browser: Browser) -> None:
    profile = make_organisation()
    member = make_member(organisation_id=profile.id, role="org_admin")
    admin = signed_in(browser, desk.base, User.objects.get(pk=member.id).email)

    admin.goto(f"{desk.base}/console/first-steps/")
    expect(admin.locator(".ba-first-steps__item--done")).to_have_count(1)
    admin.get_by_role("link", name="Open the profile").click()
    admin.get_by_role("button", name="Save").first.click()
    admin.goto(f"{desk.base}/console/first-steps/")
    expect(admin.locator(".ba-first-steps__item").first).to_contain_text("(done)")

    reference = _report_on_the_web(browser, f"{desk.base}/{profile.slug}/report/")
    admin.goto(f"{desk.base}/console/first-steps/")

    expect(admin.locator(".ba-first-steps__item").last).to_contain_text("(done)")
    admin.goto(f"{desk.base}/console/complaints/")
    expect(admin.locator("main")).to_contain_text(reference)
    admin.context.close()


def _report_on_the_web(browser: Browser, address: str) -> str:
    resident = browser.new_context().new_page()
    resident.goto(address)
    go_on = resident.locator("main form button.govuk-button:not([data-ba-locate], [data-ba-locate-clear])").last
    resident.locator("#id_description").fill("TEST: a lamp is dark")
    go_on.click()
    go_on.click()
    resident.locator("#id_place_text").fill("Vilakazi Street, Soweto")
    go_on.click()
    resident.locator("#id_phone").fill("082 123 4567")
    go_on.click()
    resident.locator("dl").get_by_text("TEST: a lamp is dark").wait_for()
    go_on.click()
    reference = reference_in(resident.locator(".ba-panel__reference").inner_text())
    resident.context.close()
    return reference


def test_what_a_colleague_saves_is_told_and_never_written_over(city: City, browser: Browser) -> None:
    with city.scope():
        reference = make_complaint().reference
    first = signed_in(browser, city.desk.base, city.member().email)
    second = signed_in(browser, city.desk.base, city.member("supervisor").email)
    address = f"{city.desk.base}/console/complaints/{reference}/"
    first.goto(address)
    second.goto(address)
    expect(first.locator("[data-ba-case-others]")).to_contain_text("is looking at this")

    first.locator("#move_reason").fill("Nobody found it")
    second.locator("#move_wanted").select_option("IN_PROGRESS")
    second.get_by_role("button", name="Change state").click()
    expect(first.locator("[data-ba-case-changed]")).to_be_visible()
    first.locator("#move_wanted").select_option("REJECTED")
    first.get_by_role("button", name="Change state").click()

    expect(first.locator("#meanwhile")).to_be_visible()
    expect(first.locator("#move_reason")).to_have_value("Nobody found it")
    with city.scope():
        assert get_complaint(reference=reference).state is State.IN_PROGRESS
    first.context.close()
    second.context.close()
