"""After a new key: every recording is sealed with it, so that the old key can go."""

from baraza.capabilities.media.recordings import FileUnreadable, reseal_recording
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.models import Recording


def reseal_recordings() -> tuple[int, list[str]]:
    """How many were sealed anew, and the ids of those that are gone or that none of BARAZA_SECRETS_KEYS opens."""
    done, unreadable = 0, []
    for organisation_id in list_organisation_ids():
        with organisation_scope(organisation_id=organisation_id):
            rows = Recording.objects.filter(status=Recording.Status.READY, file_id__isnull=False)
            kept = list(rows.order_by("pk").values_list("pk", "file_id"))
        for recording_id, file_id in kept:
            try:
                done += file_id is not None and reseal_recording(organisation_id=organisation_id, file_id=file_id)
            except FileUnreadable:
                unreadable.append(str(recording_id))
    return done, unreadable
