"""Every page of the console, for each role that has it, empty and full, right and wrong: nothing that bars anybody."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from tests.factories.access import make_access_rows
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import PASSWORD, make_member
from tests.factories.settings import make_settings_rows
from tests.journeys.desk import City, Console
from tests.web.chromium import chromium, faults
from tests.web.console.routes.table import Route

from baraza.capabilities.exports.actions import ask_export
from baraza.conversation.models import Thread
from baraza.core.identity.actions.platform import make_super_admin
from baraza.core.identity.actions.second_factor import give_app
from baraza.core.identity.actions.teams import make_team
from baraza.core.identity.actor import SYSTEM, resident
from baraza.core.identity.second_factor.totp import current_code
from baraza.lib.clock import now
from baraza.services.complaints.actions.people import ask_person
from baraza.services.complaints.models import Complaint
from baraza.web.console.urls import AREAS

pytestmark = [pytest.mark.journey, pytest.mark.browser]

ROUTES: dict[str, Route] = {
    name: route
    for area in AREAS
    for name, route in importlib.import_module(f"tests.web.console.routes.{area}").ROUTES.items()
}
# Parts of pages, files, and what answers with a step to another page.
NO_PAGES = {"suggest", "sign-in-passkey", "home-feed", "home-figures", "live-changes", "live-badges", "stay", "words"}
# Forms that an admin opens; the table posts to them.
FORMS = (
    "members/roles/new/",
    "members/keys/",
    "members/security/",
    "settings/profile/",
    "settings/branding/",
    "settings/categories/new/",
    "settings/due-times/",
    "settings/working-hours/",
    "settings/teams/new/",
    "settings/replies/new/",
    "settings/information/",
    "settings/openness/",
    "settings/web-address/",
    "settings/privacy/",
    "settings/sign-videos/",
    "settings/quiet-hours/",
    "settings/reporting/",
    "settings/retention/",
    "connections/new/",
    "exports/schedules/new/?kind=complaints",
    "outages/new/",
    "account/password/",
)
MAIN = ("", "complaints/", "complaints/{late}/")
WORK = ("inbox/", "inbox/{thread}/", "analytics/", "complaints/?due=overdue", "complaints/?q=nobody+wrote+this")
ABOUT_ONE = (
    "complaints/{late}/alike/",
    "complaints/{late}/assign/",
    "complaints/{late}/paper/",
    "complaints/{late}/publicity/",
    "members/",
    "members/{member}/",
    "members/{suspended}/",
    "members/roles/",
    "members/roles/{role}/",
    "members/keys/",
    "settings/categories/noise/",
    "settings/teams/",
    "settings/teams/{own_team}/",
    "settings/replies/",
    "settings/replies/{reply}/",
    "connections/",
    "connections/{connection}/",
    "connections/{connection}/close/",
    "connections/new/whatsapp.meta_cloud/",
    "outages/",
    "outages/{notice}/",
    "audit/",
    "exports/",
    "exports/{export}/",
    "exports/new/?kind=complaints",
)
STRONG, SECRET = "Correct-horse-battery-9", "JOURNEYSECRETJOURNEYSECRETJOURNE"
# Controls and links that stand alone; a link in a sentence is excepted by the standard.
SMALL = """() => {
  const alone = (link) => link.parentElement.textContent.trim() === link.textContent.trim() && !link.closest("p, td, th, dd, h1, h2, h3, li:not(nav li)");
  const box = (one) => (["checkbox", "radio"].includes(one.type) && one.closest("label, td, th, .govuk-checkboxes__item, .govuk-radios__item")) || one;
  return [...document.querySelectorAll("button, select, textarea, input:not([type=hidden]), summary, a[href]")]
    .filter((one) => one.checkVisibility() && !one.closest(".govuk-visually-hidden, .govuk-skip-link, .leaflet-container"))
    .filter((one) => one.tagName !== "A" || one.matches(".govuk-button, nav a") || alone(one))
    .map((one) => [one, box(one).getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 1 && (height < 43.5 || width < 43.5))
    .map(([one, { width, height }]) => `${Math.round(width)}x${Math.round(height)} ${one.outerHTML.slice(0, 120)}`);
}"""
FRAME = """() => [
  document.querySelectorAll("h1").length === 1 ? "" : "not one h1",
  document.title.trim() ? "" : "no title",
  document.querySelectorAll("main").length === 1 ? "" : "not one main",
  document.documentElement.lang ? "" : "no language",
].filter(Boolean)"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `scrolls sideways: ${one.outerHTML.slice(0, 120)}`)
    .concat("scrolls sideways").slice(-2)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One for all roles, which take its cookies over from each other."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, reduced_motion="reduce")
    only = context.new_page()
    only.set_default_timeout(60_000)
    yield only
    context.close()


def become(page: Page, console: Console, *, password: str = PASSWORD, secret: str = "") -> None:
    answer = console.sign_in(password)
    if secret:
        answer = console.post("/console/sign-in/second-factor/", code=current_code(secret=secret))
    assert "/sign-in/" not in answer.url.path
    page.context.clear_cookies()
    for cookie in console.client.cookies.jar:
        page.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": console.base}])


def wrong_with(page: Page, *, dark: bool = False) -> list[str]:
    """On the narrowest window in the light; on a wide one, too, in the dark, whose rules are others."""
    found: list[str] = [*page.evaluate(FRAME), *faults(page), *page.evaluate(SMALL), *page.evaluate(TOO_WIDE)]
    if dark:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {fault}" for fault in [*faults(page), *page.evaluate(SMALL), *page.evaluate(TOO_WIDE)]]
        page.set_viewport_size({"width": 320, "height": 900})
        page.emulate_media(color_scheme="light")
    return found


def looked_through(page: Page, city: City, paths: Iterable[str], **words: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        answer = page.goto(f"{city.desk.base}/console/{path.format(**words)}", wait_until="domcontentloaded")
        status = [] if answer and answer.status == 200 else [f"answered {answer and answer.status}"]
        found[path] = status + wrong_with(page, dark=path in MAIN)
    return {path: wrong for path, wrong in found.items() if wrong}


def pages_of(role: str) -> list[str]:
    """What needs no row to be about, from the table of who may."""
    return [
        route.path
        for name, route in ROUTES.items()
        if route.post is None and route.expected.get(role) == 200 and name not in NO_PAGES
        if "{" not in route.path and "." not in route.path and "?" not in route.path
    ]


def full(city: City) -> dict[str, object]:
    """A city at work: a case that is late, one of danger, a question, and a row for each list."""
    with city.scope():
        contact_id = make_contact(name="Nomvula van der Westhuizen-Mkhize", language="zu")
        ask_person(actor=resident(contact_id=contact_id), text="Ngicela usizo", connection_id=None, source_key="axe")
        late = make_complaint(area_name="Nelson Mandela Bay Metropolitan Municipality").reference
        make_complaint(emergency=True, contact_id=contact_id)
        Complaint.objects.filter(reference=late).update(due_at=now() - timedelta(hours=5))
        return {"late": late, "thread": Thread.objects.get().pk}


def test_a_new_organisation_has_no_page_that_bars_anybody(city: City, page: Page) -> None:
    become(page, city.member("org_admin"))

    assert looked_through(page, city, dict.fromkeys((*pages_of("org_admin"), *FORMS))) == {}


def test_no_page_about_one_thing_bars_an_admin(city: City, page: Page) -> None:
    words = full(city)
    admin = make_member(organisation_id=city.profile.id, role="org_admin")
    with city.scope():
        own = make_settings_rows(organisation_id=city.profile.id, actor=admin)
        export_id = ask_export(actor=admin, kind="complaints", format="csv", narrowing={})
    rows = {**make_access_rows(organisation_id=city.profile.id).words(), **own.words(), "export": export_id}
    become(page, city.member("org_admin"))

    assert looked_through(page, city, (*MAIN, *WORK, *ABOUT_ONE), **words, **rows) == {}


@pytest.mark.parametrize("role", ["agent", "supervisor", "org_viewer"])
def test_nobody_who_works_with_reports_is_barred(city: City, page: Page, role: str) -> None:
    words = full(city)
    become(page, city.member(role))

    assert looked_through(page, city, (*MAIN, *WORK), **words) == {}


def test_the_people_of_the_platform_are_not_barred(city: City, page: Page) -> None:
    email = f"platform-{city.profile.slug}@example.org"
    user_id = make_super_admin(actor=SYSTEM, email=email, name="Pat of the platform", password=STRONG)
    give_app(user_id=user_id, secret=SECRET)
    pat = Console(base=city.desk.base, email=email, client=city.desk.new_client())
    become(page, pat, password=STRONG, secret=SECRET)
    paths = (
        "platform/",
        "platform/people/",
        "platform/organisations/{organisation}/",
        "platform/organisations/new/",
        "account/",
        "account/second-factor/",
    )

    assert looked_through(page, city, paths, organisation=city.profile.id) == {}


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("complaints/{late}/", "Send reply"),
        ("settings/categories/new/", "Save"),
        ("members/", "Send invitation"),
        ("settings/web-address/", "Add"),
        ("settings/sign-videos/", "Save the film"),
        ("connections/new/email.smtp/", "Go on"),
    ],
)
def test_what_was_filled_in_wrongly_bars_nobody(city: City, page: Page, path: str, button: str) -> None:
    words = full(city)
    become(page, city.member("org_admin"))
    page.goto(f"{city.desk.base}/console/{path.format(**words)}")
    page.locator("main").get_by_role("button", name=button).first.click()
    page.locator(".govuk-error-summary").wait_for()

    assert wrong_with(page) == []


def test_the_list_shows_all_its_columns_on_a_desk(city: City, page: Page) -> None:
    admin = make_member(organisation_id=city.profile.id, role="org_admin")
    with city.scope():
        team_id = make_team(actor=admin, name="Water and sanitation", member_ids=())
        area = "Nelson Mandela Bay Metropolitan Municipality"
        reference = make_complaint(area_name=area, description="A pipe burst in front of the school " * 3).reference
        Complaint.objects.filter(reference=reference).update(team_id=team_id)
    become(page, city.member("supervisor"))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{city.desk.base}/console/complaints/")

    right = page.locator("main table thead th").last.evaluate("(one) => one.getBoundingClientRect().right")
    edge = page.locator(".ba-found").evaluate("(one) => one.getBoundingClientRect().right")
    page.set_viewport_size({"width": 320, "height": 900})

    assert right <= edge
