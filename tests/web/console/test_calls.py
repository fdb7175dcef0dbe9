"""Pages of calls: found, heard, worked on, and shown to each as far as they may see."""

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as now
from django.db import connection
from django.test import Client
from pytest_django import Settings
from tests.capabilities.media.test_waveform_and_ranges import a_sound
from tests.channels.voice.retell import an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.web.console.conftest import City

from baraza.capabilities.media.recordings import _path
from baraza.core.audit.models import AuditEntry
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.sealed_files import SealedWriter
from baraza.services.call_analytics.actions.recordings import draw_of_call
from baraza.services.call_analytics.actions.resealing import reseal_recordings
from baraza.services.call_analytics.models import Call, CallTag, Recording

LIST = "/console/calls/"
MOST = 8


@pytest.fixture
def account(city: City) -> ConnectionFacts:
    found = a_voice_connection(organisation_id=city.profile.id)
    an_agent(connection=found, external_id="agent_desk", name="Night desk", client="Karoo Dental")
    return found


def told(account: ConnectionFacts, call_id: str, **values: Any) -> int:
    tells(account, "call_analyzed", an_analyzed_call(call_id, agent_id="agent_desk", **values))
    with organisation_scope(organisation_id=account.organisation_id):
        return Call.objects.get(external_id=call_id).pk


def statements(browser: Client, path: str) -> int:
    seen: list[str] = []

    def see(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")):
            seen.append(sql)
        return execute(sql, *rest)

    # The first visit of a minute is noted in the list of sessions as well.
    browser.get(path)
    with connection.execute_wrapper(see):
        assert browser.get(path).status_code == 200
    return len(seen)


def test_the_list_asks_as_little_with_many_calls_as_with_one(city: City, account: ConnectionFacts) -> None:
    clerk = city.signed_in("agent")
    first = told(account, "call_a")
    with_one = statements(clerk, LIST)
    for number in range(12):
        told(account, f"call_{number}")
    with organisation_scope(organisation_id=city.profile.id):
        CallTag.objects.create(organisation_id=city.profile.id, call_id=first, name="vip")
    assert statements(clerk, LIST) == with_one <= MOST
    for narrowed in (
        "tag=vip&direction=inbound&billable=no",
        "text=appointment&tag=vip&weekday=1",
        "before=1-1",
        "outcome=busy&outcome=reached&client=Karoo+Dental",
    ):
        assert statements(clerk, f"{LIST}?{narrowed}") <= MOST


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=MONDAY+appoint", True),
        ("text=tuesday", False),
        ("client=Karoo+Dental&sentiment=positive&longest=90", True),
        ("shortest=90", False),
        ("cheapest=0.10&dearest=0.13", True),
        ("cheapest=0.13", False),
        ("priced=no", False),
        ("doubtful=yes", False),
        ("disposition=done", False),
        ("disposition=done&disposition=open", True),
        ("outcome=failed&outcome=successful&outcome=failed", True),
        ("outcome=failed&outcome=busy", False),
        ("outcome=reached&outcome=busy", True),
        ("state=ERROR&state=ENDED&sentiment=positive&sentiment=negative", True),
        ("state=ERROR&state=ONGOING", False),
        ("agent=&client=&tag=", True),
    ],
)
def test_filters_find_what_they_say(city: City, account: ConnectionFacts, query: str, *, found: bool) -> None:
    call_id = told(account, "call_a", transcript="User: An appointment on Mónday, please.\n")
    page = city.signed_in("org_admin").get(f"{LIST}?{query}").content.decode()
    assert (f"/console/calls/{call_id}/" in page) is found


def test_a_viewer_sees_neither_cost_nor_whole_numbers_nor_finds_calls_by_them(
    city: City, account: ConnectionFacts
) -> None:
    call_id = told(
        account, "call_a", transcript="User: Ring 082 123 4567. Card 4111 1111 1111 1111.\n", transcript_object=[]
    )
    viewer, clerk = city.signed_in("org_viewer"), city.signed_in("agent")
    page = viewer.get(f"{LIST}{call_id}/").content.decode()
    assert "+27•••••••67" in page
    assert [one for one in ("USD", "elevenlabs", "+27821234567", "082 123", "4111") if one in page] == []
    whole = clerk.get(f"{LIST}{call_id}/").content.decode()
    assert [one for one in ("+27821234567", "082 123 4567") if one not in whole] == []
    assert "4111" not in whole
    assert viewer.get(f"{LIST}?text=0821234567").status_code == 422
    # A field that is not in the viewer's form narrows nothing.
    for query in ("cheapest=999", "doubtful=yes"):
        assert f"/console/calls/{call_id}/" in viewer.get(f"{LIST}?{query}").content.decode()
    strange = told(account, "call_b", duration_ms=-5)
    assert [row.call.id for row in city.signed_in("org_admin").get(f"{LIST}?doubtful=yes").context["rows"]] == [strange]


def test_any_part_of_a_recording_is_had_and_its_hearing_written_down_once(city: City, account: ConnectionFacts) -> None:
    call_id = told(account, "call_a", recording_url="https://recordings.example.com/1.wav")
    content = a_sound()
    recording = kept_recording(city.profile.id, call_id, content)
    draw_of_call(organisation_id=city.profile.id, call_id=call_id)
    viewer = city.signed_in("org_viewer")
    address = f"/console/calls/recordings/{recording}/"

    def part(asked: str) -> tuple[int, bytes, str]:
        answer = viewer.get(address, headers={"Range": asked})
        body = b"".join(answer.streaming_content) if answer.streaming else b""
        return answer.status_code, body, answer.headers["Content-Range"]

    size = len(content)
    assert part("bytes=100-199") == (206, content[100:200], f"bytes 100-199/{size}")
    assert part("bytes=-10") == (206, content[-10:], f"bytes {size - 10}-{size - 1}/{size}")
    assert part(f"bytes={size}-") == (416, b"", f"bytes */{size}")
    with organisation_scope(organisation_id=city.profile.id):
        assert AuditEntry.objects.filter(action="recording.read").count() == 1
    page = viewer.get(f"{LIST}{call_id}/").content.decode()
    assert 'class="ba-player__wave"' in page


def test_after_a_new_key_a_recording_is_sealed_with_it(
    city: City, account: ConnectionFacts, settings: Settings
) -> None:
    call_id = told(account, "call_a", recording_url="https://recordings.example.com/1.wav")
    recording = kept_recording(city.profile.id, call_id, b"RIFF sound")
    viewer = city.signed_in("org_viewer")
    old, new = settings.SECRETS_KEYS, Fernet.generate_key().decode()
    settings.SECRETS_KEYS = [new, *old]
    assert (reseal_recordings(), reseal_recordings()) == ((1, []), (0, []))
    settings.SECRETS_KEYS = [new]
    answer = viewer.get(f"/console/calls/recordings/{recording}/")
    assert b"".join(answer.streaming_content) == b"RIFF sound"


def test_the_desk_settles_tags_and_notes_and_every_step_is_written_down(city: City, account: ConnectionFacts) -> None:
    call_id = told(account, "call_a")
    clerk, address = city.signed_in("agent"), f"{LIST}{call_id}/"
    clerk.post(f"{address}settle/", {"disposition": "call_back", "before": ""})
    stale = clerk.post(f"{address}settle/", {"disposition": "done", "before": ""}, follow=True)
    clerk.post(f"{address}tag/", {"name": "  Big  SPENDER "})
    clerk.post(f"{address}note/", {"text": "Ring <b>before</b> noon"})
    assert clerk.post(f"{address}note/", {"text": " "}).status_code == 422
    page = clerk.get(address).content.decode()
    assert "A colleague settled this call meanwhile" in stale.content.decode()
    assert [one for one in ("Call back", "big spender", "Ring &lt;b&gt;before&lt;/b&gt; noon") if one not in page] == []
    with organisation_scope(organisation_id=city.profile.id):
        acts = AuditEntry.objects.filter(subject_kind="call", subject_id=str(call_id)).exclude(action="call.read")
        assert sorted(acts.values_list("action", flat=True)) == ["call.noted", "call.settled", "call.tagged"]


def test_a_call_of_which_nothing_is_known_has_a_page(city: City, account: ConnectionFacts) -> None:
    bare = {"call_id": "call_bare", "agent_id": "agent_desk"}
    tells(account, "call_ended", bare)
    with organisation_scope(organisation_id=city.profile.id):
        call_id = Call.objects.get(external_id="call_bare").pk
    admin = city.signed_in("org_admin")
    assert "Nothing was said, or the transcript has not come yet." in admin.get(f"{LIST}{call_id}/").content.decode()
    assert admin.get(f"{LIST}{call_id}/captions.vtt").content == b"WEBVTT\n"


def kept_recording(organisation_id: int, call_id: int, content: bytes) -> int:
    file_id = uuid.uuid4()
    with SealedWriter(path=_path(organisation_id, file_id), file_id=file_id, attempt=0, keys=now.SECRETS_KEYS) as sink:
        sink.write(io.BytesIO(content).read())
    with organisation_scope(organisation_id=organisation_id):
        row = Recording.objects.get(call_id=call_id)
        Recording.objects.filter(pk=row.pk).update(
            status="ready", file_id=file_id, mime="audio/wav", bytes=len(content), url=""
        )
        return row.pk
