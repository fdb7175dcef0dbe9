"""A photo of ours goes along with its message, or the message is seen to have failed."""

import pytest
from tests.capabilities.media.photos import jpeg_of_durban
from tests.factories.messaging import ScriptedProvider, a_connection
from tests.messaging.sending_desk import Desk, final, temporary

from baraza.capabilities.media.actions import store_upload
from baraza.capabilities.media.models import Media
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import outbox
from baraza.messaging.contract import Failure, Image, Limits, Text
from baraza.messaging.models import OutboxEntry


def posted(desk: Desk) -> str:
    """The id of a photo that waits in the outbox, taken by a camera that writes down where it was."""
    with organisation_scope(organisation_id=desk.organisation.id):
        photo_id = store_upload(content=jpeg_of_durban(), file_name="")
        outbox.post(
            contact_id=desk.contact_id,
            connection_id=desk.chat.id,
            content=Image(caption="This door.", photo_id=photo_id, link="https://desk.example/mine"),
            key="photo",
        )
    return photo_id


def test_the_photo_goes_along_without_what_the_camera_wrote_into_it(desk: Desk, chat: ScriptedProvider) -> None:
    posted(desk)

    desk.dispatch()

    photo = chat.sent[0].photo
    assert photo is not None
    assert photo.mime_type == "image/jpeg"
    assert b"SecretCamera" not in photo.content
    assert desk.thread_texts() == [("This door.", "sent")]


def test_after_a_failure_it_is_sent_again_with_its_photo(desk: Desk, chat: ScriptedProvider) -> None:
    chat.answers = [temporary()]
    posted(desk)

    desk.dispatch()
    with organisation_scope(organisation_id=desk.organisation.id):
        OutboxEntry.objects.update(next_attempt_at=clock.now())
    desk.dispatch()

    assert [one.photo is not None for one in chat.sent] == [True, True]
    assert desk.statuses() == [("photo", "sent", "")]


def test_a_photo_that_is_no_longer_kept_fails_and_holds_nobody_back(desk: Desk, chat: ScriptedProvider) -> None:
    photo_id = posted(desk)
    with organisation_scope(organisation_id=desk.organisation.id):
        Media.objects.filter(pk=photo_id).delete()
    desk.post("Later")

    desk.dispatch()

    assert desk.statuses() == [("photo", "failed", "photo_gone"), ("key-Later", "sent", "")]


def test_on_another_way_the_words_go_with_the_page_on_which_it_is_seen(
    desk: Desk, chat: ScriptedProvider, sms: ScriptedProvider
) -> None:
    chat.answers = [final(Failure.UNREACHABLE)]
    a_connection(organisation_id=desk.organisation.id, source="sms.scripted")
    posted(desk)

    desk.dispatch()

    assert sms.sent[0].content == Text(body="This door.\nhttps://desk.example/mine")
    assert sms.sent[0].photo is None


@pytest.fixture(autouse=True)
def captions(chat: ScriptedProvider) -> None:
    chat.limits = Limits(text=4096, caption=1024, window_hours=24)
