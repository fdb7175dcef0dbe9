"""What messaging has workers do."""

import logging

from baraza.core.ingress.connections import connection_facts
from baraza.core.jobs.registry import job, periodic
from baraza.core.organisations.queries import list_organisations
from baraza.core.tenancy.rounds import in_each
from baraza.core.tenancy.scope import organisation_scope
from baraza.core.tenancy.searching import organisations_having
from baraza.messaging import checking, dispatch, inbox, outbox, receipts, sweeping
from baraza.messaging.contract import SendError
from baraza.messaging.registry import provider_named

logger = logging.getLogger(__name__)


@job(name=outbox.DISPATCH_JOB)
def dispatch_contact(*, organisation_id: int, contact_id: int) -> None:
    dispatch.dispatch(organisation_id=organisation_id, contact_id=contact_id)


@job(name=inbox.MARK_READ_JOB, attempts=2)
def mark_read(*, organisation_id: int, connection_id: int, external_id: str) -> None:
    """A courtesy: when the provider does not take it, nobody is worse off."""
    with organisation_scope(organisation_id=organisation_id):
        facts = connection_facts(connection_id=connection_id)
    try:
        provider_named(facts.source).mark_read(external_id=external_id, connection=facts)
    except SendError as error:
        logger.info("Not marked as read: %s", error.code or error.failure.value)


@job(name=checking.CHECK_JOB, attempts=2)
def check_connection(*, organisation_id: int, connection_id: int, key: str, webhook_url: str) -> None:
    checking.check_now(organisation_id=organisation_id, connection_id=connection_id, key=key, webhook_url=webhook_url)


@periodic(name="outbox.sweep", every_seconds=5)
def sweep_outbox() -> None:
    """Finds what no job is after any more: a worker died, a job was given up, a lease ran out."""
    everybody = [organisation.id for organisation in list_organisations()]
    in_each(organisation_ids=organisations_having(sweeping.left_lying(), among=everybody), act=sweeping.sweep)


@periodic(name="messaging.forget_early_receipts", every_seconds=3600)
def forget_early_receipts() -> None:
    in_each(organisation_ids=[one.id for one in list_organisations()], act=receipts.forget_old_early)
