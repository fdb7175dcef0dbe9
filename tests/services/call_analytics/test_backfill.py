"""What webhooks missed is asked for from a real server, page by page, the newer way and the older one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.channels.voice.retell import an_analyzed_call, an_ended_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_organisation

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging.registry import provider_named
from baraza.messaging.voice import VoiceProvider
from baraza.operations.demo.retell_api import RetellState, Sandbox, retell_sandbox
from baraza.services.call_analytics import jobs
from baraza.services.call_analytics.actions import backfill
from baraza.services.call_analytics.actions.telling import Told
from baraza.services.call_analytics.models import (
    Agent,
    Backfill,
    Call,
    CallDetail,
    CallEvent,
    CostLine,
    DayReport,
    Recording,
)
from baraza.services.call_analytics.queries.reconciliation import reconciliation

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with retell_sandbox() as found:
        yield found


@pytest.fixture
def server(served: Sandbox, settings: Settings, tmp_path: Path) -> Sandbox:
    settings.RETELL_API_URL, settings.MEDIA_ROOT = served.url, tmp_path
    served.state.__dict__.update(RetellState().__dict__)
    return served


@pytest.fixture
def connection(server: Sandbox) -> ConnectionFacts:
    found = a_voice_connection(organisation_id=make_organisation().id)
    an_agent(connection=found)
    return found


def at_ms(**ago: float) -> int:
    return int((clock.now() - timedelta(**ago)).timestamp() * 1000)


def a_talk(call_id: str, began_ms: int) -> dict[str, object]:
    return an_analyzed_call(call_id, start_timestamp=began_ms, end_timestamp=began_ms + 61_500)


def asks(connection: ConnectionFacts) -> None:
    jobs.backfill(organisation_id=connection.organisation_id, connection_id=connection.id)


def completes(connection: ConnectionFacts, *ids: str) -> None:
    jobs.complete(organisation_id=connection.organisation_id, connection_id=connection.id, external_ids=list(ids))


def calls(connection: ConnectionFacts) -> list[Call]:
    with organisation_scope(organisation_id=connection.organisation_id):
        return list(Call.objects.order_by("external_id"))


@pytest.mark.parametrize("old", [False, True], ids=["newer way", "older way"])
@pytest.mark.parametrize("per_page", [1000, 50], ids=["large pages", "small pages"])
def test_what_was_missed_comes_page_by_page(
    server: Sandbox,
    connection: ConnectionFacts,
    old: bool,  # noqa: FBT001
    per_page: int,
) -> None:
    server.state.old, server.state.most_per_page = old, per_page
    server.state.calls = [a_talk(f"call_{n:03d}", at_ms(days=2) + n) for n in range(120)]
    server.state.calls.append(a_talk("of_another", at_ms(hours=20)) | {"agent_id": "agent_of_another_client"})

    asks(connection)

    found = calls(connection)
    assert len(found) == 120
    assert {(one.state, one.cost_micros, one.repaired) for one in found} == {("ENDED", 12_300_000, True)}


def test_words_come_call_by_call(server: Sandbox, connection: ConnectionFacts) -> None:
    server.state.calls = [a_talk("call_1", at_ms(hours=5))]
    asks(connection)
    completes(connection, "call_1", "call_that_retell_forgot")
    with organisation_scope(organisation_id=connection.organisation_id):
        detail = CallDetail.objects.get()
    assert detail.transcript.startswith("Agent: Good morning.")
    assert detail.words_final


def test_whatever_is_said_stays_as_it_was(server: Sandbox, connection: ConnectionFacts) -> None:
    said = "50 % of 'that' \\ \"this\"; %s {} $1 \u2028 😀 ñ\nnext"
    analysis = {"call_summary": said, "custom_analysis_data": {said: [1, 2.5, None, True, {"a": said}]}}
    server.state.calls = [
        a_talk("call_1", at_ms(hours=5)) | {"transcript": said, "call_analysis": analysis, "told_by_nobody": said}
    ]
    asks(connection)
    completes(connection, "call_1")

    with organisation_scope(organisation_id=connection.organisation_id):
        detail = CallDetail.objects.get()
        raws = list(CallEvent.objects.values_list("raw", flat=True))
    assert (detail.transcript, detail.summary) == (said, said)
    assert detail.custom_analysis == {said: [1, 2.5, None, True, {"a": said}]}
    assert detail.rest["told_by_nobody"] == said
    assert [raw["call"]["told_by_nobody"] for raw in raws] == [said, said]


def test_what_webhooks_told_in_part_is_made_whole_and_counted(server: Sandbox, connection: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=connection.organisation_id):
        # The agent has stood here for days: what is missing is not history.
        Agent.objects.update(created_at=clock.now() - timedelta(days=30))
    told, missed, half = (a_talk(name, at_ms(hours=3) + n) for n, name in enumerate(("told", "missed", "half")))
    server.state.calls = [told, missed, half]
    tells(connection, "call_analyzed", told)
    tells(connection, "call_ended", an_ended_call("half", start_timestamp=half["start_timestamp"]))

    asks(connection)

    with organisation_scope(organisation_id=connection.organisation_id):
        reports = DayReport.objects.all()
        assert (sum(row.missing for row in reports), sum(row.differing for row in reports)) == (1, 1)
        days = reconciliation(connection_id=connection.id)
    assert sum(day.here for day in days) == 3
    assert sum(day.by_webhook for day in days) == 2
    assert {one.external_id for one in calls(connection) if one.repaired} == {"missed", "half"}


def test_a_day_without_the_provider_is_caught_up_with(server: Sandbox, connection: ConnectionFacts) -> None:
    server.state.down = True
    asks(connection)
    with organisation_scope(organisation_id=connection.organisation_id):
        row = Backfill.objects.get()
    assert row.error == "Retell cannot answer at present. (status 503)"
    assert row.done_until is None

    server.state.down, server.state.calls = False, [a_talk("late", at_ms(hours=23))]
    asks(connection)

    assert [one.external_id for one in calls(connection)] == ["late"]
    with organisation_scope(organisation_id=connection.organisation_id):
        row = Backfill.objects.get()
    assert (row.error, row.since) == ("", None)
    assert row.done_until is not None


def test_a_second_pass_changes_nothing(server: Sandbox, connection: ConnectionFacts) -> None:
    server.state.calls = [a_talk("call_1", at_ms(minutes=30))]
    asks(connection)
    before = [(one.version, one.cost_micros) for one in calls(connection)]
    asks(connection)
    assert [(one.version, one.cost_micros) for one in calls(connection)] == before


def test_what_began_a_moment_ago_is_brought_by_the_next_pass(
    server: Sandbox, connection: ConnectionFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.state.calls = [a_talk("before", at_ms(minutes=6)), a_talk("meanwhile", at_ms(minutes=4))]
    asks(connection)
    assert [one.external_id for one in calls(connection)] == ["before"]

    in_ten_minutes = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: in_ten_minutes)
    asks(connection)

    assert [one.external_id for one in calls(connection)] == ["before", "meanwhile"]


def test_what_a_webhook_tells_while_a_page_is_kept_is_one_call(
    server: Sandbox, connection: ConnectionFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [a_talk("told", at_ms(hours=3)), a_talk("missed", at_ms(hours=2))]
    tells(connection, "call_started", {name: both[0][name] for name in ("call_id", "agent_id", "start_timestamp")})
    server.state.calls = both
    known, looks = backfill._known, list[list[str]]()

    def not_yet_at_first(connection: ConnectionFacts, ids: list[str]) -> dict[str, Told]:
        looks.append(ids)
        return known(connection, ids) if len(looks) > 1 else {}

    monkeypatch.setattr(backfill, "_known", not_yet_at_first)
    asks(connection)

    assert looks == [["told", "missed"], ["told"]]
    found = calls(connection)
    assert [(one.external_id, one.state, one.cost_micros) for one in found] == [
        ("missed", "ENDED", 12_300_000),
        ("told", "ENDED", 12_300_000),
    ]
    with organisation_scope(organisation_id=connection.organisation_id):
        told = CostLine.objects.filter(call=found[1]).count(), CallEvent.objects.filter(call=found[1]).count()
    assert told == (2, 2)


def test_a_wrong_key_is_said(server: Sandbox, connection: ConnectionFacts) -> None:
    server.state.key = "another-key"
    asks(connection)
    with organisation_scope(organisation_id=connection.organisation_id):
        assert Backfill.objects.get().error == "Retell does not accept the key. (status 401)"


@pytest.mark.parametrize(
    ("demonstration", "status", "reason"), [(True, "ready", ""), (False, "refused", "not_public")], ids=str
)
def test_a_recording_from_inside_our_network_is_fetched_in_a_demonstration_alone(
    server: Sandbox,
    connection: ConnectionFacts,
    settings: Settings,
    demonstration: bool,  # noqa: FBT001
    status: str,
    reason: str,
) -> None:
    settings.DEMO_MODE = demonstration
    tells(connection, "call_ended", an_ended_call(recording_url=f"{server.url}/recordings/call_1.wav"))
    (call,) = calls(connection)

    jobs.fetch_recordings(organisation_id=connection.organisation_id, call_ids=[call.pk])

    with organisation_scope(organisation_id=connection.organisation_id):
        kept = Recording.objects.get()
        assert (kept.status, kept.reason, kept.url) == (status, reason, "")
        assert Call.objects.get().doubts == ([] if demonstration else ["recording_refused"])


def test_the_agents_of_the_account_can_be_asked_for(server: Sandbox, connection: ConnectionFacts) -> None:
    server.state.agents = [
        {"agent_id": "a", "agent_name": "One", "channel": "voice"},
        {"agent_id": "c", "channel": "chat"},
    ]
    provider = provider_named(connection.source)
    assert isinstance(provider, VoiceProvider)
    assert [(one.external_id, one.name) for one in provider.list_agents(connection=connection)] == [("a", "One")]
