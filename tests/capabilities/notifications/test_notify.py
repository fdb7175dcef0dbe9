"""People are told where they can be reached, once, and in no way that is bound to fail."""

from datetime import datetime, timedelta

import pytest
from tests.factories.core import make_organisation
from tests.factories.messaging import (
    Listener,
    a_connection,
    a_contact,
    a_dialled,
    a_received,
    chat_provider,
    comes_in,
    session_provider,
    sms_provider,
)
from time_machine import TimeMachineFixture

from baraza.capabilities.notifications.actions import Told, notify
from baraza.capabilities.notifications.queries import contact_language
from baraza.capabilities.notifications.timing import Haste
from baraza.core.identity.actor import resident
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import actions as messaging
from baraza.messaging import contacts, inbox, waiting
from baraza.messaging.consent import NOTIFICATIONS, record_consent
from baraza.messaging.contract import Screen, Template
from baraza.messaging.models import OutboxEntry
from baraza.messaging.preferences import Preferences, Profile, set_preferences

TEMPLATE = Template(name="complaint_update", language="en", parameters=("MI-1",))
START = datetime.fromisoformat("2026-11-20T08:00:00+00:00")


class City:
    """A city with a chat and a dial connection, and a person to tell."""

    def __init__(self, time_machine: TimeMachineFixture) -> None:
        self.clock = time_machine
        self.organisation = make_organisation(languages=("af", "en"))
        self.chat = a_connection(organisation_id=self.organisation.id)
        self.dial = a_connection(organisation_id=self.organisation.id, source="dial.scripted")

    def later(self, **span: float) -> None:
        self.clock.shift(timedelta(**span))

    @property
    def person(self) -> int:
        return a_contact(organisation_id=self.organisation.id)

    def tell(
        self, text: str = "Fixed", *, template: Template | None = TEMPLATE, over: int | None = None, key: str = "k"
    ) -> Told:
        contact_id = self.person
        with organisation_scope(organisation_id=self.organisation.id):
            return notify(contact_id=contact_id, text=text, template=template, key=key, preferred_connection_id=over)

    def posted(self) -> list[int]:
        with organisation_scope(organisation_id=self.organisation.id):
            return list(OutboxEntry.objects.order_by("id").values_list("connection_id", flat=True))

    def left(self) -> list[str]:
        contact_id = self.person
        with organisation_scope(organisation_id=self.organisation.id):
            return waiting.take(contact_id=contact_id)


@pytest.fixture
def city(db: None, time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch) -> City:
    chat_provider()
    session_provider()
    sms_provider()
    listener = Listener()
    listener.screen = Screen(text="Welcome")
    monkeypatch.setattr(inbox._subscribers, "received", listener)
    time_machine.move_to(START, tick=False)
    return City(time_machine)


def test_a_person_who_chats_is_told_there(city: City):
    comes_in(city.chat, a_received())
    assert city.tell() is Told.PUSHED
    assert city.posted() == [city.chat.id]
    assert city.left() == []


def test_the_same_key_tells_nothing_twice(city: City):
    comes_in(city.chat, a_received())
    city.later(minutes=1)
    comes_in(city.dial, a_dialled())
    city.tell()
    city.tell()
    assert city.posted() == [city.chat.id]
    assert city.left() == ["Fixed"]


def test_a_person_who_only_dials_finds_the_text_when_they_dial_again(city: City):
    comes_in(city.dial, a_dialled())
    assert city.tell(template=None) is Told.WAITS
    assert city.posted() == []
    assert city.left() == ["Fixed"]


def test_a_person_who_dials_is_also_written_to_with_the_template(city: City):
    comes_in(city.dial, a_dialled())
    assert city.tell() is Told.PUSHED
    assert city.posted() == [city.chat.id]
    assert city.left() == ["Fixed"]


def test_the_connection_of_the_matter_comes_first(city: City):
    other_chat = a_connection(organisation_id=city.organisation.id)
    comes_in(city.chat, a_received())
    city.later(hours=1)
    comes_in(other_chat, a_received())
    city.tell(key="a")
    city.tell(key="b", over=city.chat.id)
    assert city.posted() == [other_chat.id, city.chat.id]


def test_when_the_window_is_closed_and_there_is_no_template_another_connection_is_used(city: City):
    sms = a_connection(organisation_id=city.organisation.id, source="sms.scripted")
    comes_in(city.chat, a_received())
    city.later(hours=25)
    assert city.tell(template=None) is Told.PUSHED
    assert city.posted() == [sms.id]


def test_a_message_that_cannot_go_anywhere_is_put_where_staff_see_it_fail(city: City):
    comes_in(city.chat, a_received())
    city.later(hours=25)
    assert city.tell(template=None) is Told.PUSHED
    assert city.posted() == [city.chat.id]


def test_a_text_that_is_too_long_for_a_channel_takes_another_one(city: City):
    a_connection(organisation_id=city.organisation.id, source="sms.scripted")
    comes_in(city.chat, a_received())
    city.tell("x" * 481)
    assert city.posted() == [city.chat.id]


def test_whoever_said_stop_is_not_told(city: City):
    comes_in(city.chat, a_received())
    contact_id = city.person
    with organisation_scope(organisation_id=city.organisation.id):
        for given in (True, False):
            record_consent(
                contact_id=contact_id,
                purpose=NOTIFICATIONS,
                given=given,
                channel="chat",
                text_version="2026-11",
                language="en",
            )
    assert city.tell() is Told.NOT_WANTED
    assert city.posted() == []
    with organisation_scope(organisation_id=city.organisation.id):
        record_consent(
            contact_id=contact_id,
            purpose=NOTIFICATIONS,
            given=True,
            channel="chat",
            text_version="2026-11",
            language="en",
        )
    assert city.tell() is Told.PUSHED


def test_a_person_without_an_address_cannot_be_told(city: City):
    with organisation_scope(organisation_id=city.organisation.id):
        contact_id = messaging.contact_without_address(language="zu")
        assert notify(contact_id=contact_id, text="Fixed", template=TEMPLATE, key="k") is Told.NOWHERE
    assert city.posted() == []


def test_the_language_is_the_persons_else_the_citys_first(city: City):
    contact_id = city.person
    with organisation_scope(organisation_id=city.organisation.id):
        assert contact_language(contact_id=contact_id) == "af"
        contacts.set_language(contact_id=contact_id, language="xh")
        assert contact_language(contact_id=contact_id) == "xh"


def test_nobody_is_told_from_another_organisation(city: City):
    contact_id = city.person
    other = make_organisation()
    a_connection(organisation_id=other.id, source="sms.scripted")
    with organisation_scope(organisation_id=other.id), pytest.raises(contacts.ContactUnknown):
        notify(contact_id=contact_id, text="Forged", template=TEMPLATE, key="k")


def test_the_channel_that_a_person_chose_comes_before_the_one_they_used_last(city: City):
    sms = a_connection(organisation_id=city.organisation.id, source="sms.scripted")
    comes_in(city.chat, a_received())
    contact_id = city.person
    with organisation_scope(organisation_id=city.organisation.id):
        wanted = Preferences(told_by="sms", profile=Profile.NOT_SAID, name="")
        set_preferences(
            actor=resident(contact_id=contact_id), contact_id=contact_id, wanted=wanted, language="en", proof="a test"
        )
    assert city.tell(over=city.chat.id) is Told.PUSHED
    assert city.posted() == [sms.id]


def test_who_chose_not_to_be_told_is_not_until_they_choose_again(city: City):
    comes_in(city.chat, a_received())
    contact_id = city.person
    for told_by, outcome in (("none", Told.NOT_WANTED), ("", Told.PUSHED)):
        with organisation_scope(organisation_id=city.organisation.id):
            wanted = Preferences(told_by=told_by, profile=Profile.NOT_SAID, name="")
            set_preferences(
                actor=resident(contact_id=contact_id), contact_id=contact_id, wanted=wanted, language="en", proof="p"
            )
        assert city.tell(key=f"k:{told_by}") is outcome


@pytest.mark.parametrize("also", [[], ["sms.scripted"]])
def test_a_code_goes_as_a_template_only_where_nothing_takes_a_free_text(city: City, also: list[str]) -> None:
    comes_in(city.chat, a_received())
    city.later(hours=25)
    others = [a_connection(organisation_id=city.organisation.id, source=source).id for source in also]
    contact_id = city.person
    with organisation_scope(organisation_id=city.organisation.id):
        notify(contact_id=contact_id, text="123456", template=TEMPLATE, key="code", haste=Haste.ASKED_FOR)
    assert city.posted() == (others or [city.chat.id])
