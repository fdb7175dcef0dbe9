"""Every lock that messaging takes, by name. Order: contacts, then outbox entries, then external ids, each by id.

Contacts are locked without keys, so that others may still insert rows that refer to them.
"""

from django.db import connection
from django.db.models import Q

from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.models import Contact, OutboxEntry

PENDING = ("queued", "sending")
# What went without an answer and is tried again when no receipt comes until its lease ends.
AWAITS_RECEIPT = Q(status="uncertain", lease_until__isnull=False)


def lock_contact(*, contact_id: int) -> Contact:
    """The contact, held until the transaction ends; a contact that was merged leads to the one that it became."""
    contact = Contact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact_id)
    while contact.merged_into_id is not None:
        contact = Contact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact.merged_into_id)
    return contact


def lock_contacts(*, contact_ids: set[int]) -> dict[int, Contact]:
    """Several contacts at once, in the order of their ids so that two of us never wait for each other."""
    rows = Contact.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=contact_ids).order_by("pk")
    return {row.pk: row for row in rows}


def lock_pending(*, contact_id: int) -> list[OutboxEntry]:
    """What is still to be sent to a contact, oldest first.

    It waits instead of skipping locked rows: whoever skipped the first entry would send the second one before it.
    Transactions that hold these rows never call a provider, so the wait is short.
    """
    return list(
        OutboxEntry.objects.select_for_update(of=("self",), no_key=True)
        .filter(organisation_id=current_organisation_id(), contact_id=contact_id)
        .filter(Q(status__in=PENDING) | AWAITS_RECEIPT)
        .order_by("id")
    )


def lock_entry(*, entry_id: int) -> OutboxEntry:
    return OutboxEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry_id)


def lock_external_id(*, connection_id: int, external_id: str) -> None:
    """A provider's message id, until the transaction ends.

    Whoever learns the id of a message and whoever brings a receipt for it take turns: the second one sees what the
    first one wrote, so a receipt that overtakes our own record is never lost between the two.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{connection_id}:{external_id}"])
