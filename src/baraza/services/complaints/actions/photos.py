"""What becomes of photos that a case shows."""

from collections.abc import Collection

from baraza.capabilities.media.errors import Refusal
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import Entry


def strike_refused(*, contact_id: int, media_id: str, reason: Refusal) -> None:  # noqa: ARG001 - the subscriber's form
    """The photo that could not be taken after the case was sent: its line says so instead of showing nothing."""
    Entry.objects.filter(organisation_id=current_organisation_id(), kind=Entry.Kind.PHOTO, media_id=media_id).update(
        kind=Entry.Kind.CHANGE, media_id="", changes={"photo_refused": reason.value}
    )


def photos_in_use(media_ids: Collection[str]) -> Collection[str]:
    shown = Entry.objects.filter(organisation_id=current_organisation_id(), media_id__in=media_ids)
    return set(shown.values_list("media_id", flat=True))
