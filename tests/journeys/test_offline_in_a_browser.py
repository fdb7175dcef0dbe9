"""A phone without a network: the app can be installed, a report with its photo waits and is sent once, photos are shared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.capabilities.media.photos import jpeg
from tests.factories.complaints import make_complaint
from tests.journeys.desk import City, eventually
from tests.web.chromium import chromium, faults

from baraza.services.complaints.queries.own_link import own_link

pytestmark = [pytest.mark.journey, pytest.mark.browser]

PHONE = {"width": 360, "height": 740}
WORDS = "Water is leaking from a pipe in our street"
TITLES = {
    "en": "Reports on this phone",
    "af": "Aanmeldings op hierdie foon",
    "zu": "Imibiko ekule foni",
    "xh": "Iingxelo ezikule foni",
}
_SHARE = """(address) => {
  document.body.innerHTML = `<form id="share" method="post" action="${address}" enctype="multipart/form-data">
    <input type="file" name="photos" multiple id="files"><input name="text" id="text"></form>`;
}"""


# More than the desk takes in one go.
TOO_LARGE = 60_000_000
_WAITING = """async ([slug, size, words]) => {
  const open = await new Promise((done) => {
    const asked = indexedDB.open(`baraza-${slug}`, 1);
    asked.onsuccess = () => done(asked.result);
  });
  const rows = open.transaction("outbox", "readwrite").objectStore("outbox");
  const fields = [["description", words], ["place_text", "Vilakazi Street, Soweto"]];
  const photo = new File([new Uint8Array(size)], "a.jpg", { type: "image/jpeg" });
  rows.put({ id: "0" + crypto.randomUUID().slice(1), at: 1, state: "waiting", fields: [...fields, ["photos", photo]] });
  await new Promise((done) => {
    rows.put({ id: "f" + crypto.randomUUID().slice(1), at: 2, state: "waiting", fields }).onsuccess = done;
  });
  open.close();
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context
    context.close()


def settled(phone: BrowserContext, city: City, path: str = "") -> Page:
    """The page, once the service worker has taken it over."""
    page = phone.new_page()
    page.goto(f"{city.desk.base}/{city.profile.slug}/{path}")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    return page


def test_the_portal_can_be_installed(phone: BrowserContext, city: City) -> None:
    page = settled(phone, city)
    session = phone.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    # A private window is no place to install into; nothing else may stand in the way.
    stops = [one["errorId"] for one in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert stops in ([], ["in-incognito"])
    parsed = json.loads(found["data"])
    assert [one["protocol"] for one in parsed["protocol_handlers"]] == ["web+baraza", "tel"]


@pytest.mark.parametrize("language", list(TITLES))
def test_a_page_never_seen_is_answered_offline_in_the_persons_language(
    browser: Browser, city: City, language: str
) -> None:
    context = browser.new_context(viewport=PHONE, locale=language)
    page = settled(context, city)
    context.set_offline(True)
    page.goto(f"{city.desk.base}/{city.profile.slug}/report/contact/")
    expect(page.locator("h1")).to_have_text(TITLES[language])
    expect(page.locator("[data-ba-offline-only]")).to_be_visible()
    assert faults(page) == []
    context.close()


def test_a_report_with_a_photo_waits_and_is_sent_once(phone: BrowserContext, city: City, tmp_path: Path) -> None:
    photo = tmp_path / "pipe.jpg"
    photo.write_bytes(jpeg(2400, 1800))
    page = settled(phone, city)
    phone.set_offline(True)
    page.goto(f"{city.desk.base}/{city.profile.slug}/report/")
    page.locator("#id_description").fill(WORDS)
    page.locator("#id_photos").set_input_files(photo)
    expect(page.locator(".ba-photo--chosen")).to_have_count(1)
    page.locator("#id_place_text").fill("Vilakazi Street, Soweto")
    page.locator("[data-ba-offline-form] button[type=submit]").click()
    waiting = page.locator("[data-ba-queue] li")
    expect(waiting).to_contain_text(WORDS)
    expect(waiting).to_contain_text("Photos: 1")
    phone.set_offline(False)
    follow = waiting.get_by_role("link", name="Follow this report")
    expect(follow).to_be_visible()
    page.evaluate("for (let n = 0; n < 5; n += 1) dispatchEvent(new Event('online'))")
    follow.click()
    expect(page.locator("main")).to_contain_text("photo")


def test_a_report_that_waits_can_be_deleted_and_the_phone_forgets(phone: BrowserContext, city: City) -> None:
    page = settled(phone, city, "offline/")
    phone.set_offline(True)
    for _ in range(2):
        page.locator("#id_description").fill(WORDS)
        page.locator("#id_place_text").fill("Vilakazi Street, Soweto")
        page.locator("[data-ba-offline-form] button[type=submit]").click()
        expect(page.locator("#id_description")).to_have_value("")
        page.reload()
    expect(page.locator("[data-ba-queue] li")).to_have_count(2)
    page.locator("[data-ba-queue] li").first.get_by_role("button", name="Delete").click()
    expect(page.locator("[data-ba-queue] li")).to_have_count(1)
    page.locator("[data-ba-forget]").click()
    expect(page.locator("[data-ba-queue-empty]")).to_be_visible()
    eventually(lambda: page.evaluate("caches.keys().then((all) => !all.some((name) => name.startsWith('pages-')))"))


def test_a_report_that_is_too_large_holds_no_other_one_back(phone: BrowserContext, city: City) -> None:
    page = settled(phone, city, "offline/")
    page.evaluate(_WAITING, [city.profile.slug, TOO_LARGE, WORDS])
    page.locator("[data-ba-queue-empty]").wait_for(state="attached")
    page.reload()
    lines = page.locator("[data-ba-queue] li")
    expect(lines.filter(has_text="Not sent: please mend it")).to_contain_text("are too large. Take a photo out.")
    expect(lines.filter(has_text="Follow this report")).to_have_count(1)


def test_shared_photos_and_words_become_a_draft_of_the_report(
    phone: BrowserContext, city: City, tmp_path: Path
) -> None:
    photo = tmp_path / "pipe.jpg"
    photo.write_bytes(jpeg(320, 240))
    page = settled(phone, city)
    page.evaluate(_SHARE, f"/{city.profile.slug}/share/")
    page.locator("#files").set_input_files(photo)
    page.locator("#text").fill(WORDS)
    page.evaluate("document.getElementById('share').submit()")
    page.wait_for_url("**/report/?shared=1")
    expect(page.locator("#id_description")).to_have_value(WORDS)
    expect(page.locator(".ba-photo--chosen")).to_have_count(1)


def test_an_empty_share_is_said_and_leads_on(phone: BrowserContext, city: City) -> None:
    page = settled(phone, city)
    page.evaluate(_SHARE, f"/{city.profile.slug}/share/")
    page.evaluate("document.getElementById('share').submit()")
    expect(page.locator("h1")).to_have_text("Nothing was shared")
    expect(page.locator("main").get_by_role("button", name="Report a problem")).to_be_visible()


def test_reports_that_were_looked_at_are_listed_and_open_without_a_network(phone: BrowserContext, city: City) -> None:
    with city.scope():
        reference = make_complaint().reference
    page = settled(phone, city, f"track/{reference}/")
    page.reload()
    phone.set_offline(True)
    page.goto(f"{city.desk.base}/{city.profile.slug}/report/contact/")
    page.locator("[data-ba-kept]").get_by_role("link", name=reference).click()
    expect(page.locator("h1")).to_have_text(reference)


def test_ones_own_report_is_kept_on_the_phone_only_when_one_says_so(phone: BrowserContext, city: City) -> None:
    with city.scope():
        reference = make_complaint(description=WORDS, place_text="Vilakazi Street, Soweto").reference
        link = own_link(organisation=city.profile, reference=reference)
    track = f"{city.desk.base}/{city.profile.slug}/track/{reference}/"
    own = "[data-ba-own] li"
    page = settled(phone, city, link.removeprefix(f"/{city.profile.slug}/"))
    here = page.locator("[data-ba-here]")
    expect(here).to_contain_text("To read it without a network")
    phone.set_offline(True)
    page.goto(track)
    expect(page.locator("[data-ba-offline-only]")).to_be_visible()
    expect(page.locator(own)).to_have_count(0)

    phone.set_offline(False)
    page.goto(track)
    here.get_by_role("button", name="Keep it on this phone").click()
    expect(here.get_by_role("button", name="Forget it on this phone")).to_be_focused()
    phone.set_offline(True)
    page.goto(track)
    expect(page.locator(own)).to_contain_text("Received")
    expect(page.locator(own)).to_contain_text("Vilakazi Street")
    expect(page.locator(own)).not_to_contain_text(WORDS)
    assert faults(page) == []

    # Who leaves on a shared phone takes it along.
    phone.set_offline(False)
    page.goto(f"{city.desk.base}/{city.profile.slug}/track/own/")
    page.get_by_role("button", name="Forget my reports here").click()
    page.goto(f"{city.desk.base}/{city.profile.slug}/offline/")
    expect(page.locator("[data-ba-queue-empty]")).to_be_visible()
    expect(page.locator(own)).to_have_count(0)
