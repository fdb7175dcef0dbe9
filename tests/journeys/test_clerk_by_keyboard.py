"""A clerk's whole job without a mouse: every stop shows where the focus is, and nothing holds it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.complaints import make_complaint
from tests.factories.core import PASSWORD
from tests.journeys.desk import City
from tests.web.chromium import chromium

from baraza.core.identity.actor import SYSTEM
from baraza.services.complaints.actions.canned import save_canned_reply

pytestmark = [pytest.mark.journey, pytest.mark.browser]

# More stops than any page has: what is not reached by then is not reached at all.
MOST_STOPS = 150

# What has the focus: its name, and whether its box or one of its pseudo-elements is drawn around.
_STOP = """() => {
  const one = document.activeElement;
  const drawn = (part) => {
    const style = getComputedStyle(one, part);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  };
  const label = one.labels && one.labels.length ? one.labels[0].textContent : "";
  const name = (one.getAttribute("aria-label") || label || one.textContent || one.value || "").trim();
  return { name, tag: one.tagName, shown: [null, "::after", "::before"].some(drawn), html: one.outerHTML.slice(0, 200) };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Keyboard:
    """Only keys are pressed; each stop is looked at on the way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def tab(self, *, key: str = "Tab") -> str:
        """One stop on: its name."""
        self.page.keyboard.press(key)
        stop = self.page.evaluate(_STOP)
        if stop["tag"] != "BODY" and not stop["shown"]:
            self.unseen.append(stop["html"])
        return str(stop["name"])

    def reach(self, wanted: str, *, key: str = "Tab") -> None:
        """Tab until what is called so has the focus."""
        passed = []
        for _ in range(MOST_STOPS):
            name = self.tab(key=key)
            if name.startswith(wanted):
                return
            passed.append(name)
        raise AssertionError(f"{wanted!r} cannot be reached by {key}; passed {passed}")

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def walk_round(self) -> int:
        """Through the whole page and out of it again: the stops. What holds the focus would never let it out."""
        self.page.evaluate("() => document.activeElement.blur()")
        first = None
        for stops in range(MOST_STOPS):
            self.tab()
            here = self.page.evaluate_handle("document.activeElement")
            if first is None:
                first = here
            elif self.page.evaluate("([one, other]) => one === other", [first, here]):
                return stops
        raise AssertionError("The focus did not come round.")


def _sign_in(keyboard: Keyboard, city: City) -> None:
    keyboard.page.goto(f"{city.desk.base}/console/")
    keyboard.reach("Email")
    keyboard.write(city.member("agent").email)
    keyboard.reach("Password")
    keyboard.write(PASSWORD)
    keyboard.reach("Sign in")
    keyboard.press("Enter")
    expect(keyboard.page.get_by_role("heading", name="Dashboard", level=1)).to_be_visible()


def _open_by_searching(keyboard: Keyboard, reference: str) -> None:
    keyboard.reach("Skip to main content")
    keyboard.press("Enter")
    assert keyboard.page.evaluate("document.activeElement.id || location.hash") == "main"
    keyboard.reach("Search", key="Shift+Tab")
    keyboard.write("giraffe")
    keyboard.press("Enter")
    expect(keyboard.page.get_by_role("link", name=reference)).to_be_visible()
    keyboard.reach(reference)
    keyboard.press("Enter")
    expect(keyboard.page.get_by_role("heading", level=1)).to_contain_text(reference)


def _answer(keyboard: Keyboard, reference: str) -> None:
    keyboard.reach("Ready-made reply")
    keyboard.reach("Insert")
    keyboard.press("Enter")
    # Inserting leads on to the reply, where the clerk adds a word.
    box = keyboard.page.get_by_label("Reply to the resident")
    expect(box).to_be_focused()
    expect(box).to_have_value(f"A team comes to {reference}.")
    keyboard.write(" Today.")
    keyboard.reach("Send reply")
    keyboard.press("Enter")
    expect(keyboard.page.locator(".ba-bubble--out")).to_contain_text(f"A team comes to {reference}. Today.")


def _write_a_note(keyboard: Keyboard) -> None:
    keyboard.reach("Note for colleagues")
    keyboard.write("The depot has the key")
    keyboard.reach("Write note")
    keyboard.press("Enter")
    expect(keyboard.page.get_by_text("The depot has the key")).to_be_visible()


def _finish(keyboard: Keyboard) -> None:
    keyboard.reach("New state")
    keyboard.write("Done")
    keyboard.reach("Reason, sent to the resident")
    keyboard.write("The fence is new")
    keyboard.reach("Change state")
    keyboard.press("Enter")
    expect(keyboard.page.locator(".ba-facts-line")).to_contain_text("Done")


def test_a_clerk_answers_notes_and_finishes_a_case_by_keyboard_alone(city: City, browser: Browser) -> None:
    with city.scope():
        reference = make_complaint(description="A giraffe has broken the fence of the park").reference
        save_canned_reply(actor=SYSTEM, title="On our way", texts={"en": "A team comes to {reference}."})
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    keyboard = Keyboard(page)

    _sign_in(keyboard, city)
    _open_by_searching(keyboard, reference)
    _answer(keyboard, reference)
    _write_a_note(keyboard)
    _finish(keyboard)
    stops = keyboard.walk_round()

    assert stops > 20
    assert keyboard.unseen == []
    context.close()
