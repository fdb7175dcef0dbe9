"""After a new key: every file that is still kept is sealed with it, so that the old key can go."""

import uuid

from baraza.capabilities.exports import vault
from baraza.capabilities.exports.models import Export
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import organisation_scope


def reseal_exports() -> tuple[int, list[str]]:
    """How many were sealed anew, and the ids of those that are gone or that none of BARAZA_SECRETS_KEYS opens."""
    done, unreadable = 0, []
    for organisation_id in list_organisation_ids():
        for export_id in _ready(organisation_id):
            try:
                done += vault.reseal(organisation_id=organisation_id, export_id=export_id)
            except vault.FileUnreadable:
                unreadable.append(str(export_id))
    return done, unreadable


def _ready(organisation_id: int) -> list[uuid.UUID]:
    with organisation_scope(organisation_id=organisation_id):
        rows = Export.objects.filter(organisation_id=organisation_id, state=Export.State.DONE)
        return list(rows.order_by("pk").values_list("pk", flat=True))
