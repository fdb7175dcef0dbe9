"""What is older than an organisation keeps it is gone the next day; what is still needed stays."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from tests.capabilities.media.photos import jpeg
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation
from tests.factories.messaging import a_connection, a_contact, a_received, chat_provider, comes_in
from time_machine import TimeMachineFixture

from baraza.capabilities.media.actions import store_upload
from baraza.capabilities.media.models import Media
from baraza.conversation.models import Thread, ThreadEntry
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.models import InboundEvent
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.retention import set_retention
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.models import Message
from baraza.operations.retention import apply_retention
from baraza.services.complaints.actions.answers import reply
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db

START = datetime.fromisoformat("2026-11-20T08:00:00+00:00")


@pytest.fixture(autouse=True)
def _on_that_day(time_machine: TimeMachineFixture, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(START, tick=False)


@pytest.fixture
def city() -> OrganisationProfile:
    return make_organisation()


def an_event(connection_id: int, organisation_id: int, *, state: str, days: int) -> int:
    return InboundEvent.objects.create(
        organisation_id=organisation_id,
        connection_id=connection_id,
        item_id=f"{state}{days}",
        kind="message",
        payload={"text": "words"},
        correlation_id="c",
        received_at=START - timedelta(days=days),
        state=state,
    ).pk


def test_what_providers_sent_goes_when_it_is_handled_and_old(city: OrganisationProfile) -> None:
    # given
    chat_provider()
    connection = a_connection(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        an_event(connection.id, city.id, state="HANDLED", days=91)
        kept = {
            an_event(connection.id, city.id, state="HANDLED", days=89),
            an_event(connection.id, city.id, state="FAILED", days=91),
        }
    # when
    counts = apply_retention(organisation_id=city.id)
    # then
    assert counts["inbound_events"] == 1
    with organisation_scope(organisation_id=city.id):
        assert set(InboundEvent.objects.values_list("pk", flat=True)) == kept


def test_a_repeat_of_a_webhook_is_known_however_little_is_kept(city: OrganisationProfile) -> None:
    chat_provider()
    connection = a_connection(organisation_id=city.id)
    admin = make_member(organisation_id=city.id, role="org_admin")
    with organisation_scope(organisation_id=city.id):
        set_retention(actor=admin, days={"inbound_payloads": 8, "messages": 90, "closed_cases": 365}, version=1)
        an_event(connection.id, city.id, state="HANDLED", days=7)

    assert apply_retention(organisation_id=city.id)["inbound_events"] == 0


def test_old_messages_go_but_not_those_of_somebody_whose_matter_is_open(
    city: OrganisationProfile, time_machine: TimeMachineFixture
) -> None:
    # given somebody whose report is open, and somebody who only wrote
    chat_provider()
    connection = a_connection(organisation_id=city.id)
    comes_in(connection, a_received("First"))
    waiting_id = a_contact(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        report = make_complaint(contact_id=waiting_id)
    # when it is three years later
    time_machine.shift(timedelta(days=1096))
    # then
    assert apply_retention(organisation_id=city.id)["messages"] == 0
    # and when the report is settled
    with organisation_scope(organisation_id=city.id):
        move(actor=SYSTEM, reference=report.reference, wanted=State.RESOLVED, reason="Mended")
    assert apply_retention(organisation_id=city.id)["messages"] >= 1
    with organisation_scope(organisation_id=city.id):
        assert not Message.objects.filter(text="First").exists()


def test_the_person_is_taken_out_of_a_case_that_was_closed_long_ago(
    city: OrganisationProfile, time_machine: TimeMachineFixture
) -> None:
    # given
    chat_provider()
    comes_in(a_connection(organisation_id=city.id), a_received("Hello"))
    member = make_member(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        photo = store_upload(content=jpeg(64, 48), file_name="me.jpg")
        contact_id = Message.objects.get(text="Hello").contact_id
        report = make_complaint(contact_id=contact_id, description="My name is Thandi", photos=(photo,))
        reply(actor=member, reference=report.reference, text="Dear Thandi", source_key="r")
        move(actor=SYSTEM, reference=report.reference, wanted=State.RESOLVED, reason="Done, Thandi")
    time_machine.shift(timedelta(days=1826))
    # when
    counts = apply_retention(organisation_id=city.id)
    # then its place in the figures stays, and nothing says who it was
    assert (counts["cases"], counts["photos"]) == (1, 1)
    with organisation_scope(organisation_id=city.id):
        kept = Complaint.objects.get(reference=report.reference)
        assert (kept.contact_id, kept.description, kept.category, kept.state) == (
            None, "…", "burst_pipe", State.RESOLVED,
        )  # fmt: skip
        assert "Thandi" not in str(list(Entry.objects.values()))
        assert not Media.objects.exists()
    # and a second time there is nothing to do
    time_machine.shift(timedelta(days=1826))
    assert apply_retention(organisation_id=city.id)["cases"] == 0


def test_photos_of_reports_that_were_never_sent_go_with_their_files(
    city: OrganisationProfile,
    time_machine: TimeMachineFixture,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    # given
    with organisation_scope(organisation_id=city.id):
        store_upload(content=jpeg(64, 48), file_name="unsent.jpg")
        used = store_upload(content=jpeg(32, 48), file_name="sent.jpg")
        make_complaint(photos=(used,))
    time_machine.shift(timedelta(days=32))
    # when
    with django_capture_on_commit_callbacks(execute=True):
        counts = apply_retention(organisation_id=city.id)
    # then
    assert counts["photos"] == 1
    with organisation_scope(organisation_id=city.id):
        assert [str(pk) for pk in Media.objects.values_list("pk", flat=True)] == [used]
    assert len(list(tmp_path.rglob("*.full"))) == 1


def test_conversations_in_which_nothing_was_said_for_long_go_but_not_of_who_waits(city: OrganisationProfile) -> None:
    # given
    organisations = (city.id, make_organisation().id)
    for organisation_id, days, state in ((city.id, 1096, "bot"), (city.id, 1096, "waiting"), (city.id, 1094, "closed"),
                                         (organisations[1], 1094, "bot")):  # fmt: skip
        with organisation_scope(organisation_id=organisation_id):
            thread = Thread.objects.create(
                organisation_id=organisation_id, contact_id=make_contact(), state=state,
                last_at=START - timedelta(days=days),
            )  # fmt: skip
            ThreadEntry.objects.create(
                organisation_id=organisation_id, thread=thread, kind="reply_waits", text="We come", at=thread.last_at
            )
    # when
    counts = [apply_retention(organisation_id=one)["threads"] for one in organisations]
    # then what staff had said in it is gone with it
    assert counts == [1, 0]
    with organisation_scope(organisation_id=city.id):
        assert sorted(Thread.objects.values_list("state", flat=True)) == ["closed", "waiting"]
        assert ThreadEntry.objects.count() == 2


def test_one_organisations_time_forgets_nothing_of_another(
    city: OrganisationProfile, time_machine: TimeMachineFixture
) -> None:
    neighbour = make_organisation()
    with organisation_scope(organisation_id=neighbour.id):
        store_upload(content=jpeg(64, 48), file_name="theirs.jpg")
    time_machine.shift(timedelta(days=4000))

    assert set(apply_retention(organisation_id=city.id).values()) == {0}
    with organisation_scope(organisation_id=neighbour.id):
        assert Media.objects.count() == 1


def test_the_trail_says_what_was_forgotten(city: OrganisationProfile, time_machine: TimeMachineFixture) -> None:
    with organisation_scope(organisation_id=city.id):
        store_upload(content=jpeg(64, 48), file_name="unsent.jpg")
    time_machine.shift(timedelta(days=32))

    apply_retention(organisation_id=city.id)

    with organisation_scope(organisation_id=city.id):
        entry = AuditEntry.objects.get(action="retention.applied")
        assert (entry.actor_kind, entry.changes) == ("system", {"photos": 1})


def test_the_command_shows_and_applies(city: OrganisationProfile) -> None:
    shown, applied = io.StringIO(), io.StringIO()
    call_command("retention", "show", "--organisation", city.slug, stdout=shown)
    call_command("retention", "apply", "--organisation", city.slug, stdout=applied)

    assert f"{city.slug}: messages 1095 days" in shown.getvalue()
    assert f"{city.slug}: photos 0 forgotten" in applied.getvalue()
