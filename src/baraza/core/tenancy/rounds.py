"""What is done for one organisation after the other: where one fails the others are still looked after."""

import logging
from collections.abc import Callable, Iterable

from django.db import connection

from baraza.core.tenancy.scope import organisation_scope

logger = logging.getLogger(__name__)


class RoundIncomplete(RuntimeError):
    """At least one organisation was left out; the log says which, and why."""


def in_each(*, organisation_ids: Iterable[int], act: Callable[[], object]) -> None:
    """Each in a scope of its own. Raises RoundIncomplete at the end, so that a job that goes round is seen to fail."""
    failed = list[int]()
    for organisation_id in organisation_ids:
        try:
            with organisation_scope(organisation_id=organisation_id):
                act()
        except Exception:
            if not connection.is_usable():
                # Without a database the others would fare no better.
                raise
            logger.exception("Organisation %d was left out", organisation_id)
            failed.append(organisation_id)
    if failed:
        raise RoundIncomplete(f"{len(failed)} organisations were left out: {failed[:20]}")
