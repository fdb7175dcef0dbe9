"""Devices of a person who showed who they are: this browser switched on, asked for, each of them stopped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.devices import DeviceRefused, offered_key
from baraza.messaging.own_devices import own_device_id, own_devices, stop_device, take_along
from baraza.web.portal.device import answer, given, sparingly, subscription
from baraza.web.portal.my_data_proof import person_of
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import go_to

# By the end of the name of the push service, which is all that we know of a browser.
_BROWSERS: Final = (
    ("googleapis.com", _("Chrome, or a browser like it")),
    ("mozilla.com", "Firefox"),
    ("apple.com", "Safari"),
    ("windows.com", "Edge"),
)


@dataclass(frozen=True, kw_only=True)
class ShownDevice:
    id: int
    browser: str
    since: datetime


def browser_of(service: str) -> str:
    return next((str(name) for end, name in _BROWSERS if service.endswith(end)), gettext("A browser"))


def shown_devices(*, contact_id: int) -> list[ShownDevice]:
    return [
        ShownDevice(id=one.id, browser=browser_of(one.service), since=one.since)
        for one in own_devices(contact_id=contact_id)
    ]


@require_POST
@in_any_organisation
@sparingly
def switch_on(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    contact_id = person_of(request=request, organisation=organisation)
    if contact_id is None or not offered_key():
        return answer({"error": gettext("Notifications are not on offer here.")}, status=404)
    try:
        take_along(
            actor=resident(contact_id=contact_id),
            contact_id=contact_id,
            subscription=subscription(request),
            language=get_language() or organisation.default_language,
        )
    except DeviceRefused:
        return answer({"error": gettext("This browser gave us nothing that we can write to.")}, status=422)
    messages.success(request, gettext("This device is told now when there is news about your reports."))
    return answer({"on": True}, status=201)


@require_POST
@in_any_organisation
@sparingly
def state(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    contact_id = person_of(request=request, organisation=organisation)
    found = None
    if contact_id is not None:
        found = own_device_id(contact_id=contact_id, endpoint=given(request, "endpoint"))
    return answer({"on": found is not None, "id": found})


@require_POST
@in_any_organisation
def stop(request: HttpRequest, organisation: OrganisationProfile, device_id: int) -> HttpResponseBase:
    contact_id = person_of(request=request, organisation=organisation)
    if contact_id is None:
        return go_to(name="my-data-phone", organisation=organisation)
    stop_device(actor=resident(contact_id=contact_id), contact_id=contact_id, device_id=device_id)
    messages.success(request, gettext("That device is told nothing more."))
    return go_to(name="telling", organisation=organisation)
