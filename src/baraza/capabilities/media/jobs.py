"""Fetches photos from providers."""

from dataclasses import dataclass
from datetime import timedelta

from baraza.capabilities.media import actions
from baraza.capabilities.media.errors import MediaUnacceptable, Refusal
from baraza.capabilities.media.models import Media
from baraza.capabilities.media.photos import make_photo
from baraza.core.ingress.connections import connection_facts
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.jobs.registry import RetryLater, job
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.contract import FetchedMedia, MediaReference, MediaRefused, SendError
from baraza.messaging.registry import provider_named

# Enough for a few reports; each is fetched, stored and looked at by somebody.
PHOTOS_PER_HOUR = 30
# About half an hour in all; by then the person has gone on without the photo.
_ATTEMPTS_AT_MOST = 6


@dataclass(frozen=True, kw_only=True)
class _Task:
    connection: ConnectionFacts
    reference: MediaReference
    attempt: int
    is_one_too_many: bool


@job(name=actions.FETCH_JOB)
def fetch(*, organisation_id: int, media_id: str) -> None:
    """1. what to fetch, in a short transaction; 2. the provider and the picture, in none; 3. the result, in another."""
    with organisation_scope(organisation_id=organisation_id):
        task = _task(media_id)
    if task is None:
        return
    try:
        photo = make_photo(_fetched(task).content)
    except MediaUnacceptable as error:
        with organisation_scope(organisation_id=organisation_id):
            actions.settle_refused(media_id=media_id, reason=error.reason)
        return
    with organisation_scope(organisation_id=organisation_id):
        actions.settle_fetched(media_id=media_id, photo=photo)


def _task(media_id: str) -> _Task | None:
    """None when the photo is settled: the job ran before, or a second one did."""
    media = Media.objects.select_for_update(of=("self",)).filter(pk=media_id, status=Media.Status.FETCHING).first()
    if media is None or media.connection_id is None or media.reference is None:
        return None
    media.attempts += 1
    media.save(update_fields=["attempts"])
    return _Task(
        connection=connection_facts(connection_id=media.connection_id),
        reference=MediaReference(**media.reference),
        attempt=media.attempts,
        is_one_too_many=_is_one_too_many(media),
    )


def _is_one_too_many(media: Media) -> bool:
    """More in the hour before than one person sends who reports something."""
    if media.contact_id is None:
        return False
    before = Media.objects.filter(
        contact_id=media.contact_id,
        created_at__lt=media.created_at,
        created_at__gte=media.created_at - timedelta(hours=1),
    )
    return before.count() >= PHOTOS_PER_HOUR


def _fetched(task: _Task) -> FetchedMedia:
    if task.is_one_too_many:
        raise MediaUnacceptable(Refusal.TOO_MANY)
    provider = provider_named(task.connection.source)
    try:
        return provider.fetch_media(media=task.reference, connection=task.connection)
    except MediaRefused as error:
        raise MediaUnacceptable(Refusal.GONE) from error
    except SendError as error:
        if task.attempt >= _ATTEMPTS_AT_MOST or not error.retryable:
            raise MediaUnacceptable(Refusal.UNAVAILABLE) from error
        raise RetryLater(max(error.retry_after or 0.0, 5.0 * 3**task.attempt)) from error
