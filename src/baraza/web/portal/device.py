"""News of a report on this device: the browser's own subscription, switched on, looked at, renewed and forgotten.

Asked by `frontend/src/modules/device.js` and by the service worker; answers are JSON and kept by nobody.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from baraza.core.identity.addresses import address_of
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.contacts import has_addresses
from baraza.messaging.devices import (
    DeviceRefused,
    Subscription,
    forget_device,
    offered_key,
    owner_of,
    renew_device,
)
from baraza.services.complaints.actions.devices import stop_on_device, tell_on_device
from baraza.services.complaints.queries.one import ComplaintUnknown
from baraza.services.complaints.queries.own import is_told
from baraza.web.portal.limits import for_who_does_not_guess, note_wrong_reference
from baraza.web.portal.ownership import claim, holder
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.views_track import read_or_given
from baraza.web.ui.tries import Tries

# A person switches it on and off some times; nobody has sixty browsers.
_asked = Tries(per_minute=30, at_once=60)
_PRIVATE = {"Cache-Control": "private, no-store"}
_View = Callable[[HttpRequest, OrganisationProfile, str], HttpResponseBase]


def forget_askers() -> None:
    """For tests, which share a process and an address."""
    _asked.forget()


def sparingly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        address = address_of(request)
        if _asked.are_used_up(address):
            return JsonResponse({}, status=429, headers={**_PRIVATE, "Retry-After": "60"})
        _asked.note_failure(address)
        return view(request, *args, **kwargs)

    return limited


def _of_report(view: _View) -> Callable[..., HttpResponseBase]:
    @require_POST
    @in_organisation
    @for_who_does_not_guess
    @sparingly
    @wraps(view)
    def known(request: HttpRequest, organisation: OrganisationProfile, *, reference: str) -> HttpResponseBase:
        try:
            return view(request, organisation, read_or_given(reference))
        except ComplaintUnknown:
            note_wrong_reference(request)
            return answer({"error": gettext("We do not know this reference.")}, status=404)

    return known


@_of_report
def switch_on(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    """By whoever looks at the report: who sent it is told beside their telephone, anybody else follows it."""
    if not offered_key():
        return answer({"error": gettext("Notifications are not on offer here.")}, status=404)
    held = holder(request=request, organisation=organisation, reference=reference)
    own = held is not None and held.own
    try:
        contact_id = tell_on_device(
            reference=reference,
            subscription=subscription(request),
            language=get_language() or organisation.default_language,
            own=own,
        )
    except DeviceRefused:
        return answer({"error": gettext("This browser gave us nothing that we can write to.")}, status=422)
    # Who uses the browser of somebody else does not act for them.
    if (held is None or held.actor.id is None) and not has_addresses(contact_id=contact_id):
        claim(request=request, organisation=organisation, references=[reference], contact_id=contact_id, own=own)
    return answer({"on": True, "all": has_addresses(contact_id=contact_id)}, status=201)


@_of_report
def state(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:  # noqa: ARG001
    """Whether this browser is told of this report, as the desk knows it; `all`: as one that a person took along."""
    contact_id = owner_of(endpoint=given(request, "endpoint"))
    on = contact_id is not None and is_told(contact_id=contact_id, reference=reference)
    return answer({"on": on, "all": on and has_addresses(contact_id=contact_id or 0)})


@_of_report
def switch_off(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:  # noqa: ARG001
    """`others`: the browser is told of other reports still and keeps its subscription; `on`: a person took it along."""
    others = stop_on_device(reference=reference, endpoint=given(request, "endpoint"))
    contact_id = owner_of(endpoint=given(request, "endpoint")) if others else None
    return answer({"on": contact_id is not None and has_addresses(contact_id=contact_id), "others": others})


@require_POST
@in_organisation
@sparingly
def renew(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    """The browser was given another subscription; it shows by the former one which it was."""
    try:
        known = renew_device(before=given(request, "before"), subscription=subscription(request))
    except DeviceRefused:
        return answer({}, status=422)
    return answer({"on": known}, status=200 if known else 404)


@require_POST
@in_organisation
@sparingly
def forget(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    forget_device(endpoint=given(request, "endpoint"))
    return answer({"on": False})


def subscription(request: HttpRequest) -> Subscription:
    return Subscription(
        endpoint=given(request, "endpoint"),
        key=given(request, "key"),
        auth=given(request, "auth"),
        our_key=given(request, "our_key")[:100],
    )


def given(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")


def answer(found: dict[str, object], *, status: int = 200) -> HttpResponseBase:
    return JsonResponse(found, status=status, headers=_PRIVATE)
