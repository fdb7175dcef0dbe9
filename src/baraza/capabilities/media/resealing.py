"""After a new key: every photo is sealed with it, so that the old key can go."""

from baraza.capabilities.media import vault
from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.models import Media
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import organisation_scope


def reseal_photos() -> tuple[int, list[str]]:
    """How many were sealed anew, and the ids of those that are gone or that none of BARAZA_SECRETS_KEYS opens."""
    done, unreadable = 0, []
    for organisation_id in list_organisation_ids():
        for media_id, name in _stored(organisation_id):
            try:
                done += _reseal(organisation_id, name)
            except MediaUnknown:
                unreadable.append(media_id)
    return done, unreadable


def _reseal(organisation_id: int, name: str) -> bool:
    anew = [vault.reseal(organisation_id=organisation_id, name=name, size=size) for size in vault.SIZES]
    return any(anew)


def _stored(organisation_id: int) -> list[tuple[str, str]]:
    with organisation_scope(organisation_id=organisation_id):
        rows = Media.objects.filter(status=Media.Status.READY).order_by("created_at", "pk")
        return [(str(key), name) for key, name in rows.values_list("pk", "storage_name")]
