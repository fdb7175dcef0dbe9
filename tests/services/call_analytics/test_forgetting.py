"""Recordings, words and people of old calls go, each in its time, and do not come back."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.channels.voice.retell import AGENT, an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_organisation

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.operations.retention import apply_retention
from baraza.services.call_analytics.actions.forgetting import forget_words
from baraza.services.call_analytics.models import Backfill, Call, CallDetail, CallEvent, CostLine, Recording
from baraza.services.call_analytics.queries.filters import CallFilter, calls_wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(settings: Settings, tmp_path: Path) -> ConnectionFacts:
    settings.MEDIA_ROOT = tmp_path
    found = a_voice_connection(organisation_id=make_organisation(services=("call_analytics",)).id)
    an_agent(connection=found)
    return found


def old_call(account: ConnectionFacts, *, days: int) -> None:
    tells(account, "call_analyzed", an_analyzed_call(recording_url="https://recordings.example.com/1.wav"))
    with organisation_scope(organisation_id=account.organisation_id):
        Call.objects.update(at=clock.now() - timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "sound", "words", "people"),
    [(89, True, True, True), (91, False, True, True), (366, False, False, True), (1096, False, False, False)],
)
def test_each_goes_in_its_time(account: ConnectionFacts, days: int, *, sound: bool, words: bool, people: bool) -> None:
    old_call(account, days=days)
    apply_retention(organisation_id=account.organisation_id)
    with organisation_scope(organisation_id=account.organisation_id):
        call, detail, recording = Call.objects.get(), CallDetail.objects.get(), Recording.objects.get()
        found = calls_wanted(CallFilter(text="book")).exists()
        lines = CostLine.objects.count()
    assert (recording.reason != "forgotten", bool(recording.url)) == (sound, sound)
    assert (bool(detail.transcript), bool(detail.summary), found) == (words, words, words)
    assert (bool(call.from_number), call.forgotten_at is None) == (people, people)
    assert (call.duration_ms, call.cost_micros, lines) == (61_500, 12_300_000, 2)


def test_a_recording_does_not_outlive_the_words_that_it_says(account: ConnectionFacts) -> None:
    old_call(account, days=40)
    with organisation_scope(organisation_id=account.organisation_id):
        forget_words(before=clock.now() - timedelta(days=30), at_most=10)
        assert (CallDetail.objects.get().transcript, Recording.objects.get().reason) == ("", "forgotten")


def test_what_was_forgotten_does_not_come_back(account: ConnectionFacts) -> None:
    old_call(account, days=1096)
    apply_retention(organisation_id=account.organisation_id)
    tells(account, "call_ended", an_analyzed_call(recording_url="https://recordings.example.com/1.wav"))
    with organisation_scope(organisation_id=account.organisation_id):
        call, detail = Call.objects.get(), CallDetail.objects.get()
        assert (call.from_number, detail.transcript, CallEvent.objects.count()) == ("", "", 0)
        assert Recording.objects.get().status == "refused"


def test_an_agent_that_is_added_later_brings_its_past(account: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=account.organisation_id):
        Backfill.objects.filter(connection_id=account.id).update(since=None, until=None, done_until=clock.now())
    an_agent(connection=account, external_id=f"{AGENT}2")
    with organisation_scope(organisation_id=account.organisation_id):
        row = Backfill.objects.get(connection_id=account.id)
    assert row.deep
    assert row.since is not None
    assert clock.now() - row.since >= timedelta(days=90)
