"""Providers that follow a script, and an inbox that nobody else listens to."""

from collections.abc import Iterator

import pytest
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation
from tests.factories.messaging import Listener, ScriptedProvider, chat_provider, session_provider, sms_provider
from tests.messaging.sending_desk import START, Desk
from time_machine import TimeMachineFixture

from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging import inbox


@pytest.fixture(autouse=True)
def _own_inbox() -> Iterator[None]:
    before = (inbox._subscribers.received, inbox._subscribers.media)
    inbox._subscribers.received = inbox._subscribers.media = None
    yield
    inbox._subscribers.received, inbox._subscribers.media = before


@pytest.fixture
def chat() -> ScriptedProvider:
    return chat_provider()


@pytest.fixture
def sms() -> ScriptedProvider:
    return sms_provider()


@pytest.fixture
def dial() -> ScriptedProvider:
    return session_provider()


@pytest.fixture
def organisation(db: None) -> OrganisationProfile:
    return make_organisation()


@pytest.fixture
def listener() -> Listener:
    listening = Listener()
    inbox.on_received(listening)
    return listening


@pytest.fixture
def desk(committed_database: CommittedDatabase, chat: ScriptedProvider, time_machine: TimeMachineFixture) -> Desk:
    time_machine.move_to(START, tick=False)
    return Desk()
