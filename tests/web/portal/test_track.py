"""Following a report by its reference, and saying more about it."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation
from tests.web.portal.resident import Resident, errors_of, words_of

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.answers import note, reply
from baraza.services.complaints.actions.merge import merge
from baraza.services.complaints.actions.move import move, take
from baraza.services.complaints.actions.publicity import keep_from_public
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.queries.own_link import own_link
from baraza.services.complaints.states import State

UNKNOWN = "We do not know this reference. Check it and write it again"


@pytest.fixture
def reference(city: OrganisationProfile) -> str:
    with organisation_scope(organisation_id=city.id):
        return make_complaint(area_name="eThekwini", place_text="12 Marula Road", description="Burst pipe").reference


@pytest.fixture
def mine(resident: Resident, reference: str) -> str:
    """The reference, after the resident has opened the link that only they have."""
    resident.client.get(own_link(organisation=resident.city, reference=reference))
    return reference


@pytest.fixture
def hidden(city: OrganisationProfile, reference: str) -> str:
    with organisation_scope(organisation_id=city.id):
        keep_from_public(actor=make_member(organisation_id=city.id), reference=reference, what="all")
    return reference


def led_to(city: OrganisationProfile, reference: str, *states: State) -> None:
    clerk = make_member(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        for state in states:
            move(actor=clerk, reference=reference, wanted=state, reason="The pipe is new.")


def state_of(city: OrganisationProfile, reference: str) -> State:
    with organisation_scope(organisation_id=city.id):
        return get_complaint(reference=reference).state


def test_who_reported_reads_again_what_they_wrote_and_nobody_else_does(resident: Resident, mine: str) -> None:
    own = words_of(resident.get(f"track/{mine}/"))
    others = words_of(Resident(Client(), resident.city).get(f"track/{mine}/"))

    assert "What you reported What is wrong Burst pipe Place 12 Marula Road eThekwini" in own
    assert [words for words in ("What you reported", "12 Marula Road") if words in others] == []


@pytest.mark.parametrize(("kept_back", "links"), [("", 1), ("words", 1), ("all", 0)])
def test_who_reported_what_was_known_already_is_led_to_that_report_unless_staff_hide_it(
    resident: Resident, mine: str, kept_back: str, links: int
) -> None:
    clerk = make_member(organisation_id=resident.city.id)
    with organisation_scope(organisation_id=resident.city.id):
        first = make_complaint(category="burst_pipe").reference
        merge(actor=clerk, reference=mine, into=first)
        if kept_back:
            keep_from_public(actor=clerk, reference=first, what=kept_back)

    page = resident.get(f"track/{mine}/").content.decode()

    assert page.count(f'href="{resident.address(f"track/{first}/")}"') == links


def without_secrets(response: Any) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_a_reference_is_found_however_it_is_typed(resident: Resident, reference: str) -> None:
    typed = reference.lower().replace("-", " ")

    answer = resident.post("track/", reference=typed)

    assert answer.url == resident.address(f"track/{reference}/")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Write the reference of the report"),
        ("hello", "That is not a reference. It looks like MI-2026-4KX7QA"),
        ("MI-2026-4KX7QA", UNKNOWN),
    ],
)
def test_a_reference_that_is_none_or_unknown_is_asked_for_again(resident: Resident, typed: str, error: str) -> None:
    answer = resident.post("track/", reference=typed)

    assert (answer.status_code, errors_of(answer)) == (422, {"reference": [error]})


def test_another_organisations_reference_answers_exactly_as_one_that_never_was(
    resident: Resident, client: Client
) -> None:
    other = make_organisation()
    with organisation_scope(organisation_id=other.id):
        theirs = make_complaint().reference

    for path in ("track/{}/", "report/{}/sent/"):
        answers = [resident.get(path.format(one)) for one in (theirs, "MI-2026-4KX7QA")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert without_secrets(answers[0]) == without_secrets(answers[1])
        assert UNKNOWN in words_of(answers[0])
    key = str(uuid.uuid4())
    posted = [resident.post(f"track/{theirs}/{act}/", text="Still broken", key=key) for act in ("comment", "reopen")]
    assert [answer.status_code for answer in posted] == [404, 404]
    assert client.get(f"/{other.slug}/track/{theirs}/").status_code == 200


@pytest.mark.parametrize(
    ("states", "step", "meaning"),
    [
        ((), "Received", "Your report has arrived. Staff have not looked at it yet."),
        ((State.ACKNOWLEDGED,), "Received", "Staff have read your report."),
        ((State.ASSIGNED,), "Given to a team", "A team has your report and will plan the work."),
        ((State.IN_PROGRESS,), "Being worked on", "A team is working on it."),
        ((State.RESOLVED,), "Done", "The work is done. Tell us if it is not."),
    ],
)
def test_the_way_of_a_report_is_told_in_plain_words(
    resident: Resident, reference: str, states: tuple[State, ...], step: str, meaning: str
) -> None:
    led_to(resident.city, reference, *states)

    page = resident.get(f"track/{reference}/")

    current = re.search(r'aria-current="step"><span class="ba-steps__name">([^<]+)', page.content.decode())
    assert current
    assert current[1] == step
    assert meaning in words_of(page)


def test_a_report_that_is_not_accepted_shows_the_reason_and_no_progress(resident: Resident, mine: str) -> None:
    led_to(resident.city, mine, State.REJECTED)

    page = resident.get(f"track/{mine}/")

    assert "ba-steps" not in page.content.decode()
    assert "We could not take this on. The reason is below." in words_of(page)
    assert "The pipe is new." in words_of(page)


def test_the_page_shows_answers_and_neither_notes_nor_names(resident: Resident, mine: str) -> None:
    clerk = make_member(organisation_id=resident.city.id, name="Sipho Ndlovu")
    with organisation_scope(organisation_id=resident.city.id):
        take(actor=clerk, reference=mine)
        reply(actor=clerk, reference=mine, text="A team comes on Monday", source_key="r1")
        note(actor=clerk, reference=mine, text="Resident is difficult", source_key="n1")

    page = resident.get(f"track/{mine}/").content.decode()

    assert "A team comes on Monday" in page
    assert [word in page for word in ("difficult", "Sipho")] == [False] * 2


def test_a_comment_pressed_twice_is_said_once(resident: Resident, mine: str) -> None:
    key = str(uuid.uuid4())

    answers = [resident.post(f"track/{mine}/comment/", text="It is worse now", key=key) for _ in range(2)]

    assert [answer.url for answer in answers] == [resident.address(f"track/{mine}/")] * 2
    assert [line.text for line in resident.timeline(mine)] == ["It is worse now"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Write your words first"),
        ("a", "Write a little more"),
        ("a" * 4001, "This is too long. Write at most 4000 characters"),
    ],
)
@pytest.mark.parametrize("act", ["comment", "reopen"])
def test_words_that_cannot_be_taken_are_shown_again_with_the_reason(
    resident: Resident, mine: str, act: str, text: str, error: str
) -> None:
    answer = resident.post(f"track/{mine}/{act}/", text=text, key=str(uuid.uuid4()))

    assert (answer.status_code, errors_of(answer)) == (422, {"text": [error]})
    assert answer.context["form"]["text"].value() == text
    assert resident.timeline(mine) == []


def test_what_is_done_badly_is_opened_again_once_with_the_residents_words(resident: Resident, mine: str) -> None:
    led_to(resident.city, mine, State.RESOLVED)
    key = str(uuid.uuid4())

    for _ in range(2):
        resident.post(f"track/{mine}/reopen/", text="It leaks again", key=key)

    assert state_of(resident.city, mine) is State.REOPENED
    assert [line.text for line in resident.timeline(mine) if line.kind == "comment"] == ["It leaks again"]


def test_an_open_report_is_not_opened_again_and_the_words_are_kept_for_a_comment(resident: Resident, mine: str) -> None:
    answer = resident.post(f"track/{mine}/reopen/", text="It leaks again", key=str(uuid.uuid4()))

    assert "This report is open already. You can add a comment." in words_of(answer)
    assert answer.context["comment_form"]["text"].value() == "It leaks again"
    assert resident.timeline(mine) == []


def test_hostile_words_are_shown_as_words(resident: Resident, mine: str) -> None:
    resident.post(f"track/{mine}/comment/", text="<script>alert(1)</script>", key=str(uuid.uuid4()))

    page = resident.get(f"track/{mine}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_comments_and_reopening_are_posted_only(resident: Resident, reference: str) -> None:
    answers = [resident.get(f"track/{reference}/{act}/").status_code for act in ("comment", "reopen")]

    assert answers == [405, 405]


def test_what_staff_hide_from_the_public_looks_to_a_stranger_like_a_reference_that_never_was(
    resident: Resident, hidden: str
) -> None:
    by_form = resident.post("track/", reference=hidden)
    by_address = resident.get(f"track/{hidden}/")
    by_act = resident.post(f"track/{hidden}/comment/", text="Let me in", key=str(uuid.uuid4()))
    never = resident.get("track/MI-2026-4KX7QA/")

    assert (by_form.status_code, errors_of(by_form)) == (422, {"reference": [UNKNOWN]})
    assert [one.status_code for one in (by_address, by_act, never)] == [404, 404, 404]
    assert without_secrets(by_address) == without_secrets(never)


def test_what_staff_hide_from_the_public_still_opens_to_who_sent_it(resident: Resident, hidden: str) -> None:
    resident.client.get(own_link(organisation=resident.city, reference=hidden))

    found = resident.post("track/", reference=hidden)

    assert found.url == resident.address(f"track/{hidden}/")
    assert resident.get(f"track/{hidden}/").status_code == 200
