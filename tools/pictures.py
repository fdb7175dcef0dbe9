"""Takes the pictures of the documents anew from the demonstration that `make run` has going: docs/pictures/*.png."""

from __future__ import annotations

import argparse
import io
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "open-the-baraza-2026"  # noqa: S105 - the demonstration's, which it prints
CLERK, AGENCY = "clerk@mzansi.example", "admin@kopano.example"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
MARGIN = 16
# Few colours are enough for pages, and a third of the size.
COLOURS = 128


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/pictures.py", description=__doc__)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000", help="of the demonstration")
    address = parser.parse_args(arguments).address
    record = ROOT / "var" / "chromium"
    program = record.read_text(encoding="utf-8").strip() if record.is_file() else "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        _phones(browser, address)
        _desk(browser, address)
        _calls(browser, address)
        _portal(browser, address)
        browser.close()
    return 0


def _phones(browser: Browser, address: str) -> None:
    """A chat, and the same person going on with keys; somebody new each time."""
    page = browser.new_page(viewport={"width": 1100, "height": 1400})
    page.goto(f"{address}/demo/phones/")
    page.get_by_label("Phone number of the resident").fill(f"+2782555{secrets.randbelow(9000) + 1000}")
    page.keyboard.press("Tab")
    for word in ("hi", "1", "Burst pipe in front of the school"):
        before = page.locator(".ph-message--desk").count()
        page.get_by_label("Message", exact=True).fill(word)
        page.keyboard.press("Enter")
        page.locator(".ph-message--desk").nth(before).wait_for()
    phone = page.get_by_role("region", name="Phone with buttons")
    phone.get_by_role("button", name="Dial").click()
    phone.get_by_text("1 ").wait_for()
    phone.get_by_label("Your answer").fill("1")
    phone.get_by_role("button", name="Send").click()
    phone.get_by_text("Is that right?").wait_for()
    around = page.locator(".ph-page").bounding_box()
    assert around is not None
    _keep("phones", page, around=(around["x"], around["y"] - MARGIN, around["width"], around["height"] + 2 * MARGIN))


def _desk(browser: Browser, address: str) -> None:
    page = _signed_in(browser, address, CLERK)
    page.goto(f"{address}/console/")
    page.get_by_role("heading", name="Your work").wait_for()
    _keep("dashboard", page, height=1000)
    page.goto(f"{address}/console/complaints/")
    _keep("console", page, height=800)
    # One with a photo, a note and words of the resident.
    page.goto(f"{address}/console/complaints/?q=shooting+pavement+school")
    page.locator("tbody a", has_text="MI-").first.click()
    page.get_by_role("heading", name="Timeline").wait_for()
    _keep("complaint", page, height=1120)


def _calls(browser: Browser, address: str) -> None:
    page = _signed_in(browser, address, AGENCY)
    page.goto(f"{address}/console/calls/")
    page.locator("tbody a").first.wait_for()
    _keep("calls", page, height=800)


def _portal(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=NARROW)
    page.goto(f"{address}/mzansi/")
    _keep("portal", page, height=844)


def _signed_in(browser: Browser, address: str, who: str) -> Page:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{address}/console/sign-in/")
    page.get_by_label("Email address").fill(who)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def _keep(name: str, page: Page, *, height: int = 0, around: tuple[float, float, float, float] | None = None) -> None:
    """The top of a page down to `height`, or the part of it `around` something: left, top, width, height."""
    if height and page.viewport_size:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    clip = dict(zip(("x", "y", "width", "height"), around, strict=True)) if around else None
    # Photos come when they come into view.
    page.wait_for_function("[...document.images].every((one) => one.complete && one.naturalWidth)")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", clip=clip)))  # type: ignore[arg-type]
    path = FOLDER / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
