"""What other systems hear of calls: each state once, a call that waits for its agent no more than that it waits."""

from datetime import timedelta

import pytest
from django.db.models import F
from tests.channels.voice.retell import AGENT, an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_organisation

from baraza.capabilities.webhooks.models import Endpoint, Event
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.models import Call
from baraza.services.call_analytics.policies import CALL_ANALYZED, CALL_ENDED, CALL_WAITING


@pytest.fixture
def connection(db: None) -> ConnectionFacts:
    """Of an organisation whose other system wants to know everything about calls."""
    organisation_id = make_organisation(services=("call_analytics",)).id
    with organisation_scope(organisation_id=organisation_id):
        Endpoint.objects.create(
            organisation_id=organisation_id, name="CRM", url="https://crm.example.org/", secrets_sealed=b"",
            events=[CALL_ANALYZED, CALL_ENDED, CALL_WAITING], state="paused",
        )  # fmt: skip
    return a_voice_connection(organisation_id=organisation_id)


def events(connection: ConnectionFacts) -> list[tuple[str, list[str]]]:
    with organisation_scope(organisation_id=connection.organisation_id):
        return [(one.kind, sorted(one.data)) for one in Event.objects.order_by("kind")]


def a_call_just_now(connection: ConnectionFacts) -> None:
    now = int(clock.now().timestamp() * 1000)
    tells(connection, "call_analyzed", an_analyzed_call(start_timestamp=now - 90_000, end_timestamp=now - 30_000))


def test_a_call_that_waits_is_told_as_waiting_and_of_its_end_when_its_agent_is_there(
    connection: ConnectionFacts,
) -> None:
    a_call_just_now(connection)
    waits = events(connection)
    an_agent(connection=connection, external_id=AGENT)
    kinds = [kind for kind, _ in events(connection)]

    assert waits == [(CALL_WAITING, ["agent_external_id", "at", "id"])]
    assert kinds == [CALL_ANALYZED, CALL_ENDED, CALL_WAITING]


def test_what_waited_for_days_is_no_news(connection: ConnectionFacts) -> None:
    a_call_just_now(connection)
    with organisation_scope(organisation_id=connection.organisation_id):
        old = timedelta(days=4)
        Call.objects.update(at=F("at") - old, ended_at=F("ended_at") - old)
    an_agent(connection=connection, external_id=AGENT)

    assert [kind for kind, _ in events(connection)] == [CALL_WAITING]
