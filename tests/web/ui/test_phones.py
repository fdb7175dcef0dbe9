"""The page of two phones: what a person does there reaches the desk, and what the desk says is shown."""

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.ui import site as small_site

pytestmark = pytest.mark.browser


@pytest.fixture
def phones(browser: Browser, site: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(site + "/demo/phones/")
    page.get_by_text("Where is it?").wait_for()
    return page


def received(**fields: str) -> dict[str, str]:
    return {"number": "+27825550143", **fields}


def test_a_written_message_is_sent_with_the_number_and_appears_with_its_tick(phones: Page) -> None:
    phones.get_by_label("Message", exact=True).fill("Water in <b>the</b> street")
    phones.keyboard.press("Enter")

    own = phones.locator(".ph-message--own").last
    expect(own.locator(".ph-bubble__text")).to_have_text("Water in <b>the</b> street")
    expect(own.locator(".ph-bubble__time")).to_have_text("09:50✓sent")
    assert small_site.desk.received == [received(kind="text", text="Water in <b>the</b> street")]


def test_a_reply_button_sends_its_id(phones: Page) -> None:
    phones.get_by_role("button", name="Report a problem").click()

    expect(phones.locator(".ph-message")).to_have_count(5)
    assert small_site.desk.received == [received(kind="button", id="report", title="Report a problem")]


def test_a_row_of_a_list_is_chosen_from_a_sheet_that_closes(phones: Page) -> None:
    phones.get_by_role("button", name="Choose").click()
    sheet = phones.get_by_role("dialog", name="Choose")
    sheet.get_by_role("button", name="Water leak In a street").click()

    expect(phones.locator(".ph-message")).to_have_count(5)
    expect(phones.get_by_role("dialog")).to_have_count(0)
    assert small_site.desk.received == [received(kind="list", id="leak", title="Water leak")]


def test_a_place_is_shared_when_the_desk_asks_for_it(phones: Page) -> None:
    phones.locator(".ph-reply", has_text="Share a place").click()
    phones.get_by_role("dialog").get_by_role("button", name="Clinic, Marula Road").click()

    expect(phones.locator(".ph-message")).to_have_count(5)
    expected = received(kind="location", title="Clinic, Marula Road", latitude="-29.86", longitude="31")
    assert small_site.desk.received == [expected]


def test_a_sample_photo_is_sent_as_a_file(phones: Page) -> None:
    phones.get_by_role("button", name="Send a photo").click()
    phones.get_by_role("dialog").get_by_role("button", name="Photo 2").click()

    expect(phones.locator(".ph-message")).to_have_count(5)
    assert small_site.desk.received == [received(kind="image", text="", file="100")]


def test_a_code_is_dialled_answered_with_the_keypad_and_hung_up(phones: Page) -> None:
    phone = phones.get_by_role("region", name="Phone with buttons")
    phone.get_by_role("button", name="Dial").click()
    expect(phone.get_by_role("log")).to_have_text("Umngeni Bay\n1 Water\n2 Roads")
    expect(phone.get_by_text("27 of 160 characters")).to_be_visible()
    phone.get_by_role("button", name="1", exact=True).click()
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_label("Your answer")).to_have_value("")

    phone.get_by_role("button", name="Hang up").click()

    expect(phone.get_by_role("log")).to_have_text("Dial a code")
    assert small_site.desk.received == [
        received(action="dial", text="*134*5#"),
        received(action="send", text="1"),
        received(action="hangup", text=""),
    ]


def test_the_number_is_remembered_on_this_device(phones: Page) -> None:
    phones.get_by_label("Phone number of the resident").fill("+27731112222")
    phones.keyboard.press("Tab")

    phones.reload()

    expect(phones.get_by_label("Phone number of the resident")).to_have_value("+27731112222")


def test_a_new_answer_of_the_desk_appears_by_itself(phones: Page) -> None:
    small_site.desk.whatsapp.append(
        {"direction": "out", "kind": "text", "text": "A team is on its way", "time": "10:02"}
    )

    expect(phones.locator(".ph-message--desk").last).to_contain_text("A team is on its way")


def test_a_lost_connection_is_said_in_words(phones: Page) -> None:
    phones.route("**/demo/phones/state*", lambda route: route.abort())

    expect(phones.get_by_text("The connection is lost. Trying again.")).to_be_visible()
