"""Lets a Chromium show a page, driven as the tests drive it; one that starts and shows nothing is worse than none."""

import sys

from playwright.sync_api import sync_playwright


def try_out(program: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, timeout=30_000)
        page = browser.new_page()
        page.set_content("<h1>Ready</h1>", timeout=10_000)
        page.screenshot(timeout=10_000)
        shown = page.locator("h1").inner_text(timeout=10_000)
        browser.close()
    if shown != "Ready":
        sys.exit(f"{program} shows {shown!r} instead of the page it was given")


if __name__ == "__main__":
    try_out(sys.argv[1])
