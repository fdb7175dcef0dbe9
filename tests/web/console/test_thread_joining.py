"""Conversations of one person become one, or part of a report; nothing that was said is lost, and the trail knows of it."""

from datetime import timedelta

import pytest
from tests.capabilities.media.photos import jpeg
from tests.factories.messaging import a_connection, chat_provider
from tests.web.console.conftest import City

from baraza.capabilities.media.actions import store_upload
from baraza.conversation.models import Thread, ThreadEntry
from baraza.core.audit.models import AuditEntry
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.messaging.models import Contact, Message
from baraza.services.complaints.models import Complaint, Entry

pytestmark = pytest.mark.django_db


def said(city: City, text: str, *, photo_id: str = "", direction: str = "in") -> int:
    """Over the thread's connection, by its person."""
    thread = Thread.objects.get(pk=city.thread_id)
    return Message.objects.create(
        organisation_id=city.profile.id,
        contact_id=thread.contact_id,
        connection_id=thread.connection_id,
        direction=direction,
        channel="web",
        kind="image" if photo_id else "text",
        text=text,
        content={"media_id": photo_id} if photo_id else {},
    ).pk


def second_thread(city: City, *, own: bool = True, state: str = "waiting") -> int:
    """Over another connection; of the same person unless it is not their `own`."""
    chat_provider()
    connection = a_connection(organisation_id=city.profile.id)
    contact_id = Thread.objects.get(pk=city.thread_id).contact_id
    if not own:
        contact_id = Contact.objects.create(organisation_id=city.profile.id).pk
    thread = Thread.objects.create(
        organisation_id=city.profile.id,
        contact_id=contact_id,
        connection_id=connection.id,
        state=state,
        question="When?",
        unread=2,
        waiting_since=now(),
        last_at=now(),
    )
    ThreadEntry.objects.create(
        organisation_id=city.profile.id, thread=thread, kind="taken", actor_name="Zodwa", key="", at=now()
    )
    return thread.pk


def audited(action: str) -> list[dict[str, object]]:
    return [row.changes for row in AuditEntry.objects.filter(action=action)]


def test_two_conversations_of_one_person_become_one_and_keep_everything(city: City) -> None:
    browser = city.signed_in("agent")
    with organisation_scope(organisation_id=city.profile.id):
        Thread.objects.filter(pk=city.thread_id).update(state="bot", unread=1)
        said(city, "First words")
        other = second_thread(city)
        Message.objects.create(
            organisation_id=city.profile.id,
            contact_id=Thread.objects.get(pk=other).contact_id,
            connection_id=Thread.objects.get(pk=other).connection_id,
            direction="in",
            channel="chat",
            kind="text",
            text="Second words",
        )

    shown = browser.get(f"/console/inbox/{city.thread_id}/").content.decode()
    answer = browser.post(f"/console/inbox/{city.thread_id}/join/{other}/", follow=True)

    assert "Other conversations of this resident" in shown
    page = answer.content.decode()
    assert "First words" in page
    assert "Second words" in page
    assert "Other conversations of this resident" not in page
    with organisation_scope(organisation_id=city.profile.id):
        kept = Thread.objects.get(pk=city.thread_id)
        assert not Thread.objects.filter(pk=other).exists()
        assert (kept.state, kept.question) == ("waiting", "When?")
        kinds = ThreadEntry.objects.filter(thread=kept).order_by("id").values_list("kind", flat=True)
        assert list(kinds)[-2:] == ["taken", "joined"]
        assert audited("thread.joined") == [{"thread": other}]


def test_joining_twice_changes_nothing_more(city: City) -> None:
    browser = city.signed_in("agent")
    with organisation_scope(organisation_id=city.profile.id):
        other = second_thread(city)
    address = f"/console/inbox/{city.thread_id}/join/{other}/"

    assert [browser.post(address).status_code for _ in range(2)] == [302, 302]
    with organisation_scope(organisation_id=city.profile.id):
        assert audited("thread.joined") == [{"thread": other}]


def test_conversations_of_two_people_are_never_joined(city: City) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        other = second_thread(city, own=False)
    browser = city.signed_in("org_admin")
    before = city.everything()

    answer = browser.post(f"/console/inbox/{city.thread_id}/join/{other}/")

    assert answer.status_code == 404
    assert city.everything() == before


def test_what_was_written_becomes_part_of_the_report_with_its_photo_and_its_time(city: City) -> None:
    browser = city.signed_in("agent")
    with organisation_scope(organisation_id=city.profile.id):
        contact_id = Thread.objects.get(pk=city.thread_id).contact_id
        Complaint.objects.filter(reference=city.reference).update(contact_id=contact_id)
        Message.objects.filter(contact_id=contact_id).delete()
        photo_id = store_upload(content=jpeg(), file_name="")
        first = said(city, "It is behind the church")
        said(city, "We are looking into it", direction="out")
        said(city, "", photo_id=photo_id)
        yesterday = now() - timedelta(days=1)
        Message.objects.filter(pk=first).update(created_at=yesterday)
    address = f"/console/inbox/{city.thread_id}/add/"

    answer = browser.post(address, {"into": city.reference})
    again = browser.post(address, {"into": city.reference}, follow=True)

    assert answer["Location"] == f"/console/complaints/{city.reference}/"
    assert "Everything they wrote is in a report already." in again.content.decode()
    with organisation_scope(organisation_id=city.profile.id):
        lines = Entry.objects.filter(complaint__reference=city.reference, source_key__startswith="message:")
        assert list(lines.order_by("id").values_list("kind", "text", "media_id")) == [
            ("comment", "It is behind the church", ""),
            ("photo", "", photo_id),
        ]
        assert [lines.order_by("id")[0].at, lines[0].actor_kind] == [yesterday, "contact"]
        assert [one["lines"] for one in audited("complaint.words_taken_over")] == [2]
        assert audited("thread.added") == [{"report": city.reference, "lines": 2}]
        assert Message.objects.filter(contact_id=contact_id).count() == 3


def test_words_never_become_part_of_somebody_elses_report(city: City) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        contact_id = Thread.objects.get(pk=city.thread_id).contact_id
        said(city, "It is behind the church")
    city.complaint(contact_id=contact_id)
    stranger = city.complaint().reference
    browser, before = city.signed_in("agent"), city.everything()

    answer = browser.post(f"/console/inbox/{city.thread_id}/add/", {"into": stranger})

    assert answer.status_code == 422
    assert "Choose a report of this resident" in answer.content.decode()
    assert city.everything() == before
