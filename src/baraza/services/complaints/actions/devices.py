"""News of a report on a browser: switched on by whoever looks at it there, reporter or stranger, and off again."""

from typing import Final

from django.db import transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import resident
from baraza.messaging.actions import contact_without_address
from baraza.messaging.consent import NOTIFICATIONS, record_consent
from baraza.messaging.contacts import has_addresses
from baraza.messaging.devices import Subscription, forget_device, keep_device, owner_of
from baraza.services.complaints.actions.followers import pass_followers_on
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.models import Complaint, Follower
from baraza.services.complaints.policies import require

# Names the wording beside the button; a new wording gets a new name.
WORDING: Final = "push-2026-11"
_PROOF: Final = "the button on the page, and the browser's own question"


@transaction.atomic
def tell_on_device(*, reference: str, subscription: Subscription, language: str, own: bool) -> int:
    """The browser is told what becomes of the report; returns the contact that it belongs to.

    A browser is a contact of its own: whoever only wrote a number into a form must not be sent what the number's owner
    is told. It becomes the reporter of a report that has none, is told beside its reporter (`own`), or follows.
    One that a person took along stays theirs, and who reported without a name is not named by it.
    Raises ComplaintUnknown, DeviceRefused.
    """
    complaint = lock_complaint(reference=reference)
    contact_id = owner_of(endpoint=subscription.endpoint) or contact_without_address(language=language)
    actor = resident(contact_id=contact_id)
    require(actor=actor, act="follow")
    keep_device(contact_id=contact_id, subscription=subscription, language=language)
    if own and complaint.contact_id is None and not has_addresses(contact_id=contact_id):
        complaint.contact_id = contact_id
        complaint.save(update_fields=["contact", "changed_at"])
    elif complaint.contact_id != contact_id:
        _listen(complaint, contact_id, own=own)
    record_consent(
        contact_id=contact_id,
        purpose=NOTIFICATIONS,
        given=True,
        channel="webpush",
        text_version=WORDING,
        language=language,
        proof=_PROOF,
    )
    record(actor=actor, action="complaint.device_on", subject_kind="complaint", subject_id=complaint.reference)
    return contact_id


@transaction.atomic
def stop_on_device(*, reference: str, endpoint: str) -> bool:
    """Whether the browser is told of other reports still; else it is forgotten. Raises ComplaintUnknown.

    One that a person took along is told of all that is theirs until they stop it themselves: then nothing is done here.
    """
    complaint = lock_complaint(reference=reference)
    contact_id = owner_of(endpoint=endpoint)
    if contact_id is None:
        return False
    if has_addresses(contact_id=contact_id):
        return True
    actor = resident(contact_id=contact_id)
    gone, _ = Follower.objects.filter(complaint=complaint, contact_id=contact_id).delete()
    if gone:
        pass_followers_on(duplicate=complaint)
    record(actor=actor, action="complaint.device_off", subject_kind="complaint", subject_id=complaint.reference)
    others = Follower.objects.filter(contact_id=contact_id).exists()
    # Of a report that is the browser's own it can only be told no more by being forgotten.
    if complaint.contact_id != contact_id and (others or Complaint.objects.filter(contact_id=contact_id).exists()):
        return True
    forget_device(endpoint=endpoint)
    return False


def _listen(complaint: Complaint, contact_id: int, *, own: bool) -> None:
    """Who follows already stays a follower."""
    Follower.objects.get_or_create(
        complaint=complaint,
        contact_id=contact_id,
        defaults={"organisation_id": complaint.organisation_id, "told_only": own},
    )
    pass_followers_on(duplicate=complaint)
