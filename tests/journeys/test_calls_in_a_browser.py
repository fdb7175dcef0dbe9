"""The page of a call in a real browser: sound and words go together, what is hidden is silent, what is gone says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from tests.channels.voice.retell import an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import PASSWORD
from tests.journeys.desk import City, eventually
from tests.web.chromium import chromium, faults

from baraza.capabilities.live.actions import publish
from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib import clock
from baraza.operations.demo.voice_sound import sound_of
from baraza.services.call_analytics.actions.forgetting import forget_audio
from baraza.services.call_analytics.actions.recordings import keep_sound
from baraza.services.call_analytics.models import Call, Recording

pytestmark = [pytest.mark.journey, pytest.mark.browser]
SAID = (
    ("agent", "Good morning, how can I help?", 0.0, 2.0),
    ("user", "Ring me on 082 555 0143.", 4.0, 6.0),
    ("agent", "Gladly, on Monday.", 8.0, 10.0),
)
# How loud it is at most in each second, from 0 to 1, as a browser hears it.
_LOUDNESS = """async () => {
  const answer = await fetch(document.querySelector("audio").src);
  const sound = await new OfflineAudioContext(1, 1, 8000).decodeAudioData(await answer.arrayBuffer());
  const samples = sound.getChannelData(0);
  return Array.from({ length: Math.floor(sound.duration) }, (_, second) =>
    samples.slice(second * sound.sampleRate, (second + 1) * sound.sampleRate).reduce((most, one) => Math.max(most, Math.abs(one)), 0));
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def until_it_hears(page: Page, city: City, subject: str = "") -> None:
    """A page that has just been opened begins to follow a moment later."""
    page.evaluate("window.heard = 0; window.addEventListener('live', () => { window.heard += 1; }, true)")

    def hears() -> bool:
        with city.scope():
            publish(kind="calls.sound", subject=subject)
        return bool(page.evaluate("window.heard"))

    eventually(hears)


def a_talk(call_id: str, **values: Any) -> dict[str, Any]:
    turns = [
        {"role": role, "content": words, "words": [{"start": first, "end": last}]} for role, words, first, last in SAID
    ]
    return an_analyzed_call(
        call_id,
        duration_ms=12_000,
        transcript_object=turns,
        transcript="".join(f"{one[1]}\n" for one in SAID),
        **values,
    )


def signed_in(browser: Browser, city: City, role: str, path: str) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce").new_page()
    page.set_default_timeout(60_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{city.desk.base}{path}")
    page.get_by_label("Email").fill(city.member(role).email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{path}")
    return page, complaints


def heard_at(page: Page) -> float:
    return float(page.locator("audio").evaluate("audio => audio.currentTime"))


def wrong_with(page: Page) -> list[str]:
    found = []
    for width, scheme in ((320, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 1600})
        page.emulate_media(color_scheme=scheme)
        wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found += [f"{width} {scheme}: {fault}" for fault in [*faults(page), *(["too wide"] if wider else [])]]
    return found


def an_agency(city: City) -> ConnectionFacts:
    account = a_voice_connection(organisation_id=city.profile.id)
    an_agent(connection=account, external_id=f"agent_{city.profile.id}")
    return account


def test_a_call_is_heard_and_read_along_and_what_is_gone_says_so(city: City, browser: Browser) -> None:
    account = an_agency(city)
    talk = a_talk(f"call_{city.profile.id}", agent_id=f"agent_{city.profile.id}")
    tells(account, "call_analyzed", talk)
    with city.scope():
        call_id = Call.objects.get(external_id=talk["call_id"]).pk
        # Its recording is not here yet, and nobody fetches it meanwhile.
        later = clock.now() + timedelta(hours=1)
        Recording.objects.create(organisation_id=city.profile.id, call_id=call_id, kind="mixed", next_try_at=later)
    page, complaints = signed_in(browser, city, "org_viewer", f"/console/calls/{call_id}/")
    expect(page.get_by_text("The recording is being fetched. It appears here by itself.")).to_be_visible()
    lines = page.locator("#transcript li")
    expect(lines.nth(1)).to_contain_text("Ring me on [number removed].")

    # It comes while the page stands open.
    until_it_hears(page, city, str(call_id))
    with override_settings(MEDIA_ROOT=city.desk.environment["BARAZA_MEDIA_DIRECTORY"]):
        keep_sound(organisation_id=city.profile.id, external_id=talk["call_id"], sound=sound_of(talk))
    expect(page.locator(".ba-player__wave path")).to_be_attached()
    expect(page.get_by_text("this recording is silent")).to_be_visible()

    # A click on the time of a line leads there; the line of the moment is marked, by keyboard as well.
    lines.nth(2).get_by_role("link").click()
    expect(lines.nth(2)).to_have_attribute("aria-current", "true")
    assert heard_at(page) >= 8.0
    lines.nth(0).get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(lines.nth(0)).to_have_attribute("aria-current", "true")
    expect(lines.nth(2)).not_to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="5 seconds on").click()
    assert heard_at(page) >= 5.0

    # The number is silent from just before it was said until the next line.
    loudness = page.evaluate(_LOUDNESS)
    assert [level > 0.1 for level in loudness[:12]] == [True, True, *[False] * 6, True, True, False, False]

    assert wrong_with(page) == []

    with city.scope(), override_settings(MEDIA_ROOT=city.desk.environment["BARAZA_MEDIA_DIRECTORY"]):
        forget_audio(before=clock.now() + timedelta(days=1), at_most=10)
    page.reload()
    expect(page.get_by_text("it was older than this organisation keeps recordings")).to_be_visible()
    expect(page.locator("audio")).to_have_count(0)
    assert complaints == []
    page.context.close()


def test_the_list_waits_with_news_while_somebody_ticks_calls_and_no_page_of_it_has_a_fault(
    city: City, browser: Browser
) -> None:
    account, agent = an_agency(city), f"agent_{city.profile.id}"
    tells(account, "call_analyzed", a_talk(f"first_{city.profile.id}", agent_id=agent))
    page, complaints = signed_in(browser, city, "supervisor", "/console/calls/")
    rows, ticks = page.locator("tbody tr"), page.locator("tbody input")

    # News comes in while nothing is ticked: the list loads anew. While a call is ticked it stays as it is.
    tells(account, "call_analyzed", a_talk(f"second_{city.profile.id}", agent_id=agent))
    until_it_hears(page, city)
    expect(rows).to_have_count(2)
    ticks.nth(1).check()
    ticked = ticks.nth(1).get_attribute("value")
    heard = page.evaluate("window.heard")
    tells(account, "call_analyzed", a_talk(f"third_{city.profile.id}", agent_id=agent))
    eventually(lambda: page.evaluate("window.heard") > heard)
    expect(rows).to_have_count(2)
    # What was asked for before the tick comes all the same: the tick stays with its call.
    page.evaluate("htmx.ajax('GET', location.href, { target: '#calls', select: '#calls', swap: 'outerMorph' })")
    expect(rows).to_have_count(3)
    assert [one.get_attribute("value") for one in page.locator("tbody input:checked").all()] == [ticked]
    page.get_by_label("Tag for the ticked calls").fill("vip")
    page.get_by_role("button", name="Add tag").click()
    expect(page.get_by_text("1 call changed.")).to_be_visible()

    found = {}
    for address in ("?text=monday", "?shortest=9&longest=1", "?text=absent", "views/"):
        page.goto(f"{city.desk.base}/console/calls/{address}")
        found[address] = wrong_with(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    assert [text for text in complaints if "422" not in text] == []
    page.context.close()
