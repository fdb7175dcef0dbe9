"""After a new key: every endpoint's secrets are sealed with it, so that the old key can go."""

from baraza.capabilities.webhooks.models import Endpoint
from baraza.core.ingress.secrets import SecretsUnreadable, is_sealed_for, seal, unseal
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import organisation_scope


def reseal_webhooks() -> tuple[int, list[int]]:
    """How many were sealed anew, and the ids of those that none of BARAZA_SECRETS_KEYS opens."""
    done, unreadable = 0, []
    for organisation_id in list_organisation_ids():
        with organisation_scope(organisation_id=organisation_id):
            for row in Endpoint.objects.select_for_update().order_by("pk"):
                try:
                    done += _reseal(row)
                except SecretsUnreadable:
                    unreadable.append(row.pk)
    return done, unreadable


def _reseal(row: Endpoint) -> bool:
    if is_sealed_for(organisation_id=row.organisation_id, sealed=bytes(row.secrets_sealed)):
        return False
    kept = unseal(row.secrets_sealed, organisation_id=row.organisation_id)
    row.secrets_sealed = seal(kept, organisation_id=row.organisation_id)
    row.save(update_fields=["secrets_sealed"])
    return True
