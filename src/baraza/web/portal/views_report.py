"""Report a problem, one thing per page: what is wrong, what kind, where. Works without JavaScript."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from baraza.capabilities.media.errors import MediaUnacceptable, MediaUnknown
from baraza.capabilities.media.photos import Position
from baraza.capabilities.media.queries import open_media
from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.queries.guessing import guess_category, guessed
from baraza.web.portal.areas import areas_url, places_url
from baraza.web.portal.draft import Draft, load_draft, save_draft
from baraza.web.portal.explore_cache import same_form_for_all
from baraza.web.portal.forms import KindForm, PlaceForm, WhatForm
from baraza.web.portal.places import (
    PlaceUnknown,
    area_of,
    municipality_choices,
    position_of_photos,
    ward_choices,
)
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import go_on, go_to, step_shell
from baraza.web.portal.uploads import store_photo


@require_http_methods(["GET", "HEAD", "POST"])
@same_form_for_all
@in_organisation
def report(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    posted = request.method == "POST"
    form = WhatForm(
        data=request.POST if posted else None,
        files=request.FILES if posted else None,
        photos=draft.photos,
        initial={"description": draft.description},
    )
    if posted:
        form.full_clean()
        draft = _keep_photos(request=request, form=form, draft=draft)
        if form.is_valid():
            draft = _described(description=form.cleaned_data["description"].strip(), draft=draft)
        save_draft(session=request.session, slug=organisation.slug, draft=draft)
        if form.is_valid():
            return go_on(request=request, name="kind", organisation=organisation)
        form.keeps(draft.photos)
    context = {**step_shell(organisation=organisation), "form": form, "draft": draft}
    response = render(request, "portal/report.html", context, status=422 if form.errors else 200)
    return _kept_nowhere(response) if draft.begun else response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@in_organisation
def kind(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    if not draft.described:
        return go_to(name="report", organisation=organisation)
    form = KindForm(
        data=request.POST if request.method == "POST" else None,
        guessed=not draft.chosen_category,
        initial={"category": draft.category},
    )
    if request.method == "POST" and form.is_valid():
        chosen = _choice(chosen=form.cleaned_data["category"], draft=draft)
        save_draft(session=request.session, slug=organisation.slug, draft=draft.changed(chosen_category=chosen))
        # Who began with the place is not asked for it twice; it can be changed before it is sent.
        return go_on(request=request, name="near" if draft.place_first else "place", organisation=organisation)
    context = {**step_shell(organisation=organisation, step=2, draft=draft), "form": form}
    return render(request, "portal/kind.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@same_form_for_all
@in_organisation
def place(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """The third page, or the first for who would rather begin with it."""
    draft = load_draft(session=request.session, slug=organisation.slug)
    taken_at = position_of_photos(organisation=organisation, photos=draft.photos)
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and taken_at is not None and "photo" in data:
        data["latitude"], data["longitude"] = str(taken_at.latitude), str(taken_at.longitude)
    form = PlaceForm(
        data=data,
        municipalities=municipality_choices(organisation),
        wards=ward_choices(organisation),
        initial={
            "place_text": draft.place_text,
            "latitude": draft.latitude,
            "longitude": draft.longitude,
            "municipality": draft.area_code,
            "ward": draft.ward_code,
        },
    )
    if request.method == "POST" and form.is_valid():
        placed = _placed(form=form, organisation=organisation, draft=draft)
        if placed is not None:
            placed = placed.changed(place_first=not draft.described)
            save_draft(session=request.session, slug=organisation.slug, draft=placed)
            return go_on(request=request, name="near" if draft.described else "report", organisation=organisation)
    context = {
        **step_shell(organisation=organisation, step=3 if draft.described else 0, draft=draft),
        "form": form,
        "taken_at": taken_at,
        "areas_url": areas_url(organisation),
        "places_url": places_url(organisation),
        "map_start": _map_start(form=form, taken_at=taken_at),
    }
    response = render(request, "portal/place.html", context, status=422 if form.errors else 200)
    return _kept_nowhere(response) if draft.begun else response


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    """What a person writes stays in their session, not in a telephone that others use."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _map_start(*, form: PlaceForm, taken_at: Position | None) -> str:
    """Where the pin is or may be; empty shows the whole municipality."""
    latitude, longitude = form["latitude"].value(), form["longitude"].value()
    if latitude and longitude:
        return f"{latitude},{longitude},16"
    return f"{taken_at.latitude},{taken_at.longitude},16" if taken_at else ""


def _keep_photos(*, request: HttpRequest, form: WhatForm, draft: Draft) -> Draft:
    """The draft with its photos, kept even when another answer is wrong: nobody pays twice to send them."""
    removed = form.cleaned_data.get("remove_photos", [])
    photos = [one for one in draft.photos if one not in removed]
    for upload in form.cleaned_data.get("photos") or ():
        try:
            photos.append(store_photo(request=request, upload=upload))
        except MediaUnacceptable as error:
            form.add_error("photos", str(error))
    return draft.changed(photos=tuple(photos))


def _described(*, description: str, draft: Draft) -> Draft:
    guess = guess_category(text=description, language_hint=get_language())
    return draft.changed(
        description=description,
        **guessed(guess=guess),
    )


def _placed(*, form: PlaceForm, organisation: OrganisationProfile, draft: Draft) -> Draft | None:
    """The draft with its place, or None with the reason put into the form."""
    cleaned = form.cleaned_data
    try:
        area = area_of(organisation=organisation, cleaned=cleaned)
    except PlaceUnknown as error:
        form.refuse_place(str(error))
        return None
    return draft.changed(
        place_text=cleaned["place_text"].strip(),
        latitude=cleaned["latitude"],
        longitude=cleaned["longitude"],
        **area,
    )


def _choice(*, chosen: str, draft: Draft) -> str:
    """Our own guess, shown as chosen and left alone, is still a guess: other words may change it."""
    left_alone = not draft.chosen_category and chosen == draft.guessed_category
    return "" if left_alone else chosen or draft.chosen_category


@require_safe
@in_organisation
def photo(request: HttpRequest, organisation: OrganisationProfile, media_id: str) -> HttpResponseBase:
    """A photo of the report that this person is writing, for nobody else."""
    draft = load_draft(session=request.session, slug=organisation.slug)
    if media_id not in draft.photos:
        raise Http404(gettext("We did not find this page"))
    try:
        opened = open_media(media_id=media_id, size="thumbnail")
    except MediaUnknown as error:
        raise Http404(str(error)) from error
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(opened.content, content_type=opened.mime_type, headers=headers)
