"""The phones page and what its two handsets ask for."""

from dataclasses import dataclass
from pathlib import Path

import httpx
import phonenumbers
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from baraza.core.ingress.connections import connection_facts, list_connections
from baraza.core.organisations.queries import OrganisationProfile, OrganisationUnknown, get_organisation_by_slug
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.phone import normalise
from baraza.operations.demo import phones
from baraza.operations.demo.organisations import ORGANISATIONS
from baraza.operations.demo.ussd_sessions import HandsetFailure

_PHOTOS = Path(__file__).parent / "photos"
PLACES = (
    {"name": "Vilakazi Street, Soweto", "latitude": -26.2385, "longitude": 27.9087},
    {"name": "Umlazi, Durban", "latitude": -29.9706, "longitude": 30.8837},
    {"name": "Company's Garden, Cape Town", "latitude": -33.9285, "longitude": 18.4172},
    {"name": "In the sea off Gqeberha", "latitude": -34.2, "longitude": 26.2},
)
HINTS = ("Burst pipe in front of the school", "sparking cable on the ground", "Amanzi avuza emgwaqeni", "menu", "help")


@dataclass(frozen=True)
class _Place:
    profile: OrganisationProfile
    doors: phones.Doors


def _place(request: HttpRequest, slug: str) -> _Place:
    try:
        profile = get_organisation_by_slug(slug=slug)
    except OrganisationUnknown as error:
        raise Http404(str(error)) from error
    base = f"http://127.0.0.1:{request.META['SERVER_PORT']}"
    with organisation_scope(organisation_id=profile.id):
        found = {connection.source: connection for connection in list_connections()}
        try:
            chat, menu = found["whatsapp.meta_cloud"], found["ussd.africas_talking"]
        except KeyError as error:
            raise Http404("This organisation has no demonstration connections.") from error
        app_secret = connection_facts(connection_id=chat.id).secrets["app_secret"]
    return _Place(
        profile,
        phones.Doors(
            whatsapp_url=base + chat.path,
            ussd_url=base + menu.path,
            app_secret=app_secret,
            phone_number_id=chat.options["phone_number_id"],
            service_code=menu.options["service_code"],
            graph_url=settings.WHATSAPP_GRAPH_URL,
        ),
    )


def _example_number(region: str) -> str:
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None
    return phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)


def _handsets(place: _Place, written: str) -> phones.Handsets:
    number = normalise(written, region=place.profile.phone_region) or _example_number(place.profile.phone_region)
    return phones.handsets(slug=place.profile.slug, number=number, doors=place.doors)


@require_safe
def page(request: HttpRequest, slug: str = ORGANISATIONS[0].slug) -> HttpResponseBase:
    place = _place(request, slug)
    names = ("state", "whatsapp", "ussd")
    context = {
        **{f"{name}_url": reverse(f"demo:{name}", args=[slug]) for name in names},
        "organisation": place.profile,
        "organisations": ORGANISATIONS,
        "number": _example_number(place.profile.phone_region),
        "ussd_code": place.doors.service_code,
        "places": list(PLACES),
        "hints": HINTS,
        "photos": [
            {"url": reverse("demo:photo", args=[file.stem]), "label": file.stem.replace("-", " ").capitalize()}
            for file in sorted(_PHOTOS.glob("*.jpg"))
        ],
    }
    return render(request, "operations/phones.html", context)


@require_safe
def state(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _state(_handsets(_place(request, slug), request.GET.get("number", "")))


def _state(found: phones.Handsets) -> HttpResponseBase:
    try:
        return JsonResponse(phones.state(found))
    except httpx.HTTPError:
        return JsonResponse({"error": "The sandbox of WhatsApp does not answer."}, status=502)


@require_POST
def whatsapp(request: HttpRequest, slug: str) -> HttpResponseBase:
    place = _place(request, slug)
    found = _handsets(place, request.POST.get("number", ""))
    given = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    upload = request.FILES.get("file")
    if upload is not None:
        given |= {"content": upload.read(), "mime_type": upload.content_type or "image/jpeg"}
    try:
        phones.want_receipts(doors=place.doors)
        phones.chat(found, given=given)
    except (HandsetFailure, httpx.HTTPError, KeyError, ValueError) as error:
        return JsonResponse({"error": str(error)}, status=502)
    return _state(found)


@require_POST
def ussd(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = _handsets(_place(request, slug), request.POST.get("number", ""))
    try:
        phones.ussd(found, action=request.POST.get("action", ""), text=request.POST.get("text", ""))
    except HandsetFailure as error:
        found.screen, found.open, found.ended = str(error), False, True
    except httpx.HTTPError as error:
        return JsonResponse({"error": str(error)}, status=502)
    return _state(found)


@require_safe
def photo(_request: HttpRequest, name: str) -> HttpResponseBase:
    names = {file.stem: file for file in _PHOTOS.glob("*.jpg")}
    if name not in names:
        raise Http404
    return FileResponse(names[name].open("rb"), content_type="image/jpeg")
