"""What providers say became of our messages."""

from datetime import timedelta

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.contract import DeliveryStatus, Failure, Receipt
from baraza.messaging.emails import Stop, stop_email
from baraza.messaging.fallback import fall_back, finish
from baraza.messaging.locks import lock_entry, lock_external_id
from baraza.messaging.metrics import RECEIPTS
from baraza.messaging.models import EarlyReceipt, OutboxEntry
from baraza.messaging.reaching import note_unreachable
from baraza.messaging.statuses import advanced

# A receipt that found no message by then is of one that somebody else sent over the same account.
EARLY_KEPT_FOR = timedelta(days=1)
_FALLS_BACK = frozenset({Failure.UNREACHABLE, Failure.WINDOW_CLOSED, Failure.TEMPORARY, Failure.THROTTLED})


def apply_receipt(*, receipt: Receipt, connection_id: int) -> None:
    """Never backwards, in whatever order receipts come, and also when one overtakes our own record of the sending.

    1. The message is found by the provider's id, or by our own key where the provider gives it back.
    2. A receipt that finds none is kept; whoever settles the sending takes it from there.
    """
    if receipt.stop and receipt.recipient.email:
        stop_email(email=receipt.recipient.email, why=Stop(receipt.stop))
    entry_id = _entry_of(receipt, connection_id)
    if entry_id is None:
        lock_external_id(connection_id=connection_id, external_id=receipt.external_id)
        entry_id = _entry_of(receipt, connection_id)
    RECEIPTS.labels(receipt.status.value, "no" if entry_id is None else "yes").inc()
    if entry_id is None:
        _keep(receipt, connection_id)
        return
    entry = lock_entry(entry_id=entry_id)
    entry.external_id = entry.external_id or receipt.external_id
    error = receipt.error
    _advance(
        entry,
        receipt.status,
        code=error.code or error.failure.value if error else "",
        detail=error.detail if error else "",
        failure=error.failure if error else None,
    )


def apply_early(entry: OutboxEntry) -> None:
    """What was said of a message before we had stored its id. The entry is locked and has its id by now."""
    if not entry.external_id:
        return
    lock_external_id(connection_id=entry.connection_id, external_id=entry.external_id)
    early = EarlyReceipt.objects.filter(connection_id=entry.connection_id, external_id=entry.external_id)
    rows = list(early.order_by("id"))
    for row in rows:
        failure = Failure(row.failure) if row.failure else None
        _advance(entry, DeliveryStatus(row.status), code=row.error_code, detail=row.error_detail, failure=failure)
    if rows:
        early.delete()


def forget_old_early() -> int:
    deleted, _ = EarlyReceipt.objects.filter(received_at__lt=clock.now() - EARLY_KEPT_FOR).delete()
    return deleted


def _entry_of(receipt: Receipt, connection_id: int) -> int | None:
    entries = OutboxEntry.objects.filter(connection_id=connection_id).values_list("pk", flat=True)
    found = entries.filter(external_id=receipt.external_id).order_by("-id").first()
    if found is None and receipt.key:
        found = entries.filter(organisation_id=current_organisation_id(), key=receipt.key).first()
    return found


def _keep(receipt: Receipt, connection_id: int) -> None:
    error = receipt.error
    EarlyReceipt.objects.bulk_create(
        [
            EarlyReceipt(
                organisation_id=current_organisation_id(),
                connection_id=connection_id,
                external_id=receipt.external_id,
                status=receipt.status.value,
                error_code=(error.code or error.failure.value)[:40] if error else "",
                error_detail=error.detail[:500] if error else "",
                failure=error.failure.value if error else "",
            )
        ],
        ignore_conflicts=True,
    )


def _advance(entry: OutboxEntry, word: DeliveryStatus, *, code: str, detail: str, failure: Failure | None) -> None:
    before = DeliveryStatus(entry.status)
    after = advanced(before, word)
    if after is before:
        return
    if after is DeliveryStatus.FAILED and failure in _FALLS_BACK:
        if failure is Failure.UNREACHABLE and not entry.to:
            note_unreachable(contact_id=entry.contact_id, connection_id=entry.connection_id)
        fall_back(entry, code=code, detail=detail)
        return
    finish(entry, status=after, code=code, detail=detail)
