"""Pages of our city, asked with what belongs to theirs: answered exactly as if it had never been."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import httpx
import pytest
from tests.journeys.desk import City, Console
from tests.journeys.isolation.conftest import Theirs
from tests.journeys.talks import report_by_chat

from baraza.lib.clock import now
from baraza.lib.references import new_reference

pytestmark = [pytest.mark.journey, pytest.mark.badday]

Ask = Callable[[Console, str, str], httpx.Response]

# What is new in every answer whatever was asked.
_FRESH = re.compile(
    r'name="(?:csrfmiddlewaretoken|csrf-token)" (?:value|content)="[^"]*"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
    r'|nonce="[^"]*"|data-(?:left|most)="\d+"'
)
_FRESH_HEADERS = {"date", "expires", "set-cookie", "x-correlation-id", "server"}


def seen(answer: httpx.Response, *asked: str) -> tuple[int, dict[str, str], str]:
    """An answer without what was asked for and what is fresh every time."""

    def plain(text: str) -> str:
        for each in asked:
            text = text.replace(each, "<ASKED>")
        return _FRESH.sub("<FRESH>", text.replace(number, "<NUMBER>"))

    # A page that refuses gives the number under which the log knows this one request.
    number = answer.headers["x-correlation-id"]

    # Which words a token happens to hold decides how well the page can be packed.
    unsteady = _FRESH_HEADERS | {"content-length"}
    headers = {name: plain(value) for name, value in answer.headers.items() if name not in unsteady}
    return answer.status_code, headers, plain(answer.text)


def nobodys_reference() -> str:
    return new_reference(prefix="MI", at=now())


def _key() -> str:
    return str(uuid.uuid4())


CONSOLE: dict[str, Ask] = {
    "the complaint": lambda console, ref, _: console.get(f"/console/complaints/{ref}/"),
    "its photo": lambda console, ref, media: console.get(f"/console/complaints/{ref}/photos/{media}/"),
    "the list by reference": lambda console, ref, _: console.get(f"/console/complaints/?reference={ref}&group=all"),
    "take it": lambda console, ref, _: console.post(f"/console/complaints/{ref}/take/", version="1"),
    "reply": lambda console, ref, _: console.post(f"/console/complaints/{ref}/reply/", text="Hello", key=_key()),
    "write a note": lambda console, ref, _: console.post(f"/console/complaints/{ref}/note/", text="Hm", key=_key()),
    "move it": lambda console, ref, _: console.post(
        f"/console/complaints/{ref}/move/", wanted="RESOLVED", reason="Done", version="1"
    ),
    "move it without a reason": lambda console, ref, _: console.post(
        f"/console/complaints/{ref}/move/", wanted="RESOLVED", reason="", version="1"
    ),
    "correct it": lambda console, ref, _: console.post(
        f"/console/complaints/{ref}/correct/", category="pothole", priority="low", version="1"
    ),
}


@pytest.mark.parametrize("ask", CONSOLE.values(), ids=CONSOLE.keys())
def test_the_console_answers_as_if_it_did_not_exist(our_admin: Console, theirs: Theirs, ask: Ask) -> None:
    before, nobodys = theirs.holdings(), nobodys_reference()
    nobodys_media = str(uuid.uuid4())

    known = ask(our_admin, theirs.reference, theirs.media_id)
    unknown = ask(our_admin, nobodys, nobodys_media)

    asked = (theirs.reference, nobodys, theirs.media_id, nobodys_media)
    assert seen(known, *asked) == seen(unknown, *asked)
    assert theirs.holdings() - before == {}


def test_a_photo_of_theirs_is_not_shown_through_a_complaint_of_ours(
    ours: City, our_admin: Console, theirs: Theirs
) -> None:
    reference = report_by_chat(ours.whatsapp_phone())
    nobodys = str(uuid.uuid4())

    known = our_admin.get(f"/console/complaints/{reference}/photos/{theirs.media_id}/")
    unknown = our_admin.get(f"/console/complaints/{reference}/photos/{nobodys}/")

    assert known.status_code == 404
    assert seen(known, theirs.media_id, nobodys) == seen(unknown, theirs.media_id, nobodys)


def test_a_question_of_their_resident_is_neither_shown_nor_answered(our_admin: Console, theirs: Theirs) -> None:
    before = theirs.holdings()

    for act in ("reply", "take", "assign", "hand-back", "close", "unread", "block", "unblock", "report"):
        known = our_admin.post(f"/console/inbox/{theirs.thread_id}/{act}/", text="From us", reason="x", description="x")
        unknown = our_admin.post(f"/console/inbox/99999999/{act}/", text="From us", reason="x", description="x")
        assert seen(known, f"/inbox/{theirs.thread_id}/") == seen(unknown, "/inbox/99999999/")

    assert "When are bins emptied" not in our_admin.get("/console/inbox/").text
    assert our_admin.get(f"/console/inbox/{theirs.thread_id}/").status_code == 404
    assert theirs.holdings() - before == {}


def test_the_list_neither_shows_nor_counts_theirs_from_whatever_id_it_is_turned(
    our_admin: Console, theirs: Theirs
) -> None:
    pages = [
        our_admin.get(f"/console/complaints/?group=all{turn}").text for turn in ("", "&before=999999999", "&after=0")
    ]

    for page in pages:
        assert theirs.reference not in page
        assert "/console/complaints/MI-" not in page


def test_nobody_can_choose_to_work_in_an_organisation_that_is_not_theirs(our_admin: Console, theirs: Theirs) -> None:
    known = our_admin.post("/console/organisation/", organisation=str(theirs.city.profile.id))
    unknown = our_admin.post("/console/organisation/", organisation="99999999")

    assert known.status_code == 403
    assert seen(known) == seen(unknown)
    assert our_admin.get(f"/console/complaints/{theirs.reference}/").status_code == 404


def test_signing_in_does_not_tell_who_has_an_account(ours: City, theirs: Theirs) -> None:
    stranger = ours.member()
    known_email, unknown_email = theirs.city.member().email, "nobody@example.org"

    known = stranger.post("/console/sign-in/", username=known_email, password="a wrong password")
    unknown = stranger.post("/console/sign-in/", username=unknown_email, password="a wrong password")

    assert seen(known, known_email) == seen(unknown, unknown_email)


PORTAL: dict[str, Ask] = {
    "follow it": lambda browser, at, ref: browser.get(f"/{at}/track/{ref}/"),
    "ask for it in the form": lambda browser, at, ref: browser.post(f"/{at}/track/", reference=ref),
    "comment on it": lambda browser, at, ref: browser.post(f"/{at}/track/{ref}/comment/", text="Mine", key=_key()),
    "comment nothing": lambda browser, at, ref: browser.post(f"/{at}/track/{ref}/comment/", text="", key=_key()),
    "open it again": lambda browser, at, ref: browser.post(f"/{at}/track/{ref}/reopen/", text="Again", key=_key()),
    "see that it was sent": lambda browser, at, ref: browser.get(f"/{at}/report/{ref}/sent/"),
}


@pytest.mark.parametrize("ask", PORTAL.values(), ids=PORTAL.keys())
def test_our_residents_pages_answer_as_if_it_did_not_exist(
    ours: City, theirs: Theirs, browser: Console, ask: Ask
) -> None:
    before, nobodys, at = theirs.holdings(), nobodys_reference(), ours.profile.slug

    known, unknown = ask(browser, at, theirs.reference), ask(browser, at, nobodys)

    assert known.status_code in {404, 422}
    assert seen(known, theirs.reference, nobodys) == seen(unknown, theirs.reference, nobodys)
    assert theirs.holdings() - before == {}


def test_a_photo_of_theirs_is_not_a_photo_of_the_report_that_i_write(
    ours: City, theirs: Theirs, browser: Console
) -> None:
    nobodys = str(uuid.uuid4())

    known = browser.get(f"/{ours.profile.slug}/report/photos/{theirs.media_id}/")
    unknown = browser.get(f"/{ours.profile.slug}/report/photos/{nobodys}/")

    assert known.status_code == 404
    assert seen(known, theirs.media_id, nobodys) == seen(unknown, theirs.media_id, nobodys)
