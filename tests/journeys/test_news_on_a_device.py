"""A resident is told on their device: switched on at the report's page, sealed by the desk, shown by the app, opened, switched off."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.factories.complaints import make_complaint
from tests.factories.core import make_connection
from tests.fakes.push_service import FakeBrowser
from tests.fakes.scripted_server import scripted_server
from tests.journeys.desk import City, eventually
from tests.journeys.showing import showing
from tests.web.chromium import chromium, faults

from baraza.config.settings.demands import DEMONSTRATION_VAPID_KEY
from baraza.core.identity.actor import SYSTEM
from baraza.lib.push_keys import public_key
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.states import State

pytestmark = [pytest.mark.journey, pytest.mark.browser]

# A browser without a network has no push service: the fake one's subscription stands in for what it would give.
_BROWSER = """([endpoint, key, auth, ours, permission]) => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0)).buffer;
  const made = {
    endpoint, options: { applicationServerKey: bytes(ours) },
    getKey: (name) => bytes(name === "auth" ? auth : key),
    unsubscribe: async () => { sessionStorage.removeItem("made"); return true; },
  };
  PushManager.prototype.getSubscription = async () => (sessionStorage.getItem("made") ? made : null);
  PushManager.prototype.subscribe = async () => { sessionStorage.setItem("made", "1"); return made; };
  Object.defineProperty(Notification, "permission", { get: () => permission });
  Notification.requestPermission = async () => permission;
}"""
# What the app would show; a window that keeps nothing may show no notifications.
_SHOWN = """() => {
  self.shown = [];
  self.registration.showNotification = async (title, options) => { self.shown.push([title, options.body, options.lang, options.tag]); };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def subscriber() -> Iterator[FakeBrowser]:
    with scripted_server() as server:
        yield FakeBrowser(server)


def phone_of(browser: Browser, subscriber: FakeBrowser, *, permission: str = "granted") -> BrowserContext:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce", locale="zu")
    context.set_default_timeout(60_000)
    given = [subscriber.endpoint, subscriber.key, subscriber.auth, public_key(DEMONSTRATION_VAPID_KEY), permission]
    context.add_init_script(f"({_BROWSER})({json.dumps(given)})")
    return context


def report_page(phone: BrowserContext, city: City) -> tuple[Page, str]:
    make_connection(organisation_id=city.profile.id, source="webpush.browsers")
    with city.scope():
        reference = make_complaint().reference
    page = phone.new_page()
    page.goto(f"{city.desk.base}/{city.profile.slug}/track/{reference}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page, reference


def test_news_reaches_the_app_in_the_persons_language_until_they_switch_it_off(
    browser: Browser, city: City, subscriber: FakeBrowser
) -> None:
    phone = phone_of(browser, subscriber)
    page, reference = report_page(phone, city)
    box = page.locator("[data-ba-device]")
    page.locator("[data-ba-device-on]").click()
    expect(box).to_have_attribute("data-state", "on")
    expect(page.locator("[data-ba-device-off]")).to_be_focused()
    # So high that the bar at the foot of a phone lies over nothing.
    page.set_viewport_size({"width": 360, "height": 4000})
    assert faults(page) == []
    with city.scope():
        move(actor=SYSTEM, reference=reference, wanted=State.REJECTED, reason="Not ours.")
    eventually(subscriber.seen)
    [news] = subscriber.shown()
    assert news == {"words": f"Kunezindaba ngombiko {reference}.", "reference": reference, "lang": "zu"}
    [worker] = phone.service_workers
    worker.evaluate(_SHOWN)
    session = phone.new_cdp_session(page)
    known: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(one["registrationId"] for one in told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    # Asking the page lets the events in between arrive.
    eventually(lambda: page.evaluate("0") or known)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": city.desk.base, "registrationId": known[0], "data": json.dumps(news)},
    )
    assert worker.evaluate(
        "() => new Promise((done) => setInterval(() => self.shown.length && done(self.shown), 20))"
    ) == [[city.profile.name, news["words"], "zu", reference]]
    page.reload()
    expect(box).to_have_attribute("data-state", "on")
    page.locator("[data-ba-device-off]").click()
    expect(box).to_have_attribute("data-state", "stopped")
    page.reload()
    expect(box).to_have_attribute("data-state", "off")
    phone.close()


def test_a_person_takes_the_browser_along_for_all_their_reports_and_stops_it(
    browser: Browser, city: City, subscriber: FakeBrowser
) -> None:
    make_connection(organisation_id=city.profile.id, source="webpush.browsers")
    phone = phone_of(browser, subscriber)
    phone.add_cookies([showing(city, phone="+27821234567")])
    page = phone.new_page()
    page.goto(f"{city.desk.base}/{city.profile.slug}/my-data/telling/?lang=en")
    box, row = page.locator("[data-ba-device]"), page.locator("[data-ba-device-row]")
    page.locator("[data-ba-device-on]").click()
    expect(row).to_contain_text("(this device)", use_inner_text=True)
    expect(box).to_have_attribute("data-state", "on")
    # So high that the bar at the foot of a phone lies over nothing.
    page.set_viewport_size({"width": 360, "height": 4000})
    assert faults(page) == []
    row.get_by_role("button").click()
    expect(row).to_have_count(0)
    expect(box).to_have_attribute("data-state", "off")
    phone.close()


def test_who_blocked_notifications_is_told_how_to_allow_them(
    browser: Browser, city: City, subscriber: FakeBrowser
) -> None:
    phone = phone_of(browser, subscriber, permission="denied")
    page, _ = report_page(phone, city)
    expect(page.locator("[data-ba-device]")).to_have_attribute("data-state", "refused")
    expect(page.locator("[data-ba-device-on]")).to_be_hidden()
    phone.close()
