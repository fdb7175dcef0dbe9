"""Browsers that show notifications: switched on by a person, renewed by the browser, forgotten when they are gone."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from baraza.core.ingress.connections import list_connections
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib.public_addresses import NotPublic, refuse_unless_public_https
from baraza.lib.push_keys import KeyUnusable, browser_auth, browser_key, public_key
from baraza.messaging.contract import BrowserDevice
from baraza.messaging.models import Device
from baraza.messaging.registry import ProviderUnknown, provider_named

# RFC 8030 sets no limit; the longest that browsers give have about 500 characters.
_LONGEST = 2000
# Somebody who clears their browser's data again and again leaves addresses behind that nobody reports as gone.
_MOST = 10


class DeviceRefused(ValueError):
    """What came is no subscription of a browser, or leads into our own network."""


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """As a browser gives it; `our_key` is the public key that the page gave to the browser."""

    endpoint: str = field(repr=False)
    key: str = field(repr=False)
    auth: str = field(repr=False)
    our_key: str


def devices_of(*, contact_id: int) -> tuple[BrowserDevice, ...]:
    """The newest first."""
    return tuple(_known(row) for row in Device.objects.filter(contact_id=contact_id).order_by("-id"))


def offered_key() -> str:
    """The public key that browsers of this organisation are given; empty when notifications are not on offer."""
    if not settings.VAPID_KEYS:
        return ""
    ready = any(summary.active and _reaches_devices(summary.source) for summary in list_connections())
    return public_key(settings.VAPID_KEYS[0]) if ready else ""


def owner_of(*, endpoint: str) -> int | None:
    """The contact that this browser belongs to; who has the endpoint is the browser itself."""
    return _rows(endpoint).values_list("contact_id", flat=True).first()


def keep_device(*, contact_id: int, subscription: Subscription, language: str) -> None:
    """For this contact, whoever had it before. Raises DeviceRefused."""
    _check(subscription)
    facts = {
        "contact_id": contact_id,
        "key": subscription.key,
        "auth": subscription.auth,
        "our_key": subscription.our_key,
        "language": language,
    }
    if not _rows(subscription.endpoint).update(**facts):
        _insert(subscription, facts)
    extra = Device.objects.filter(contact_id=contact_id).order_by("-id").values_list("pk", flat=True)[_MOST:]
    Device.objects.filter(pk__in=list(extra)).delete()


def renew_device(*, before: str, subscription: Subscription) -> bool:
    """The browser was given another endpoint; whoever has the old one speaks for it. Raises DeviceRefused."""
    row = _rows(before).select_for_update().first()
    if row is None:
        return False
    contact_id, language = row.contact_id, row.language
    if before != subscription.endpoint:
        _check(subscription)
        row.delete()
    keep_device(contact_id=contact_id, subscription=subscription, language=language)
    return True


def forget_device(*, endpoint: str) -> None:
    _rows(endpoint).delete()


def forget_gone(*, organisation_id: int, device_ids: Collection[int]) -> None:
    """The push service said that these are no more; in a transaction of its own, as a provider asks for it."""
    if device_ids:
        with organisation_scope(organisation_id=organisation_id):
            Device.objects.filter(pk__in=device_ids).delete()


def service_of(*, endpoint: str) -> str:
    """The push service's name: all of the endpoint that may be shown."""
    return urlsplit(endpoint).hostname or ""


def _reaches_devices(source: str) -> bool:
    try:
        return provider_named(source).limits.reaches_devices
    except ProviderUnknown:
        return False


def _check(subscription: Subscription) -> None:
    if len(subscription.endpoint) > _LONGEST:
        raise DeviceRefused("The endpoint is too long.")
    try:
        if service_of(endpoint=subscription.endpoint) not in settings.WEBPUSH_INSIDE_HOSTS:
            refuse_unless_public_https(subscription.endpoint)
        browser_key(subscription.key)
        browser_auth(subscription.auth)
    except (NotPublic, KeyUnusable, ValueError) as error:
        raise DeviceRefused(str(error)) from error


def _insert(subscription: Subscription, facts: dict[str, object]) -> None:
    """Or whoever inserted the same a moment ago is overwritten: it is the same browser."""
    try:
        with transaction.atomic():
            Device.objects.create(
                organisation_id=current_organisation_id(),
                endpoint=subscription.endpoint,
                endpoint_digest=_digest(subscription.endpoint),
                **facts,
            )
    except IntegrityError:
        if not _rows(subscription.endpoint).update(**facts):
            raise


def _rows(endpoint: str) -> QuerySet[Device]:
    return Device.objects.filter(organisation_id=current_organisation_id(), endpoint_digest=_digest(endpoint))


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _known(row: Device) -> BrowserDevice:
    return BrowserDevice(
        id=row.pk, endpoint=row.endpoint, key=row.key, auth=row.auth, our_key=row.our_key, language=row.language
    )
