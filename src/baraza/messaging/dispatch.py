"""Sends what the outbox holds for a contact, message by message; docs/messaging.md tells what is promised and why."""

import logging

from django.db import connection

from baraza.lib.correlation import correlation_id
from baraza.messaging.circuit import circuit_of
from baraza.messaging.claiming import Claim, claim_next
from baraza.messaging.contract import Failure, SendError
from baraza.messaging.settling import settle_error, settle_sent

logger = logging.getLogger(__name__)


class TransactionOpen(RuntimeError):
    """A provider was about to be called inside a transaction: it would be held for as long as the provider likes."""


def dispatch(*, organisation_id: int, contact_id: int) -> None:
    """1. claim, in a short transaction; 2. call the provider, in none; 3. settle, in a second one; until all went."""
    while (claim := claim_next(organisation_id=organisation_id, contact_id=contact_id)) is not None:
        _send(organisation_id, claim)


def _send(organisation_id: int, claim: Claim) -> None:
    if connection.in_atomic_block:
        raise TransactionOpen("Dispatch runs outside transactions.")
    circuit = circuit_of(connection_id=claim.route.connection.id)
    # The log lines of the call carry the id of what caused the message, not of whoever happens to send it.
    token = correlation_id.set(claim.correlation_id)
    try:
        external_id = claim.route.provider.send(outgoing=claim.outgoing, connection=claim.route.connection)
    except SendError as error:
        circuit.record(error)
        settle_error(organisation_id=organisation_id, claim=claim, error=error)
    except Exception as error:
        # A fault of the adapter: nobody knows how far it came, so the message is shown and not repeated.
        logger.exception("The adapter of connection %s failed", claim.route.connection.id)
        unknown = SendError(type(error).__name__, failure=Failure.UNCERTAIN, retryable=False, code="adapter_fault")
        circuit.record(unknown)
        settle_error(organisation_id=organisation_id, claim=claim, error=unknown)
    else:
        circuit.record(None)
        settle_sent(organisation_id=organisation_id, claim=claim, external_id=external_id)
    finally:
        correlation_id.reset(token)
