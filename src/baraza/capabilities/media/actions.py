"""Takes photos in: asked for by a message and fetched by a job, or uploaded on a page."""

import hashlib
from dataclasses import asdict

from baraza.capabilities.media import vault
from baraza.capabilities.media.errors import Refusal
from baraza.capabilities.media.models import Media
from baraza.capabilities.media.photos import MIME, Photo, make_photo
from baraza.capabilities.media.subscribers import tell_ready, tell_refused
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.contract import MediaReference

FETCH_JOB = "media.fetch"


def request_fetch(*, connection_id: int, reference: MediaReference, contact_id: int) -> str:
    """Our id of a photo that is fetched after the caller's commit."""
    media = Media.objects.create(
        organisation_id=current_organisation_id(),
        contact_id=contact_id,
        connection_id=connection_id,
        reference=asdict(reference),
    )
    enqueue(job=FETCH_JOB, organisation_id=media.organisation_id, arguments={"media_id": str(media.pk)})
    return str(media.pk)


def fetch_of_message(*, connection: ConnectionFacts, reference: MediaReference, contact_id: int) -> str:
    """Messaging's seam for pictures in messages."""
    return request_fetch(connection_id=connection.id, reference=reference, contact_id=contact_id)


def store_upload(*, content: bytes, file_name: str) -> str:  # noqa: ARG001 - a name is the sender's claim, never used
    """A photo from a page, at once. Raises MediaUnacceptable, whose text can be shown to the person."""
    photo = make_photo(content)
    media = Media(organisation_id=current_organisation_id())
    _fill(media, photo)
    media.save(force_insert=True)
    return str(media.pk)


def settle_fetched(*, media_id: str, photo: Photo) -> None:
    """The photo of a fetch; a second worker that fetched the same one changes nothing."""
    media = Media.objects.select_for_update(of=("self",)).get(pk=media_id)
    if media.status != Media.Status.FETCHING:
        return
    _fill(media, photo)
    media.save()
    if media.contact_id is not None:
        tell_ready(contact_id=media.contact_id, media_id=str(media.pk))


def settle_refused(*, media_id: str, reason: Refusal) -> None:
    media = Media.objects.select_for_update(of=("self",)).get(pk=media_id)
    if media.status != Media.Status.FETCHING:
        return
    media.status, media.reason, media.settled_at = Media.Status.REFUSED, reason.value, clock.now()
    media.save(update_fields=["status", "reason", "settled_at"])
    if media.contact_id is not None:
        tell_refused(contact_id=media.contact_id, media_id=str(media.pk), reason=reason)


def _fill(media: Media, photo: Photo) -> None:
    """Files first: a row that says "ready" always has them; files whose row is rolled back hurt nobody."""
    name = vault.new_name()
    for size, content in (("full", photo.full), ("thumbnail", photo.thumbnail)):
        vault.store(organisation_id=media.organisation_id, name=name, size=size, content=content)
    media.status, media.storage_name, media.settled_at = Media.Status.READY, name, clock.now()
    media.mime, media.bytes = MIME, len(photo.full)
    media.width, media.height = photo.width, photo.height
    media.sha256 = hashlib.sha256(photo.full).hexdigest()
    if photo.position is not None:
        media.latitude, media.longitude = photo.position.latitude, photo.position.longitude


def detach_photos(*, contact_id: int) -> None:
    """The person goes; photos of reports that stay are nobody's, the others are swept with what nothing refers to."""
    Media.objects.filter(organisation_id=current_organisation_id(), contact_id=contact_id).update(contact=None)
