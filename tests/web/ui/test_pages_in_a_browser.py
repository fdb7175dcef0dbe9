"""Every page of the look in Chromium: accessible, touchable, narrow, reachable by keyboard, quiet under the content policy."""

import json
import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.desk import eventually
from tests.web.chromium import faults

pytestmark = pytest.mark.browser

PAGES = [
    "/ui/",
    "/ui/portal/",
    "/ui/form/",
    "/ui/form/?wrong",
    "/ui/done/",
    "/ui/console/",
    "/ui/matter/",
    "/ui/map/",
    "/ui/charts/",
    "/ui/icons/",
    "/ui/problem/404/",
    "/demo/phones/",
]
NARROW, WIDE = 320, 1440
SEEN: tuple[tuple[int, Literal["light", "dark"]], ...] = ((NARROW, "light"), (WIDE, "dark"))
# High enough that the sticky tab bar of phones lies over nothing.
WHOLE_PAGE = 6000

# A checkbox counts with its label, a link that fills its tile counts with the tile; links inside a sentence are exempt.
SMALL_TARGETS = """() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  const all = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")];
  return all.filter((one) => shown(one) && !one.matches(".govuk-skip-link")).flatMap((one) => {
    const own = one.getBoundingClientRect();
    const label = one.matches("[type=checkbox], [type=radio], [type=file]") ? one.labels?.[0]?.getBoundingClientRect() : null;
    const cover = getComputedStyle(one, "::after");
    const tile = cover.position === "absolute" && cover.content !== "none" ? parseFloat(cover.height) || 0 : 0;
    const height = Math.max(own.height, label?.height ?? 0, tile);
    return height < 43.5 ? [`${one.outerHTML.slice(0, 90)} ${height}`] : [];
  });
}"""

UNREACHED = """() => {
  const controls = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']")];
  const groups = new Set();
  return controls.filter((one) => {
    if (!one.checkVisibility() || one.dataset.reached) return false;
    if (one.type !== "radio") return true;
    const group = [...document.getElementsByName(one.name)];
    return !group.some((radio) => radio.dataset.reached);
  }).map((one) => one.outerHTML.slice(0, 90));
}"""


def opened(
    browser: Browser,
    site: str,
    path: str,
    *,
    width: int,
    height: int = 900,
    scheme: Any = "light",
    bypass_csp: bool = True,
) -> tuple[Page, list[str]]:
    """The page, and everything the browser complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=bypass_csp, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site + path, wait_until="networkidle" if "phones" not in path else "load")
    page.locator("body.govuk-frontend-supported").wait_for()
    return page, complaints


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_accessibility_fault_fits_a_small_phone_and_can_be_touched(
    browser: Browser, site: str, path: str
) -> None:
    found = {}
    page, _ = opened(browser, site, path, width=NARROW, height=WHOLE_PAGE)
    # Colours do not depend on the width, so each scheme is judged at one.
    for width, scheme in SEEN:
        page.set_viewport_size({"width": width, "height": WHOLE_PAGE})
        page.emulate_media(color_scheme=scheme)
        page.reload()
        page.locator("body.govuk-frontend-supported").wait_for()
        # A toast lies over the page for seconds; what is under it is judged without it.
        page.evaluate("document.getElementById('toasts').replaceChildren()")
        found[width] = {
            "faults": faults(page),
            "too small": page.evaluate(SMALL_TARGETS),
            "wider than the window": page.evaluate("document.documentElement.scrollWidth > innerWidth"),
        }

    nothing = {"faults": [], "too small": [], "wider than the window": False}
    assert found == {NARROW: nothing, WIDE: nothing}


@pytest.mark.parametrize("path", ["/ui/portal/", "/ui/form/", "/ui/console/", "/ui/matter/", "/demo/phones/"])
def test_every_control_is_reached_with_the_tab_key(browser: Browser, site: str, path: str) -> None:
    page, _ = opened(browser, site, path, width=WIDE)
    page.evaluate("document.getElementById('toasts').replaceChildren()")
    page.evaluate("document.addEventListener('focusin', (event) => { event.target.dataset.reached = 'yes' })")

    for _step in range(90):
        page.keyboard.press("Tab")

    assert page.evaluate(UNREACHED) == []


@pytest.mark.parametrize("path", [path for path in PAGES if "problem" not in path])
def test_a_page_breaks_no_rule_of_the_content_policy(browser: Browser, site: str, path: str) -> None:
    page, complaints = opened(browser, site, path, width=WIDE, bypass_csp=False)
    served = page.request.get(site + path).text()

    assert complaints == []
    assert re.findall(r"<style| style=| on[a-z]+=|<script(?![^>]*(?:src=|application/json))", served) == []


def test_a_form_without_scripts_shows_every_field(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/ui/form/")

    names = ["category", "description", "photos", "address", "ward", "seen_on", "channel", "needs", "letter", "agree"]
    hidden = [name for name in names if not page.locator(f"main [name={name}]").last.is_visible()]
    assert (hidden, page.locator("[data-ba-locate]").is_visible()) == ([], False)


def test_the_errors_of_a_form_are_listed_first_and_lead_to_their_fields(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site, "/ui/form/?wrong", width=WIDE)

    assert page.title() == "Error: Report a problem – Umngeni Bay"
    assert page.evaluate("document.activeElement.className").split()[0] == "govuk-error-summary"
    for link in page.locator(".govuk-error-summary a").all():
        link.click()
        assert "#" + page.evaluate("document.activeElement.id") == link.get_attribute("href")


def test_the_dark_theme_can_be_asked_for_and_refused(browser: Browser, site: str) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        for theme in ("", "light", "dark"):
            page, _ = opened(browser, site, f"/ui/?theme={theme}", width=WIDE, scheme=scheme)
            grounds[scheme, theme] = page.evaluate("getComputedStyle(document.body).backgroundColor")

    light, dark = "rgb(248, 246, 241)", "rgb(15, 23, 25)"
    assert grounds == {
        ("light", ""): light,
        ("light", "light"): light,
        ("light", "dark"): dark,
        ("dark", ""): dark,
        ("dark", "light"): light,
        ("dark", "dark"): dark,
    }


def test_with_forced_colours_a_chosen_tile_and_buttons_keep_a_border(browser: Browser, site: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(site + "/ui/form/")
    page.locator("[name=category]").first.check()

    tile = page.locator(".ba-tile__label").first.evaluate("(one) => getComputedStyle(one).outlineStyle")
    button = page.locator("main button.govuk-button").last.evaluate("(one) => getComputedStyle(one).borderTopWidth")
    assert (tile, button) == ("solid", "1px")


def test_a_menu_opens_with_the_keyboard_and_escape_gives_the_focus_back(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site, "/ui/console/", width=WIDE)
    menu = page.locator("[data-ba-menu]").last
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")

    page.keyboard.press("Escape")

    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_box_in_the_head_of_a_table_ticks_every_row(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site, "/ui/console/", width=WIDE)
    rows = page.locator("tbody input[type=checkbox]")

    page.locator("[data-ba-select-all]").check()
    everything = rows.evaluate_all("(boxes) => boxes.every((box) => box.checked)")
    rows.first.uncheck()

    assert everything is True
    assert page.locator("[data-ba-select-all]").evaluate("(box) => [box.checked, box.indeterminate]") == [False, True]


def test_a_draft_survives_a_reload_and_keeps_neither_files_nor_hidden_fields(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site, "/ui/form/", width=WIDE)
    page.locator("#id_description").fill("Water in the street")
    page.locator("[name=channel][value=sms]").check()
    # Typing is kept after a pause, not at every key.
    eventually(lambda: page.evaluate("(localStorage.getItem('baraza.draft.sample') ?? '').includes('sms')"))

    page.reload()

    stored = json.loads(page.evaluate("localStorage.getItem('baraza.draft.sample')"))["values"]
    assert page.locator("#id_description").input_value() == "Water in the street"
    assert page.locator("[name=channel][value=sms]").is_checked()
    assert {"csrfmiddlewaretoken", "latitude", "photos"}.isdisjoint(stored)


def test_use_my_location_writes_the_place_and_says_so(browser: Browser, site: str) -> None:
    place: Any = {"latitude": -29.8587, "longitude": 31.0218}
    context = browser.new_context(geolocation=place, permissions=["geolocation"])
    page = context.new_page()
    page.goto(site + "/ui/form/")

    page.locator("[data-ba-locate]").click()

    page.get_by_text("We have your location.").wait_for()
    assert page.locator("#id_latitude").input_value() == "-29.858700"
    assert page.locator("#id_longitude").input_value() == "31.021800"


def test_a_place_is_picked_on_the_map_by_click_and_by_keyboard(browser: Browser, site: str) -> None:
    page, complaints = opened(browser, site, "/ui/map/", width=WIDE, bypass_csp=False)
    picker = page.get_by_role("group", name="Map: set the pin, or write an address")
    picker.locator(".ba-area").first.wait_for(state="attached")
    expect(picker.locator(".ba-pin")).to_have_count(0)
    latitude = page.get_by_label("Latitude", exact=True)

    picker.focus()
    page.keyboard.press("Enter")
    by_keyboard = latitude.input_value()
    picker.click(position={"x": 200, "y": 40})

    expect(picker.locator(".ba-pin")).to_have_count(1)
    assert by_keyboard == "-29.840000"
    assert float(latitude.input_value()) > float(by_keyboard)
    assert complaints == []


def test_where_no_boundaries_are_a_place_is_picked_among_places_that_people_know(browser: Browser, site: str) -> None:
    page, complaints = opened(browser, site, "/ui/map/", width=WIDE, bypass_csp=False)
    picker = page.get_by_role("group", name="Map of places: set the pin, or write an address")
    picker.scroll_into_view_if_needed()
    named = picker.locator(".ba-place--named")
    expect(named).to_have_text(["Marula", "Fig Tree"])

    page.get_by_label("Address, or a landmark near it").fill("Behind the school, marula town")
    page.get_by_label("Address, or a landmark near it").blur()
    picker.focus()
    page.keyboard.press("Enter")

    chosen = [float(page.locator(f"#{name}_there").input_value()) for name in ("latitude", "longitude")]
    assert chosen == pytest.approx([-29.84, 31.03], abs=0.001)
    expect(picker.locator("path.ba-grid-line").first).to_be_attached()
    assert complaints == []


def test_areas_and_points_of_a_map_are_named_in_words(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site, "/ui/map/", width=WIDE)
    overview = page.get_by_role("group", name="Open reports by ward")

    overview.get_by_role("link", name="14 open").focus()

    expect(overview.get_by_role("tooltip")).to_have_text("14 open")
    expect(overview.locator("path.ba-area")).to_have_count(6)


def test_a_large_photo_is_shown_made_smaller_and_can_be_removed(
    browser: Browser, site: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from PIL import Image

    picture = tmp_path_factory.mktemp("photos") / "street.png"
    Image.effect_noise((2400, 1200), 80).save(picture)
    page, _ = opened(browser, site, "/ui/form/", width=WIDE)

    page.locator("#id_photos").set_input_files(picture)
    page.locator(".ba-photo--chosen img").wait_for()
    sent = page.locator("#id_photos").evaluate(
        "async ({ files }) => { const map = await createImageBitmap(files[0]); return [files[0].name, map.width, files[0].size] }"
    )
    page.get_by_role("button", name="Remove photo: street.jpg").click()

    assert sent[:2] == ["street.jpg", 1600]
    assert sent[2] < picture.stat().st_size
    assert page.locator("#id_photos").evaluate("({ files }) => files.length") == 0
