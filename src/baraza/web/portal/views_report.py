"""Report a problem: what and where, how to be told, check, sent. Works without JavaScript."""

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from baraza.capabilities.media.actions import store_upload
from baraza.capabilities.media.errors import MediaUnacceptable
from baraza.capabilities.triage.queries import classify
from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.actions import contact_for_phone
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.queries.information import list_emergency_numbers
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.rules.categories import CATEGORY_NAMES, PRIORITY_NAMES
from baraza.web.portal.draft import Draft, drop_draft, load_draft, save_draft
from baraza.web.portal.forms import ContactForm, ReportForm
from baraza.web.portal.places import PlaceUnknown, area_of, municipality_choices
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.ui.components import SummaryRow


def _language(organisation: OrganisationProfile) -> str:
    language = (get_language() or "").split("-")[0]
    return language if language in organisation.languages else organisation.default_language


def _to(name: str, organisation: OrganisationProfile) -> HttpResponseBase:
    return redirect(reverse(f"portal:{name}", args=[organisation.slug]))


def _shell(organisation: OrganisationProfile) -> dict[str, object]:
    steps = [gettext("Problem"), gettext("Contact"), gettext("Check and send")]
    return {**shell(organisation=organisation, current="report"), "step_labels": steps}


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
def report(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    choices = municipality_choices(organisation)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, organisation=organisation, municipalities=choices)
        if form.is_valid():
            taken = _take(form=form, organisation=organisation, draft=draft)
            if taken is not None:
                save_draft(session=request.session, slug=organisation.slug, draft=taken)
                return _to("contact", organisation)
    else:
        form = ReportForm(
            initial={
                "description": draft.description,
                "category": draft.category,
                "place_text": draft.place_text,
                "latitude": draft.latitude,
                "longitude": draft.longitude,
                "municipality": draft.area_code,
            },
            organisation=organisation,
            municipalities=choices,
        )
    context = {**_shell(organisation), "form": form, "draft": draft}
    return render(request, "portal/report.html", context, status=422 if form.errors else 200)


def _take(*, form: ReportForm, organisation: OrganisationProfile, draft: Draft) -> Draft | None:
    """The draft with what the form says, or None with the error put into the form."""
    cleaned = form.cleaned_data
    try:
        area = area_of(organisation=organisation, cleaned=cleaned)
    except PlaceUnknown as error:
        form.add_error(
            "municipality" if "municipality" in form.fields and not cleaned["latitude"] else "place_text", str(error)
        )
        return None
    photos = list(draft.photos)
    for upload in cleaned["photos"] or ():
        try:
            photos.append(store_upload(content=upload.read(), file_name=upload.name or ""))
        except MediaUnacceptable as error:
            form.add_error("photos", str(error))
            return None
    guess = classify(text=cleaned["description"], language_hint=_language(organisation))
    return draft.changed(
        description=cleaned["description"].strip(),
        category=cleaned["category"] or guess.category,
        priority="critical" if guess.is_emergency else guess.priority,
        guessed_category=guess.category,
        guessed_priority=guess.priority,
        guess_confidence=round(guess.confidence, 4),
        guess_model=guess.model_version,
        emergency=guess.is_emergency,
        place_text=cleaned["place_text"].strip(),
        latitude=cleaned["latitude"],
        longitude=cleaned["longitude"],
        photos=tuple(photos[-3:]),
        **area,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
def contact(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    if not draft.described:
        return _to("report", organisation)
    if request.method == "POST":
        form = ContactForm(request.POST, region=organisation.phone_region)
        if form.is_valid():
            changed = draft.changed(name=form.cleaned_data["name"], phone=form.cleaned_data["phone"])
            save_draft(session=request.session, slug=organisation.slug, draft=changed)
            return _to("check", organisation)
    else:
        form = ContactForm(region=organisation.phone_region, initial={"name": draft.name, "phone": draft.phone})
    context = {
        **_shell(organisation),
        "form": form,
        "draft": draft,
        "emergency_numbers": list_emergency_numbers() if draft.emergency else [],
    }
    return render(request, "portal/contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
def check(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    if not draft.described:
        return _to("report", organisation)
    if request.method == "POST":
        reference = _send(draft=draft, organisation=organisation)
        drop_draft(session=request.session, slug=organisation.slug)
        return redirect(reverse("portal:sent", args=[organisation.slug, reference]))
    context = {**_shell(organisation), "rows": _rows(organisation, draft), "draft": draft}
    return render(request, "portal/check.html", context)


def _rows(organisation: OrganisationProfile, draft: Draft) -> list[SummaryRow]:
    what, who = (reverse(f"portal:{name}", args=[organisation.slug]) for name in ("report", "contact"))
    place = draft.place_text or gettext("The location you shared")
    area = draft.area_name + (f" ({gettext('approximate')})" if draft.area_approximate else "")
    return [
        SummaryRow(gettext("What is wrong"), draft.description, f"{what}#id_description", gettext("what is wrong")),
        SummaryRow(
            gettext("Kind of problem"),
            gettext(CATEGORY_NAMES[draft.category]),
            f"{what}#id_category",
            gettext("kind of problem"),
            draft.category,
        ),
        SummaryRow(gettext("How urgent"), gettext(PRIORITY_NAMES[draft.priority])),
        SummaryRow(gettext("Place"), f"{place}, {area}", f"{what}#id_place_text", gettext("place")),
        SummaryRow(gettext("Photos"), str(len(draft.photos)), f"{what}#id_photos", gettext("photos")),
        SummaryRow(gettext("Your name"), draft.name or gettext("Not given"), who, gettext("your name")),
        SummaryRow(gettext("Your mobile number"), draft.phone or gettext("Not given"), who, gettext("your number")),
    ]


def _send(*, draft: Draft, organisation: OrganisationProfile) -> str:
    language = _language(organisation)
    contact_id = None
    if draft.phone:
        contact_id = contact_for_phone(phone=draft.phone, name=draft.name, language=language)
    return open_complaint(
        actor=resident(contact_id=contact_id),
        new=NewComplaint(
            source_key=f"web:{draft.key}",
            channel="web",
            language=language,
            contact_id=contact_id,
            description=draft.description,
            category=draft.category,
            priority=draft.priority,
            guessed_category=draft.guessed_category,
            guessed_priority=draft.guessed_priority,
            guess_confidence=draft.guess_confidence,
            guess_model=draft.guess_model,
            emergency=draft.emergency,
            latitude=draft.latitude,
            longitude=draft.longitude,
            place_text=draft.place_text,
            area_code=draft.area_code,
            area_name=draft.area_name,
            area_edition=draft.area_edition,
            area_approximate=draft.area_approximate,
            photos=draft.photos,
        ),
    )


@require_safe
@in_organisation
def sent(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    try:
        complaint = get_complaint(reference=reference)
    except ComplaintUnknown:
        return _to("track", organisation)
    due: datetime = complaint.due_at
    context = {**shell(organisation=organisation, current="report"), "complaint": complaint, "due": due}
    return render(request, "portal/sent.html", context)
