"""Browsers of a person who showed who they are: news of all that concerns them goes there too, or only there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.messaging.consent import NOTIFICATIONS, record_consent
from baraza.messaging.contacts import has_addresses
from baraza.messaging.devices import Subscription, keep_device, owner_of, service_of
from baraza.messaging.locks import lock_contact
from baraza.messaging.models import Device
from baraza.messaging.preferences import DEVICES, NOBODY, preferences_of

# Names the wording beside the button; a new wording gets a new name.
WORDING: Final = "push-all-2026-11"
_PROOF: Final = "the button on the page, and the browser's own question"


class OnTaken(Protocol):
    def __call__(self, *, person_id: int, nameless_id: int) -> None:
        """A browser that was told without a name is a person's now: what it was told of, it goes on being told of."""


_on_taken: list[OnTaken] = []


def on_taken(handler: OnTaken) -> None:
    """In the transaction in which the browser becomes somebody's."""
    _on_taken.append(handler)


@dataclass(frozen=True, kw_only=True)
class OwnDevice:
    """`service` is the name of its push service: all that is known of which browser it is."""

    id: int
    service: str
    since: datetime


def own_devices(*, contact_id: int) -> tuple[OwnDevice, ...]:
    """The newest first."""
    rows = Device.objects.filter(contact_id=contact_id).order_by("-id")
    return tuple(OwnDevice(id=row.pk, service=service_of(endpoint=row.endpoint), since=row.created_at) for row in rows)


def own_device_id(*, contact_id: int, endpoint: str) -> int | None:
    """Which of the person's devices this browser is."""
    rows = Device.objects.filter(contact_id=contact_id, endpoint=endpoint)
    return rows.values_list("pk", flat=True).first()


def take_along(*, actor: Actor, contact_id: int, subscription: Subscription, language: str) -> None:
    """This browser is the person's from now on. Who wanted no news until now gets it here and nowhere else.

    The nameless contact that the browser was before keeps its reports: what somebody reported without a name stays so.
    Raises NotAllowed, DeviceRefused.
    """
    _only_the_person(actor, contact_id)
    row = lock_contact(contact_id=contact_id)
    refused = preferences_of(contact_id=contact_id).told_by == NOBODY
    before = owner_of(endpoint=subscription.endpoint)
    keep_device(contact_id=contact_id, subscription=subscription, language=language)
    if before is not None and before != contact_id and not has_addresses(contact_id=before):
        for handler in _on_taken:
            handler(person_id=contact_id, nameless_id=before)
    if refused:
        row.told_by = DEVICES
        row.save(update_fields=["told_by"])
    record_consent(
        contact_id=contact_id,
        purpose=NOTIFICATIONS,
        given=True,
        channel="webpush",
        text_version=WORDING,
        language=language,
        proof=_PROOF,
    )
    record(actor=actor, action="contact.device_on", subject_kind="contact", subject_id=str(contact_id))


def stop_device(*, actor: Actor, contact_id: int, device_id: int) -> None:
    """Again changes nothing. With the last one goes the choice to be told on devices alone. Raises NotAllowed."""
    _only_the_person(actor, contact_id)
    row = lock_contact(contact_id=contact_id)
    mine = Device.objects.filter(contact_id=contact_id)
    if not mine.filter(pk=device_id).delete()[0]:
        return
    if row.told_by == DEVICES and not mine.exists():
        row.told_by = ""
        row.save(update_fields=["told_by"])
    record(actor=actor, action="contact.device_off", subject_kind="contact", subject_id=str(contact_id))


def _only_the_person(actor: Actor, contact_id: int) -> None:
    if actor.kind != "contact" or actor.id != contact_id:
        raise NotAllowed("Only the person can choose the devices on which they are told.")
