"""Housekeeping that belongs to no package."""

import logging

from django.contrib.sessions.backends.db import SessionStore

from baraza.core.audit.verifying import verify_and_keep
from baraza.core.jobs.queue import enqueue
from baraza.core.jobs.registry import job, periodic
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations import access_reviews
from baraza.operations.retention import apply_retention

logger = logging.getLogger(__name__)
RETENTION = "operations.retention"
VERIFY_AUDIT = "operations.verify_audit"
ACCESS_REVIEW = "operations.remind_of_review"


@periodic(name="operations.forget_browsers", every_seconds=3600)
def forget_browsers() -> None:
    """Sessions that have ended hold half-written reports with names and numbers; Django leaves them lying."""
    SessionStore.clear_expired()


@periodic(name="operations.apply_retention", every_seconds=24 * 3600)
def apply_all_retention() -> None:
    """Each organisation by itself: one that fails keeps no other from it."""
    for organisation_id in list_organisation_ids():
        enqueue(job=RETENTION, organisation_id=organisation_id, arguments={}, key=str(organisation_id))


@job(name=RETENTION, attempts=3)
def apply_retention_of(*, organisation_id: int) -> None:
    apply_retention(organisation_id=organisation_id)


@periodic(name="operations.verify_audits", every_seconds=24 * 3600)
def verify_audits() -> None:
    """Once a day, so that the page of the trail can say how far it is known to be whole."""
    for organisation_id in list_organisation_ids():
        enqueue(job=VERIFY_AUDIT, organisation_id=organisation_id, arguments={}, key=str(organisation_id))


@job(name=VERIFY_AUDIT, attempts=3)
def verify_audit(*, organisation_id: int) -> None:
    with organisation_scope(organisation_id=organisation_id):
        verdict = verify_and_keep()
    if verdict.problem is not None:
        logger.error(
            "The audit trail of organisation %d is broken after entry %d of its chain: %s (entry %s)",
            organisation_id, verdict.sequence, verdict.problem, verdict.entry_id,
        )  # fmt: skip


@periodic(name="operations.remind_of_reviews", every_seconds=24 * 3600)
def remind_of_reviews() -> None:
    for organisation_id in list_organisation_ids():
        enqueue(job=ACCESS_REVIEW, organisation_id=organisation_id, arguments={}, key=str(organisation_id))


@job(name=ACCESS_REVIEW, attempts=3)
def remind_of_review(*, organisation_id: int) -> None:
    access_reviews.remind(organisation_id=organisation_id)
