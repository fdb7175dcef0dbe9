"""A report that was written without a network: the page that keeps it, and the address that takes it, once."""

import uuid
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.capabilities.media.errors import MediaUnacceptable
from baraza.core.identity.actor import resident
from baraza.core.identity.addresses import address_of, visitor_of
from baraza.core.identity.sign_in.buckets import Allowance, take
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.reporting import anonymous_allowed
from baraza.messaging.actions import contact_for_phone
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.queries.guessing import guess_category, guessed
from baraza.services.complaints.queries.one import reference_of_source
from baraza.services.complaints.queries.own_link import own_link
from baraza.web.portal.explore_cache import same_for_all
from baraza.web.portal.forms import ContactForm, PlaceForm, WhatForm
from baraza.web.portal.ownership import claim
from baraza.web.portal.places import PlaceUnknown, area_of, municipality_choices, ward_choices
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.portal.uploads import store_photo

# A phone that was away for a week sends a handful; nobody has sixty reports waiting.
_SENT = Allowance(name="reports sent later", per_minute=20, at_once=60)
_PRIVATE = {"Cache-Control": "private, no-store"}


@require_safe
@same_for_all
@in_organisation
def page(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """The same for everybody, so that a phone may keep it: no token, nothing of the session."""
    what, place, contact = _forms(organisation=organisation)
    context = {
        **shell(organisation=organisation, current="report"),
        "what": what,
        "place": place,
        "contact": contact,
        "anonymous": anonymous_allowed(),
        "kept_offline": True,
    }
    return render(request, "portal/offline.html", context)


@require_safe
@in_organisation
def token(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    """A fresh one before each sending: that of the page may be days old."""
    return JsonResponse({"token": get_token(request)}, headers=_PRIVATE)


@require_POST
@in_organisation
def receive(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """Opens the report of the header `Idempotency-Key`, or finds the one that it opened before."""
    try:
        key = uuid.UUID(request.headers.get("Idempotency-Key", "")).hex
    except ValueError:
        return _refused({"key": [gettext("This report has no key. Write it anew.")]}, status=400)
    before = reference_of_source(source_key=f"web:{key}")
    if before is not None:
        return _opened(organisation=organisation, reference=before, status=200)
    wait = take(_SENT, who=visitor_of(address_of(request)))
    if wait:
        return JsonResponse({}, status=429, headers={**_PRIVATE, "Retry-After": str(wait)})
    forms = _forms(organisation=organisation, request=request)
    errors = {name: list(map(str, found)) for form in forms for name, found in form.errors.items()}
    area = {} if errors else _area(organisation, forms[1], errors)
    photos = () if errors else _photos(request, forms[0], errors)
    if errors:
        return _refused(errors, status=422)
    cleaned = {name: value for form in forms for name, value in form.cleaned_data.items()}
    contact_id = _contact(cleaned)
    reference = _open(key=key, cleaned=cleaned, area=area, photos=photos, contact_id=contact_id)
    claim(request=request, organisation=organisation, references=[reference], contact_id=contact_id)
    return _opened(organisation=organisation, reference=reference, status=201)


def _forms(
    *, organisation: OrganisationProfile, request: HttpRequest | None = None
) -> tuple[WhatForm, PlaceForm, ContactForm]:
    """The questions of the report's own pages, all on one."""
    data = request.POST if request is not None else None
    return (
        WhatForm(data=data, files=request.FILES if request is not None else None),
        PlaceForm(data=data, municipalities=municipality_choices(organisation), wards=ward_choices(organisation)),
        ContactForm(data=data, region=organisation.phone_region, anonymous=anonymous_allowed()),
    )


def _area(organisation: OrganisationProfile, form: Form, errors: dict[str, list[str]]) -> dict[str, Any]:
    try:
        return area_of(organisation=organisation, cleaned=form.cleaned_data)
    except PlaceUnknown as error:
        errors["place_text"] = [str(error)]
        return {}


def _photos(request: HttpRequest, form: Form, errors: dict[str, list[str]]) -> tuple[str, ...]:
    kept = []
    for upload in form.cleaned_data.get("photos") or ():
        try:
            kept.append(store_photo(request=request, upload=upload))
        except MediaUnacceptable as error:
            errors["photos"] = [str(error)]
    return tuple(kept)


def _contact(cleaned: dict[str, Any]) -> int | None:
    if not cleaned["phone"]:
        return None
    return contact_for_phone(phone=cleaned["phone"], name=cleaned["name"], language=get_language() or "")


def _open(
    *, key: str, cleaned: dict[str, Any], area: dict[str, Any], photos: tuple[str, ...], contact_id: int | None
) -> str:
    guess = guess_category(text=cleaned["description"], language_hint=get_language())
    return open_complaint(
        actor=resident(contact_id=contact_id),
        new=NewComplaint(
            source_key=f"web:{key}",
            channel="web",
            language=get_language() or "",
            contact_id=contact_id,
            description=cleaned["description"].strip(),
            category=guess.category,
            **guessed(guess=guess),
            latitude=cleaned["latitude"],
            longitude=cleaned["longitude"],
            place_text=cleaned["place_text"].strip(),
            photos=photos,
            **area,
        ),
    )


def _opened(*, organisation: OrganisationProfile, reference: str, status: int) -> HttpResponseBase:
    found = {"reference": reference, "url": own_link(organisation=organisation, reference=reference)}
    return JsonResponse(found, status=status, headers=_PRIVATE)


def _refused(errors: dict[str, list[str]], *, status: int) -> HttpResponseBase:
    return JsonResponse({"errors": errors}, status=status, headers=_PRIVATE)
