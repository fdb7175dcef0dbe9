"""A photo with a reply: over a channel that carries photos, as a link where none is carried, and not where nobody would see it."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.capabilities.media.photos import jpeg_of_durban
from tests.factories.messaging import chat_provider
from tests.web.console.case.desk import wrote_on_a_chat
from tests.web.console.conftest import City

from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.contract import Limits
from baraza.messaging.models import OutboxEntry
from baraza.services.complaints.models import Complaint, Entry


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


def reply(clerk: Client, city: City, text: str = "This is the pipe.") -> Any:
    photo = SimpleUploadedFile("pipe.jpg", jpeg_of_durban(), content_type="image/jpeg")
    fields = {"text": text, "key": str(uuid.uuid4()), "photo": photo}
    return clerk.post(f"/console/complaints/{city.reference}/reply/", fields)


def page_of(clerk: Client, city: City) -> str:
    return clerk.get(f"/console/complaints/{city.reference}/").content.decode()


def contents(city: City) -> list[dict[str, Any]]:
    with organisation_scope(organisation_id=city.profile.id):
        return [row.content for row in OutboxEntry.objects.order_by("id")]


def on_a_chat(city: City, *, hours: int = 1, **limits: Any) -> None:
    wrote_on_a_chat(city, hours=hours)
    chat_provider(limits=Limits(text=1000, **limits))


def test_it_goes_with_the_words_below_it_and_stands_in_the_timeline(city: City, clerk: Client) -> None:
    on_a_chat(city, caption=300, window_hours=24)

    assert reply(clerk, city).status_code == 302

    [sent] = contents(city)
    assert (sent["kind"], sent["caption"]) == ("image", f"{city.reference}\nThis is the pipe.")
    address = re.search(r'<a href="([^"]+)"><img src="[^"]+" alt="Photo sent to the resident"', page_of(clerk, city))
    assert address is not None
    kept = clerk.get(address[1])
    assert b"SecretCamera" not in kept.content
    assert kept["Content-Type"] == "image/jpeg"


def test_over_a_channel_without_photos_a_link_opens_it_on_the_residents_own_page(
    city: City, clerk: Client, client: Client
) -> None:
    on_a_chat(city)

    assert "carries no photos: they get a link to the page on which they see it." in page_of(clerk, city)
    assert reply(clerk, city).status_code == 302

    [sent] = contents(city)
    words, _, link = str(sent["body"]).rpartition("\n")
    assert words == f"{city.reference}\nThis is the pipe."
    shown = client.get("/" + link.split("/", 3)[3], follow=True).content.decode()
    picture = re.search(r'<img src="([^"]+/photos/[^"]+)"', shown)
    assert picture is not None
    assert client.get(picture[1])["Content-Type"] == "image/jpeg"
    assert Client().get(picture[1]).status_code == 404


@pytest.mark.parametrize(
    ("hours", "inline", "said"),
    [
        (30, False, "A photo cannot be added: an approved message carries none."),
        (1, True, "A photo cannot be added: they read the answer on USSD."),
    ],
    ids=["window over", "dials"],
)
def test_where_nobody_would_see_it_none_is_offered_and_none_is_taken(
    city: City, clerk: Client, hours: int, inline: object, said: str
) -> None:
    wrote_on_a_chat(city, hours=hours)
    chat_provider(inline=bool(inline), limits=Limits(text=1000, caption=300, window_hours=None if inline else 24))

    page = page_of(clerk, city)
    answer = reply(clerk, city)

    assert said in page
    assert 'type="file"' not in page
    assert answer.status_code == 422
    assert "This is the pipe." in answer.content.decode()
    with organisation_scope(organisation_id=city.profile.id):
        assert not Entry.objects.filter(kind=Entry.Kind.REPLY).exists()


def test_words_that_do_not_fit_below_a_photo_are_kept_with_the_reason(city: City, clerk: Client) -> None:
    on_a_chat(city, caption=300, window_hours=24)

    answer = reply(clerk, city, text="x" * 300)

    assert answer.status_code == 422
    assert f"With a photo, write at most {300 - len(city.reference) - 1} characters" in answer.content.decode()


def test_who_left_no_number_sees_it_on_the_page_of_their_reference(city: City, clerk: Client) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.filter(reference=city.reference).update(contact_id=None)

    assert reply(clerk, city).status_code == 302
    assert contents(city) == []
    assert "Photo sent to the resident" in page_of(clerk, city)


def test_when_a_colleague_answered_meanwhile_the_photo_is_asked_for_again(city: City, clerk: Client) -> None:
    on_a_chat(city, caption=300, window_hours=24)
    seen = clerk.get(f"/console/complaints/{city.reference}/").context["reply_form"].initial["seen"]
    reply(city.signed_in("supervisor"), city, text="We come today.")
    photo = SimpleUploadedFile("pipe.jpg", jpeg_of_durban(), content_type="image/jpeg")
    fields = {"text": "We come on Monday.", "key": str(uuid.uuid4()), "photo": photo, "seen": seen}

    answer = clerk.post(f"/console/complaints/{city.reference}/reply/", fields)

    assert answer.status_code == 409
    assert "We come on Monday." in answer.content.decode()
    assert "Choose the photo again" in answer.content.decode()
