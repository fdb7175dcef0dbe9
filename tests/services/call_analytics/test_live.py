"""Open pages hear of calls: once for what changes what they show, never with words, numbers or money."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as database
from pytest_django import Settings
from tests.channels.voice.retell import a_call, an_analyzed_call, an_ended_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_member, make_organisation

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations.demo.voice import _event
from baraza.services.call_analytics.actions import work
from baraza.services.call_analytics.actions.backfill import keep_page
from baraza.services.call_analytics.actions.recordings import keep_sound
from baraza.services.call_analytics.models import Call

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(settings: Settings, tmp_path: Path) -> ConnectionFacts:
    settings.MEDIA_ROOT = tmp_path
    found = a_voice_connection(organisation_id=make_organisation().id)
    an_agent(connection=found)
    return found


@contextmanager
def heard() -> Iterator[list[tuple[str, str, str]]]:
    """Kind, subject and facts of what is told to open pages."""
    told: list[tuple[str, str, str]] = []

    def listen(execute: Callable[..., Any], sql: str, parameters: Any, *rest: Any) -> Any:
        if "pg_notify" in sql and "'kind'" in sql:
            told.append((parameters[2], parameters[3], parameters[4]))
        return execute(sql, parameters, *rest)

    with database.execute_wrapper(listen):
        yield told


def the_call(account: ConnectionFacts) -> str:
    with organisation_scope(organisation_id=account.organisation_id):
        return str(Call.objects.get().pk)


def test_pages_hear_when_a_call_begins_ends_and_is_analysed_and_not_with_each_word(account: ConnectionFacts) -> None:
    with heard() as told:
        tells(account, "call_started", a_call())
        for words in ("Agent: Good", "Agent: Good morning", "Agent: Good morning."):
            tells(account, "transcript_updated", a_call(transcript=words))
        tells(account, "call_ended", an_ended_call())
        tells(account, "call_ended", an_ended_call())
        tells(account, "call_analyzed", an_analyzed_call())

    assert told == [("calls.told", the_call(account), "{}")] * 3


def test_pages_hear_nothing_of_a_call_that_nobody_may_read(account: ConnectionFacts) -> None:
    with heard() as told:
        tells(account, "call_analyzed", an_analyzed_call(agent_id="agent_of_nobody"))
    assert told == []


def test_a_page_of_the_back_fill_is_one_piece_of_news(account: ConnectionFacts) -> None:
    events = [_event(account, an_analyzed_call(f"call_{number}")) for number in range(5)]
    with organisation_scope(organisation_id=account.organisation_id), heard() as told:
        keep_page(connection=account, events=events)
        keep_page(connection=account, events=events)
    assert told == [("calls.told", "", '{"calls": 5}')]


def test_pages_hear_what_the_desk_does_and_when_the_recording_is_here(account: ConnectionFacts) -> None:
    tells(account, "call_analyzed", an_analyzed_call())
    call_id = int(the_call(account))
    clerk = make_member(organisation_id=account.organisation_id)
    with organisation_scope(organisation_id=account.organisation_id), heard() as told:
        work.settle(actor=clerk, call_id=call_id, disposition="done", before="")
        work.tag(actor=clerk, call_id=call_id, name="vip")
        work.tag(actor=clerk, call_id=call_id, name="vip")
        work.note(actor=clerk, call_id=call_id, text="Ring 082 555 0143")
        work.tag_several(actor=clerk, call_ids=[call_id], name="new")
    with heard() as of_sound:
        keep_sound(organisation_id=account.organisation_id, external_id="call_1", sound=b"RIFF\0\0\0\0WAVE")

    one = ("calls.worked", str(call_id), "{}")
    assert told == [one, one, one, ("calls.worked", "", '{"calls": 1}')]
    assert of_sound == [("calls.sound", str(call_id), "{}")]
