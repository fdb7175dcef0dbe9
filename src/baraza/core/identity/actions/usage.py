"""Counts the requests of a key, for all processes together."""

import math
from datetime import timedelta
from typing import Final

from baraza.core.identity.models import ApiKeyUse
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

REQUESTS_A_MINUTE: Final = 100
_MINUTE: Final = timedelta(minutes=1)


def count_request(*, organisation_id: int, key_id: int) -> int:
    """Zero when the request may go on; else the seconds after which one may. What is refused is not counted.

    The times of the last minute are kept, not a number: no minute, wherever it begins, lets more through.
    """
    moment = now()
    with organisation_scope(organisation_id=organisation_id):
        use, _ = ApiKeyUse.objects.select_for_update().get_or_create(
            key_id=key_id, defaults={"organisation_id": organisation_id, "last_used_at": moment}
        )
        recent = [at for at in use.recent if at > moment - _MINUTE]
        if len(recent) >= REQUESTS_A_MINUTE:
            return math.ceil((min(recent) + _MINUTE - moment).total_seconds()) or 1
        use.recent, use.last_used_at = [*recent, moment], moment
        use.save(update_fields=["recent", "last_used_at"])
    return 0
