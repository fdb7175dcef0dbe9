"""Report a problem, first step: what and where. Works without JavaScript."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from baraza.capabilities.media.actions import store_upload
from baraza.capabilities.media.errors import MediaUnacceptable, MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.queries.guessing import guess_category
from baraza.web.portal.draft import Draft, load_draft, save_draft
from baraza.web.portal.forms import ReportForm
from baraza.web.portal.places import PlaceUnknown, area_of, municipality_choices
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import go_to, step_shell


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
def report(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    form = _form(request=request, organisation=organisation, draft=draft)
    if request.method == "POST":
        form.full_clean()
        kept = _keep_photos(form=form, draft=draft)
        taken = _take(form=form, organisation=organisation, draft=kept) if form.is_valid() else None
        draft = taken or kept
        save_draft(session=request.session, slug=organisation.slug, draft=draft)
        if taken is not None:
            # Who came from the check page to change something goes back to it.
            return go_to(name="check" if request.GET.get("back") == "check" else "contact", organisation=organisation)
    context = {**step_shell(organisation=organisation), "form": form, "draft": draft}
    return render(request, "portal/report.html", context, status=422 if form.errors else 200)


def _form(*, request: HttpRequest, organisation: OrganisationProfile, draft: Draft) -> ReportForm:
    posted = request.method == "POST"
    return ReportForm(
        data=request.POST if posted else None,
        files=request.FILES if posted else None,
        organisation=organisation,
        municipalities=municipality_choices(organisation),
        photos=draft.photos,
        guessed_category="" if draft.chosen_category else draft.guessed_category,
        initial={
            "description": draft.description,
            "category": draft.category,
            "place_text": draft.place_text,
            "latitude": draft.latitude,
            "longitude": draft.longitude,
            "municipality": draft.area_code,
        },
    )


def _keep_photos(*, form: ReportForm, draft: Draft) -> Draft:
    """The draft with its photos, kept even when another answer is wrong: nobody pays twice to send them."""
    removed = form.cleaned_data.get("remove_photos", [])
    photos = [one for one in draft.photos if one not in removed]
    for upload in form.cleaned_data.get("photos") or ():
        try:
            photos.append(store_upload(content=upload.read(), file_name=upload.name or ""))
        except MediaUnacceptable as error:
            form.add_error("photos", str(error))
    return draft.changed(photos=tuple(photos))


def _take(*, form: ReportForm, organisation: OrganisationProfile, draft: Draft) -> Draft | None:
    """The draft with what the form says, or None with the error put into the form."""
    cleaned = form.cleaned_data
    try:
        area = area_of(organisation=organisation, cleaned=cleaned)
    except PlaceUnknown as error:
        form.refuse_place(str(error))
        return None
    guess = guess_category(text=cleaned["description"], language_hint=get_language())
    return draft.changed(
        description=cleaned["description"].strip(),
        chosen_category=_choice(chosen=cleaned["category"], draft=draft),
        priority="critical" if guess.is_emergency else guess.priority,
        guessed_category=guess.category,
        guessed_priority=guess.priority,
        guess_confidence=round(guess.confidence, 4),
        guess_model=guess.model_version,
        emergency=guess.is_emergency,
        place_text=cleaned["place_text"].strip(),
        latitude=cleaned["latitude"],
        longitude=cleaned["longitude"],
        **area,
    )


def _choice(*, chosen: str, draft: Draft) -> str:
    """Our own guess, shown as chosen and left alone, is still a guess: other words may change it."""
    left_alone = not draft.chosen_category and chosen == draft.guessed_category
    return "" if left_alone else chosen


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
