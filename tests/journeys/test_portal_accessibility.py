"""Every page for residents outside of reporting, in each complete language, right and wrong: nothing that bars anybody.

What the checker finds is written where the residents' statement reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page
from tests.factories.complaints import make_complaint
from tests.factories.core import make_connection, make_member
from tests.factories.settings import make_notice, make_sign_video
from tests.journeys.desk import City, Desk
from tests.journeys.showing import showing
from tests.web.chromium import COLOURS, ROOT, chromium, faults

from baraza.core.identity.actor import SYSTEM
from baraza.core.settings.models import Domain
from baraza.core.settings.privacy import set_privacy_texts
from baraza.messaging.actions import contact_for_phone
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.notices import write_notice
from baraza.services.complaints.states import State

pytestmark = [pytest.mark.journey, pytest.mark.browser]

LANGUAGES = [code for code, _ in settings.COMPLETE_LANGUAGES]
PAGES = (
    "",
    "report/",
    "track/",
    "track/phone/",
    "track/{done}/",
    "track/MI-2026-AAAAAA/",
    "explore/",
    "explore/?days=30&state=done",
    "explore/?category=noise",
    "explore/reports/{done}/",
    "explore/figures/",
    "explore/notices/",
    "explore/offices/",
    "explore/data/",
    "privacy/",
    "accessibility/",
    "feedback/",
    "my-data/phone/",
    "offline/",
    "share/",
)
# For whoever showed with a code who they are.
OWN = ("my-data/", "my-data/telling/", "my-data/number/", "my-data/delete/")
# A form sent empty.
WRONG = ("track/", "track/phone/", "accessibility/", "my-data/phone/", "my-data/number/")
OUTSIDE = ("/", "/nowhere/", "/ui/problem/500/")
PHONE = "+27821234567"
SMALL = """() => [...document.querySelectorAll("main button, main input:not([type=hidden]), main select, footer a, header a")]
  .filter((one) => one.checkVisibility() && !one.closest(".govuk-radios, .govuk-checkboxes, p, .ba-map"))
  .filter((one) => one.getBoundingClientRect().height < 43.5 && !one.matches(".govuk-skip-link"))
  .map((one) => `lower than 44 px: ${one.outerHTML.slice(0, 100)}`)"""


@dataclass
class Walk:
    """What was looked at so far, and every fault with where it was."""

    pages: set[str] = field(default_factory=set)
    views: int = 0
    languages: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def look(self, page: Page, *, name: str, language: str) -> None:
        self.pages.add(name)
        self.languages.add(language)
        page.evaluate("document.querySelectorAll('.ba-signed').forEach((one) => { one.open = true; })")
        first = language == LANGUAGES[0]
        widths = ((360, "light"), (1440, "dark")) if first else ((360, "light"),)
        for width, scheme in widths:
            self.views += 1
            # So high that the bar at the foot of a phone lies over nothing.
            page.set_viewport_size({"width": width, "height": 4000})
            page.emulate_media(color_scheme=scheme)
            found = [
                *faults(page, left_out=() if first else (COLOURS,)),
                *(page.evaluate(SMALL) if width < 1000 else []),
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("wider than the window")
            if page.evaluate("document.documentElement.lang") != language:
                found.append("the page does not say its language")
            self.faults += [f"{name or 'home'} ({language}, {width} px, {scheme}): {fault}" for fault in found]

    def as_json(self) -> str:
        today = datetime.now(UTC).date().isoformat()
        found = {"on": today, "pages": len(self.pages), "views": self.views}
        return json.dumps({**found, "languages": sorted(self.languages), "faults": self.faults}, indent=1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def walk() -> Iterator[Walk]:
    walked = Walk()
    yield walked
    target = ROOT / "build" / "accessibility.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(walked.as_json())


@pytest.fixture
def town(desk: Desk) -> tuple[City, str]:
    """With something on every page; the reference of a report that is done."""
    city = desk.city()
    clerk = make_member(organisation_id=city.profile.id, role="org_admin")
    with city.scope():
        done = make_complaint(area_name="Nelson Mandela Bay", latitude=-33.96, longitude=25.6).reference
        move(actor=clerk, reference=done, wanted=State.RESOLVED, reason="The pipe is new")
        make_complaint(category="noise")
        write_notice(actor=clerk, new=make_notice())
        make_sign_video(actor=clerk)
        person = contact_for_phone(phone=PHONE, name="Thandi", language="zu")
        make_complaint(contact_id=person)
    for source in ("sms.twilio", "webpush.browsers"):
        make_connection(organisation_id=city.profile.id, source=source)
    with city.scope():
        set_privacy_texts(actor=SYSTEM, texts={"en": "## Who\nThe manager.\n\n- Little\n- Shortly"}, version=1)
    return city, done


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_for_residents_bars_anybody(
    town: tuple[City, str], browser: Browser, walk: Walk, language: str
) -> None:
    city, done = town
    context = browser.new_context(locale=language, reduced_motion="reduce")
    context.add_cookies([showing(city, phone=PHONE)])
    page = context.new_page()
    page.set_default_timeout(60_000)
    home, before = f"{city.desk.base}/{city.profile.slug}/", len(walk.faults)

    for path in (*PAGES, *OWN):
        page.goto(home + path.format(done=done))
        walk.look(page, name=path.format(done="…"), language=language)
    for path in WRONG:
        page.goto(home + path)
        page.locator("main form button.govuk-button").last.click()
        page.locator(".govuk-error-summary").wait_for()
        walk.look(page, name=f"{path} wrong", language=language)
    for path in OUTSIDE:
        page.goto(city.desk.base + path)
        walk.look(page, name=path, language=language)
    page.goto(city.desk.base.replace("127.0.0.1", "nobody.localhost"))
    page.get_by_role("heading", level=1).wait_for()
    walk.look(page, name="unknown name", language=language)

    context.close()
    assert walk.faults[before:] == []


def test_on_a_very_small_screen_and_beside_a_form_the_bar_covers_nothing(
    town: tuple[City, str], browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 568})
    page.goto(f"{town[0].desk.base}/{town[0].profile.slug}/track/phone/")
    where = "getComputedStyle(document.querySelector('.ba-tabs')).position"
    assert page.evaluate(where) == "static"
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(where) == "static"
    page.goto(f"{town[0].desk.base}/{town[0].profile.slug}/")
    assert page.evaluate(where) == "sticky"
    page.close()


def test_a_resident_finds_the_pages_at_the_organisations_own_name(town: tuple[City, str], browser: Browser) -> None:
    city, done = town
    with city.scope():
        Domain.objects.create(
            organisation_id=city.profile.id,
            host="report.localhost",
            token="proved",
            state=Domain.State.VERIFIED,
        )
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    base = city.desk.base.replace("127.0.0.1", "report.localhost")
    for _ in range(20):
        # The web process looks at the names every fifteen seconds.
        if page.goto(base).status == 200:  # type: ignore[union-attr]
            break
        page.wait_for_timeout(1000)

    page.locator(".ba-way").last.click()
    page.locator("#id_reference").fill(done.replace("-", " ").lower())
    page.locator("main form button.govuk-button").last.click()
    page.locator(".ba-number").wait_for()

    assert page.url == f"{base}/track/{done}/"
    assert page.locator("[href*='/" + city.profile.slug + "/']:not([rel])").count() == 0
    page.context.close()
