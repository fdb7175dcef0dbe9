"""Who is told what becomes of a report, in which language and words."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.actor import Actor, resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints import notices
from baraza.services.complaints.actions.answers import reply
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Iterator[OrganisationProfile]:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        yield organisation


@pytest.fixture
def clerk(city: OrganisationProfile) -> Actor:
    return make_member(organisation_id=city.id)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is handed to notifications, which have their own tests."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(notices, "notify", lambda **call: calls.append(call))
    return calls


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (State.IN_PROGRESS, "A team is working on report {0}.\nThey come today."),
        (
            State.RESOLVED,
            "Report {0} is done.\nThey come today.\nNot fixed? Write the reference and choose “Open again”.",
        ),
        (
            State.REJECTED,
            (
                "Sorry, we cannot deal with report {0}.\nThey come today.\n"
                "You do not agree? Write the reference and choose “Open again”."
            ),
        ),
    ],
)
def test_news_says_what_happened_why_and_what_can_be_done(
    clerk: Actor, told: list[dict[str, Any]], state: State, text: str
) -> None:
    reporter = make_contact()
    reference = make_complaint(contact_id=reporter).reference

    move(actor=clerk, reference=reference, wanted=state, reason="They come today.")

    assert [(call["contact_id"], call["text"]) for call in told] == [(reporter, text.format(reference))]


def test_everybody_who_follows_is_told_in_their_own_language_and_once(clerk: Actor, told: list[dict[str, Any]]) -> None:
    reporter, neighbour, friend = make_contact(), make_contact(language="zu"), make_contact(language="af")
    reference = make_complaint(contact_id=reporter).reference
    for contact_id in (neighbour, friend, neighbour, reporter):
        follow(actor=resident(contact_id=contact_id), reference=reference, words="", source_key=f"f{contact_id}")

    move(actor=clerk, reference=reference, wanted=State.IN_PROGRESS)

    assert [(call["contact_id"], call["text"]) for call in told] == [
        (reporter, f"A team is working on report {reference}."),
        (neighbour, f"Ithimba lisebenza ngombiko {reference}."),
        (friend, f"'n Span werk aan aanmelding {reference}."),
    ]
    assert len({call["key"] for call in told}) == 3


def test_the_template_carries_the_news_on_one_line_in_a_language_that_it_exists_in(
    clerk: Actor, told: list[dict[str, Any]]
) -> None:
    reference = make_complaint(contact_id=make_contact(), language="xh").reference

    move(actor=clerk, reference=reference, wanted=State.RESOLVED, reason="Kulungisiwe.")

    template = told[0]["template"]
    done = f"Ingxelo {reference} igqityiwe. Kulungisiwe."
    ask = "Ayilungiswanga? Bhala inombolo yesalathiso uze ukhethe “Vula kwakhona”."
    assert (template.name, template.language) == ("complaint_update", "en")
    assert template.parameters == (reference, f"{done} {ask}")


def test_news_that_no_template_can_hold_is_announced(clerk: Actor, told: list[dict[str, Any]]) -> None:
    reference = make_complaint(contact_id=make_contact()).reference

    move(actor=clerk, reference=reference, wanted=State.RESOLVED, reason="We did a lot. " * 80)

    assert (told[0]["template"].name, told[0]["template"].parameters) == ("complaint_answer_waiting", (reference,))


def test_an_answer_of_staff_is_for_the_reporter_alone(clerk: Actor, told: list[dict[str, Any]]) -> None:
    reporter, neighbour = make_contact(), make_contact()
    reference = make_complaint(contact_id=reporter).reference
    follow(actor=resident(contact_id=neighbour), reference=reference, words="", source_key="f1")

    reply(actor=clerk, reference=reference, text="Is your gate open?", source_key="r1")

    assert [(call["contact_id"], call["text"]) for call in told] == [(reporter, f"{reference}\nIs your gate open?")]


def test_a_report_without_a_contact_tells_only_those_who_follow(clerk: Actor, told: list[dict[str, Any]]) -> None:
    neighbour = make_contact()
    reference = make_complaint().reference
    follow(actor=resident(contact_id=neighbour), reference=reference, words="", source_key="f1")

    move(actor=clerk, reference=reference, wanted=State.IN_PROGRESS)

    assert [call["contact_id"] for call in told] == [neighbour]
