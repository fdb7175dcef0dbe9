"""Passkeys of a real browser, the warning before a session ends, and words that outlive it, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect
from tests.factories.complaints import make_complaint
from tests.factories.core import PASSWORD
from tests.journeys.desk import City
from tests.web.chromium import chromium, faults

pytestmark = [pytest.mark.journey, pytest.mark.browser]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    made.set_default_timeout(60_000)
    yield made
    made.close()


def base_of(city: City) -> str:
    """By name: a browser keeps no passkey for an address that is a number."""
    return city.desk.base.replace("127.0.0.1", "localhost")


def signed_in(context: BrowserContext, city: City, base: str) -> tuple[Page, str]:
    page, email = context.new_page(), city.member().email
    page.goto(f"{base}/console/account/")
    fill_in(page, email)
    page.get_by_role("heading", name="Your account").wait_for()
    return page, email


def fill_in(page: Page, email: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def with_key(page: Page) -> tuple[CDPSession, str]:
    """A security key that says yes at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]


def add_passkey(page: Page, base: str) -> None:
    page.goto(f"{base}/console/account/passkeys/add/")
    page.get_by_label("Name of the passkey").fill("My laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("My laptop", exact=True)).to_be_visible()


def sign_out(page: Page) -> None:
    page.locator(".ba-menu", has=page.locator('[action="/console/sign-out/"]')).locator("summary").click()
    page.locator(".ba-menu").get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()


def test_a_passkey_is_added_signs_in_alone_and_stands_for_the_second_factor(
    city: City, context: BrowserContext
) -> None:
    base = base_of(city)
    page, email = signed_in(context, city, base)
    with_key(page)
    add_passkey(page, base)
    assert faults(page) == []

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Dashboard").wait_for()

    sign_out(page)
    fill_in(page, email)
    page.get_by_role("heading", name="Confirm that it is you").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Dashboard").wait_for()


def test_a_passkey_of_another_site_is_refused(city: City, context: BrowserContext) -> None:
    base = base_of(city)
    page, _ = signed_in(context, city, base)
    key, number = with_key(page)
    add_passkey(page, base)
    sign_out(page)
    stored: dict[str, Any] = key.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"][0]
    # The same key and person, but made for another site: what a look-alike page would have got.
    key.send("WebAuthn.clearCredentials", {"authenticatorId": number})
    foreign = {
        name: stored[name] for name in ("credentialId", "isResidentCredential", "privateKey", "userHandle", "signCount")
    }
    key.send("WebAuthn.addCredential", {"authenticatorId": number, "credential": {**foreign, "rpId": "evil.localhost"}})
    other = base.replace("localhost", "evil.localhost")
    page.route(f"{other}/**", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    options = page.request.get(f"{base}/console/sign-in/passkey/").json()["publicKey"]
    page.goto(other)
    answer = page.evaluate(_ANSWER, {"challenge": options["challenge"], "rpId": "evil.localhost"})
    page.goto(f"{base}/console/sign-in/")
    page.evaluate(_POST, answer)

    page.get_by_text("That passkey does not open an account here").first.wait_for()
    page.goto(f"{base}/console/account/")
    page.get_by_role("heading", name="Sign in").wait_for()


_ANSWER = """async ({ challenge, rpId }) => {
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const bytes = Uint8Array.from(atob(challenge.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const found = await navigator.credentials.get({ publicKey: { challenge: bytes, rpId, userVerification: "required" } });
  const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
  return JSON.stringify({ id: found.id, rawId: text(found.rawId), type: found.type, clientExtensionResults: {}, response: {
    authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON), signature: text(signature), userHandle: text(userHandle) } });
}"""
_POST = """(answer) => {
  const form = document.querySelector("[data-ba-passkey=ask]");
  form.elements.credential.value = answer;
  form.submit();
}"""


def only_left(page: Page, seconds: int) -> None:
    """As if nothing had happened for the rest of the half hour."""
    page.evaluate("(left) => localStorage.setItem('baraza.seen', String(Date.now() - (1800 - left) * 1000))", seconds)


def test_before_a_session_ends_the_person_is_warned_and_can_stay(city: City, context: BrowserContext) -> None:
    page, _ = signed_in(context, city, base_of(city))
    warning = page.get_by_role("dialog", name="You will soon be signed out")
    expect(warning).to_be_hidden()

    only_left(page, 100)

    expect(warning).to_be_visible()
    expect(warning.get_by_role("status")).to_contain_text("signed out in 2 minutes")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()


def test_after_its_end_the_page_says_so_and_leads_back(city: City, context: BrowserContext) -> None:
    page, email = signed_in(context, city, base_of(city))

    only_left(page, 0)

    expect(page.get_by_role("dialog", name="You are signed out")).to_be_visible()
    assert faults(page) == []
    page.context.clear_cookies()
    page.get_by_role("link", name="Sign in again").click()
    fill_in(page, email)
    page.get_by_role("heading", name="Your account").wait_for()


def test_a_reply_outlives_the_session_and_is_nobody_elses(city: City, context: BrowserContext) -> None:
    with city.scope():
        reference = make_complaint().reference
    base = base_of(city)
    page, email = signed_in(context, city, base)
    case = f"{base}/console/complaints/{reference}/"
    page.goto(case)
    words = "A team is on its way\nbefore noon"
    field = page.locator('form[action$="/reply/"] textarea')
    field.fill(words)
    Session.objects.all().delete()
    page.locator('form[action$="/reply/"] button:not([type=button])').first.click()
    page.get_by_text("You were signed out").wait_for()
    assert faults(page) == []

    fill_in(page, email)
    expect(page.get_by_label("What you wrote")).to_have_value(words)
    page.get_by_role("button", name="Go back to the page").click()
    expect(field).to_have_value(words)

    # A colleague at the same computer, in the same window.
    page.context.clear_cookies()
    page.goto(case)
    fill_in(page, city.member().email)
    page.wait_for_url(case)
    expect(field).to_have_value("")
