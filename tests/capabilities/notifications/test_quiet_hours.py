"""At night only what is in haste goes; the rest waits for the morning and lets it pass."""

import datetime as dt
from collections.abc import Iterator

import pytest
from tests.factories.core import make_organisation
from tests.factories.messaging import ScriptedProvider, a_connection, a_contact, a_received, chat_provider, comes_in
from time_machine import TimeMachineFixture

from baraza.capabilities.notifications.actions import notify, take_back
from baraza.capabilities.notifications.timing import Haste
from baraza.core.identity.actor import SYSTEM, resident
from baraza.core.settings.quiet import QuietHours, set_quiet_hours
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import inbox
from baraza.messaging.claiming import claim_next
from baraza.messaging.models import OutboxEntry
from baraza.messaging.preferences import Preferences, Profile, set_preferences

EVENING = dt.datetime.fromisoformat("2026-11-20T18:50:00+00:00")  # ten to nine in Johannesburg
MORNING = dt.datetime.fromisoformat("2026-11-21T05:00:00+00:00")


class Night:
    """A person who wrote on the chat in the evening, and an organisation that is quiet from nine to seven."""

    def __init__(self, clock: TimeMachineFixture) -> None:
        self.clock = clock
        clock.move_to(EVENING, tick=False)
        self.organisation_id = make_organisation(time_zone="Africa/Johannesburg").id
        chat = a_connection(organisation_id=self.organisation_id)
        comes_in(chat, a_received())
        self.person = a_contact(organisation_id=self.organisation_id)
        with organisation_scope(organisation_id=self.organisation_id):
            set_quiet_hours(actor=SYSTEM, hours=QuietHours(on=True), version=1)

    def tell(self, key: str, *, haste: Haste = Haste.NEWS, not_before: dt.datetime | None = None) -> None:
        with organisation_scope(organisation_id=self.organisation_id):
            notify(contact_id=self.person, text=key, template=None, key=key, haste=haste, not_before=not_before)

    def due(self) -> dict[str, dt.datetime]:
        with organisation_scope(organisation_id=self.organisation_id):
            return dict(OutboxEntry.objects.values_list("key", "next_attempt_at"))

    def goes(self) -> str | None:
        claim = claim_next(organisation_id=self.organisation_id, contact_id=self.person)
        return claim.outgoing.key if claim else None


@pytest.fixture
def night(db: None, time_machine: TimeMachineFixture) -> Iterator[Night]:
    chat: ScriptedProvider = chat_provider()
    assert chat.channel
    before = (inbox._subscribers.received, inbox._subscribers.media)
    inbox._subscribers.received = inbox._subscribers.media = None
    yield Night(time_machine)
    inbox._subscribers.received, inbox._subscribers.media = before


def test_before_nine_everything_goes_at_once(night: Night) -> None:
    night.tell("news")
    assert night.due() == {"news": EVENING}


@pytest.mark.parametrize(
    ("haste", "hours_later", "waits"),
    [
        (Haste.NEWS, 0.5, True),
        (Haste.NEWS, 3, True),
        # The person wrote half an hour ago, and three hours ago.
        (Haste.ANSWER, 0.5, False),
        (Haste.ANSWER, 3, True),
        (Haste.URGENT, 3, False),
        (Haste.ASKED_FOR, 3, False),
    ],
)
def test_at_night_what_is_not_in_haste_waits_for_the_morning(
    night: Night, haste: Haste, hours_later: float, *, waits: bool
) -> None:
    now = EVENING + dt.timedelta(hours=hours_later)
    night.clock.move_to(now, tick=False)
    night.tell("k", haste=haste)
    assert night.due() == {"k": MORNING if waits else now}
    assert night.goes() == (None if waits else "k")
    night.clock.move_to(MORNING, tick=False)
    assert night.goes() == ("k" if waits else None)


def test_what_waits_lets_an_answer_pass_and_keeps_its_own_order(night: Night) -> None:
    night.clock.move_to(EVENING + dt.timedelta(hours=1), tick=False)
    night.tell("first")
    night.tell("second")
    night.tell("code", haste=Haste.ASKED_FOR)
    assert night.goes() == "code"
    night.clock.move_to(MORNING, tick=False)
    assert (night.goes(), "second" in night.due()) == ("first", True)


def test_a_reply_that_can_be_taken_back_waits_for_the_morning_and_still_can_be(night: Night) -> None:
    """Written a moment before nine, it would leave a moment after."""
    now = EVENING + dt.timedelta(minutes=9, seconds=55)
    night.clock.move_to(now, tick=False)
    night.tell("reply", not_before=now + dt.timedelta(seconds=10))
    assert night.due() == {"reply": MORNING}
    with organisation_scope(organisation_id=night.organisation_id):
        assert take_back(key="reply")


def test_whoever_wants_to_be_told_at_any_time_is(night: Night) -> None:
    with organisation_scope(organisation_id=night.organisation_id):
        set_preferences(
            actor=resident(contact_id=night.person),
            contact_id=night.person,
            wanted=Preferences(told_by="", profile=Profile.NOT_SAID, name="", any_time=True),
            language="en",
            proof="a test",
        )
    now = EVENING + dt.timedelta(hours=4)
    night.clock.move_to(now, tick=False)
    night.tell("news")
    assert night.due() == {"news": now}
