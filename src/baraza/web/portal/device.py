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


def _sparingly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
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
    @_sparingly
    @wraps(view)
    def known(request: HttpRequest, organisation: OrganisationProfile, *, reference: str) -> HttpResponseBase:
        try:
            return view(request, organisation, read_or_given(reference))
        except ComplaintUnknown:
            note_wrong_reference(request)
            return _answer({"error": gettext("We do not know this reference.")}, status=404)

    return known


@_of_report
def switch_on(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    """By whoever looks at the report: who sent it is told beside their telephone, anybody else follows it."""
    if not offered_key():
        return _answer({"error": gettext("Notifications are not on offer here.")}, status=404)
    held = holder(request=request, organisation=organisation, reference=reference)
    own = held is not None and held.own
    try:
        contact_id = tell_on_device(
            reference=reference,
            subscription=_subscription(request),
            language=get_language() or organisation.default_language,
            own=own,
        )
    except DeviceRefused:
        return _answer({"error": gettext("This browser gave us nothing that we can write to.")}, status=422)
    if held is None or held.actor.id is None:
        claim(request=request, organisation=organisation, references=[reference], contact_id=contact_id, own=own)
    return _answer({"on": True}, status=201)


@_of_report
def state(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:  # noqa: ARG001
    """Whether this browser is told of this report, as the desk knows it."""
    contact_id = owner_of(endpoint=_given(request, "endpoint"))
    return _answer({"on": contact_id is not None and is_told(contact_id=contact_id, reference=reference)})


@_of_report
def switch_off(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:  # noqa: ARG001
    """`others`: the browser is told of other reports still and keeps its subscription."""
    return _answer({"on": False, "others": stop_on_device(reference=reference, endpoint=_given(request, "endpoint"))})


@require_POST
@in_organisation
@_sparingly
def renew(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    """The browser was given another subscription; it shows by the former one which it was."""
    try:
        known = renew_device(before=_given(request, "before"), subscription=_subscription(request))
    except DeviceRefused:
        return _answer({}, status=422)
    return _answer({"on": known}, status=200 if known else 404)


@require_POST
@in_organisation
@_sparingly
def forget(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    forget_device(endpoint=_given(request, "endpoint"))
    return _answer({"on": False})


def _subscription(request: HttpRequest) -> Subscription:
    return Subscription(
        endpoint=_given(request, "endpoint"),
        key=_given(request, "key"),
        auth=_given(request, "auth"),
        our_key=_given(request, "our_key")[:100],
    )


def _given(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")


def _answer(found: dict[str, object], *, status: int = 200) -> HttpResponseBase:
    return JsonResponse(found, status=status, headers=_PRIVATE)
