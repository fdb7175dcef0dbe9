"""Tests of agents' own addresses: what is written down of each, and that they are no sign of life."""

import pytest
from pytest_django import Settings
from tests.channels.voice.retell import a_call, an_event, posted
from tests.factories.calls import a_voice_connection, an_agent
from tests.factories.core import make_member, make_organisation

from baraza.channels.voice import checking
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.ingress.checks import last_event_at, last_events
from baraza.core.ingress.contract import OWN_TEST, ConnectionFacts, Item
from baraza.core.ingress.models import InboundEvent
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.http import HttpAnswer, HttpFailure
from baraza.messaging.contract import CheckFacts
from baraza.messaging.registry import provider_named
from baraza.services.call_analytics.actions.agents import archive_agent, new_agent_address
from baraza.services.call_analytics.actions.errors import AddressNotPublic
from baraza.services.call_analytics.actions.pinging import ask_pings, ping_agents
from baraza.services.call_analytics.models import AgentPing
from baraza.services.call_analytics.queries.agents import get_agent

pytestmark = pytest.mark.django_db
BASE = "https://desk.example.org"


@pytest.fixture
def account() -> ConnectionFacts:
    return a_voice_connection(organisation_id=make_organisation().id)


def keep(account: ConnectionFacts, body: bytes) -> Item:
    """As the door does."""
    (item,) = provider_named(account.source).items(request=posted(body), connection=account)
    InboundEvent.objects.create(
        organisation_id=account.organisation_id, connection_id=account.id, item_id=item.item_id, kind=item.kind,
        payload=item.payload, correlation_id="c-1",
    )  # fmt: skip
    return item


@pytest.mark.parametrize(
    ("answer", "kept", "result"),
    [
        (204, True, "kept"),
        # Somebody before our door said that all is well.
        (200, False, "turned_away"),
        (401, False, "turned_away"),
        (404, False, "turned_away"),
        (None, False, "not_reached"),
    ],
)
def test_an_address_works_when_what_was_posted_there_is_kept(
    account: ConnectionFacts, monkeypatch: pytest.MonkeyPatch, answer: int | None, *, kept: bool, result: str
) -> None:
    agent, knocked = an_agent(connection=account), list[str]()

    def knock(*, url: str, method: str, headers: dict[str, str], content: bytes) -> HttpAnswer:
        assert (method, "x-retell-signature" in headers) == ("POST", True)
        knocked.append(url)
        if answer is None:
            raise HttpFailure("no such name", sent=False)
        if kept:
            with organisation_scope(organisation_id=account.organisation_id):
                keep(account, content)
        return HttpAnswer(status=answer, headers={}, body=b"")

    monkeypatch.setattr(checking, "knock", knock)
    with organisation_scope(organisation_id=account.organisation_id):
        assert ask_pings(actor=SYSTEM, connection_id=account.id, webhook_base=BASE) == 1
    ping_agents(organisation_id=account.organisation_id, agent_ids=[agent], webhook_base=BASE)

    with organisation_scope(organisation_id=account.organisation_id):
        found = get_agent(agent_id=agent, connection_paths={account.id: account.path})
    assert found is not None
    assert found.ping is not None
    assert (found.ping.result, found.ping.status, found.ping.finished_at is None) == (result, answer, False)
    assert knocked == [BASE + found.webhook_path]


def test_our_own_test_is_no_sign_of_life_and_does_nothing(account: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=account.organisation_id):
        item = keep(account, an_event(OWN_TEST, {}, mark="m"))
        assert (last_event_at(connection_id=account.id), last_events()) == (None, {})
        keep(account, an_event("call_started", a_call()))
        assert list(last_events()) == [account.id]
        assert last_events(kind="call_started", among=[account.id]) == last_events()
        assert last_events(kind="call_ended") == {}
    assert provider_named(account.source).parse(item=item, connection=account, previous=None) == []


def test_what_was_asked_anew_or_has_a_new_address_hears_nothing_of_the_old_test(account: ConnectionFacts) -> None:
    agent, archived = an_agent(connection=account), an_agent(connection=account, external_id="agent_2")
    with organisation_scope(organisation_id=account.organisation_id):
        archive_agent(actor=SYSTEM, agent_id=archived, archived=True)
        # Of an archived agent nothing is asked, unless by name.
        assert ask_pings(actor=SYSTEM, connection_id=account.id, webhook_base=BASE) == 1
        assert ask_pings(actor=SYSTEM, connection_id=account.id, webhook_base=BASE, agent_id=archived) == 1
        new_agent_address(actor=SYSTEM, agent_id=agent)
        assert [one.agent_id for one in AgentPing.objects.all()] == [archived]


def test_only_who_connects_agents_tests_them_and_only_where_the_world_can_reach_us(
    account: ConnectionFacts, settings: Settings
) -> None:
    an_agent(connection=account)
    settings.DEMO_MODE = False
    viewer = make_member(organisation_id=account.organisation_id, role="org_viewer")
    with organisation_scope(organisation_id=account.organisation_id):
        with pytest.raises(NotAllowed):
            ask_pings(actor=viewer, connection_id=account.id, webhook_base=BASE)
        with pytest.raises(AddressNotPublic):
            ask_pings(actor=SYSTEM, connection_id=account.id, webhook_base="http://127.0.0.1:8000")
        assert not AgentPing.objects.exists()


@pytest.mark.parametrize(("status", "state"), [(204, "good"), (401, "wrong"), (404, "wrong"), (200, "wrong")])
def test_the_test_of_an_account_posts_what_the_door_keeps(
    account: ConnectionFacts, monkeypatch: pytest.MonkeyPatch, status: int, state: str
) -> None:
    """What cannot be read would be counted among what was turned away."""
    posted_bodies = list[bytes]()

    def knock(*, url: str, method: str, headers: dict[str, str], content: bytes) -> HttpAnswer:
        posted_bodies.append(content)
        return HttpAnswer(status=status, headers={}, body=b"")

    monkeypatch.setattr(checking, "knock", knock)
    monkeypatch.setattr(checking, "list_agents", lambda _: ())
    report = checking.check(connection=account, facts=CheckFacts(webhook_url=BASE, last_event_at=None))
    assert [line.state.value for line in report.lines if line.code == "signature"] == [state]
    with organisation_scope(organisation_id=account.organisation_id):
        assert keep(account, posted_bodies[0]).kind == OWN_TEST
