"""What is older than an organisation keeps it is forgotten, once a day, in pieces; counts are kept in the audit trail."""

import logging
from datetime import timedelta
from typing import Final

from baraza.capabilities.media.forgetting import forget_unused
from baraza.conversation import sessions
from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM
from baraza.core.settings.forgetting import Forgetter, forgetters
from baraza.core.settings.retention import retention_days
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.lib.sweeping import Swept, sweep_all
from baraza.messaging.forgetting import forget_messages

logger = logging.getLogger(__name__)

_AT_ONCE: Final = 500
# A conversation that nobody went on with, and photos of reports that were never sent: not an organisation's choice.
UNFINISHED_KEPT_FOR: Final = timedelta(days=30)
PHOTOS_WAIT: Final = UNFINISHED_KEPT_FOR + timedelta(days=1)


def apply_retention(*, organisation_id: int) -> dict[str, int]:
    """How many of each kind were forgotten. Each piece is a transaction: killed at any point, it may run again."""
    counts = {one.name: _all_of(organisation_id, one) for one in forgetters()}
    counts["messages"] = _messages(organisation_id)
    counts["conversations"] = _conversations(organisation_id)
    # Last: what was forgotten before may have been what showed a photo.
    counts["photos"] = _photos(organisation_id)
    _tell(organisation_id, {name: count for name, count in counts.items() if count})
    return counts


def _all_of(organisation_id: int, one: Forgetter) -> int:
    total, count = 0, _AT_ONCE
    while count == _AT_ONCE:
        with organisation_scope(organisation_id=organisation_id):
            before = clock.now() - timedelta(days=retention_days(data_class=one.data_class))
            count = one.forget(before=before, at_most=_AT_ONCE)
        total += count
    return total


def _messages(organisation_id: int) -> int:
    def piece(after: int | None) -> Swept[int]:
        with organisation_scope(organisation_id=organisation_id):
            before = clock.now() - timedelta(days=retention_days(data_class="messages"))
            return forget_messages(before=before, after=after, at_most=_AT_ONCE)

    return sweep_all(piece)


def _conversations(organisation_id: int) -> int:
    with organisation_scope(organisation_id=organisation_id):
        return sessions.forget(before=clock.now() - UNFINISHED_KEPT_FOR)


def _photos(organisation_id: int) -> int:
    def piece(after: str | None) -> Swept[str]:
        with organisation_scope(organisation_id=organisation_id):
            return forget_unused(before=clock.now() - PHOTOS_WAIT, after=after, at_most=_AT_ONCE)

    return sweep_all(piece)


def _tell(organisation_id: int, counts: dict[str, int]) -> None:
    if not counts:
        return
    logger.info("Retention of organisation %d forgot %s", organisation_id, counts)
    with organisation_scope(organisation_id=organisation_id):
        record(
            actor=SYSTEM,
            action="retention.applied",
            subject_kind="organisation",
            subject_id=str(organisation_id),
            changes=counts,
        )
