"""Toasts: they wait for whoever is with them, and leave whoever dismisses one where they were."""

from playwright.sync_api import Browser, expect

PAST_THEIR_TIME = 20_000


def test_a_toast_waits_while_it_has_the_focus_and_escape_leads_back(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(site + "/ui/portal/")
    toast, link = page.locator(".ba-toast"), page.locator("main a").first
    link.focus()
    toast.get_by_role("button").focus()

    # Pointing at it and away again is no reason to take it from the keyboard.
    toast.hover()
    page.mouse.move(0, 0)
    page.clock.run_for(PAST_THEIR_TIME)
    expect(toast).to_have_count(1)
    page.keyboard.press("Escape")

    expect(toast).to_have_count(0)
    expect(link).to_be_focused()
    context.close()


def test_a_toast_goes_by_itself(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(site + "/ui/portal/")

    expect(page.locator(".ba-toast")).to_have_count(1)
    page.clock.run_for(PAST_THEIR_TIME)

    expect(page.locator(".ba-toast")).to_have_count(0)
    context.close()
