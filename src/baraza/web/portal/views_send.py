"""Report a problem, the other steps: how to be told, check, send, sent. Works without JavaScript."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.reporting import anonymous_allowed
from baraza.lib.phone import readable
from baraza.messaging.actions import reporter_of
from baraza.messaging.devices import offered_key
from baraza.messaging.reaching import letters_connection
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.queries.categories import category_icon, category_name
from baraza.services.complaints.queries.information import list_emergency_numbers
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.queries.own_link import own_link
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.web.portal.draft import Draft, finish_draft, load_draft, save_draft, sent_reference
from baraza.web.portal.emailing import REPORT, ask
from baraza.web.portal.forms import ContactForm
from baraza.web.portal.limits import for_who_does_not_guess
from baraza.web.portal.ownership import claim, holder
from baraza.web.portal.places import ward_name
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import go_to, shell, step_shell
from baraza.web.portal.tracked import due_in_words, here_of
from baraza.web.portal.views_track import read_or_given, unknown_reference
from baraza.web.ui.components import SummaryRow


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@in_organisation
def contact(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    if not (draft.described and draft.placed):
        return go_to(name="place" if draft.described else "report", organisation=organisation)
    anonymous = anonymous_allowed()
    form = ContactForm(
        data=request.POST if request.method == "POST" else None,
        region=organisation.phone_region,
        anonymous=anonymous,
        letters=letters_connection() is not None,
        initial={"name": draft.name, "phone": draft.phone, "email": draft.email},
    )
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data.get("email", "")
        proved = email if email == draft.email else ""
        changed = draft.changed(name=form.cleaned_data["name"], phone=form.cleaned_data["phone"], email=proved)
        save_draft(session=request.session, slug=organisation.slug, draft=changed)
        if email != proved:
            return ask(request=request, organisation=organisation, email=email, then=REPORT)
        return go_to(name="check", organisation=organisation)
    context = {
        **step_shell(organisation=organisation, step=4, draft=draft),
        "form": form,
        "anonymous": anonymous,
    }
    return render(request, "portal/contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@in_organisation
def check(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    if request.method == "POST":
        key = request.POST.get("key", "")
        before = sent_reference(session=request.session, slug=organisation.slug, key=key)
        if before is not None:
            return redirect(reverse("portal:sent", args=[organisation.slug, before]))
        if key != draft.key:
            # The page is of another report than the one that is being written: nothing unseen is sent.
            return go_to(name="check" if draft.described else "report", organisation=organisation)
    missing = _missing(draft)
    if missing:
        return go_to(name=missing, organisation=organisation)
    if request.method == "POST":
        reference = _send(draft=draft)
        contact_id = get_complaint(reference=reference).contact_id
        claim(request=request, organisation=organisation, references=[reference], contact_id=contact_id)
        finish_draft(session=request.session, slug=organisation.slug, draft=draft, reference=reference)
        return redirect(reverse("portal:sent", args=[organisation.slug, reference]))
    context = {
        **step_shell(organisation=organisation, step=5, draft=draft),
        "problem_rows": _problem_rows(organisation, draft),
        "contact_rows": _contact_rows(organisation, draft),
    }
    return render(request, "portal/check.html", context)


def _missing(draft: Draft) -> str:
    """The page that has to be answered before anything is sent; also for who typed an address by hand."""
    if not draft.described:
        return "report"
    if not draft.placed:
        return "place"
    return "" if draft.phone or anonymous_allowed() else "contact"


def _problem_rows(organisation: OrganisationProfile, draft: Draft) -> list[SummaryRow]:
    what, kind, place = (
        reverse(f"portal:{name}", args=[organisation.slug]) + "?back=check" for name in ("report", "kind", "place")
    )
    pinned = gettext("The location you shared") if draft.latitude is not None else ""
    area = draft.area_name + (f" ({gettext('approximate')})" if draft.area_approximate else "")
    category = category_name(code=draft.category)
    if not draft.chosen_category:
        category += "\n" + gettext("Our guess from your words. Change it if it is wrong.")
    return [
        SummaryRow(gettext("What is wrong"), draft.description, f"{what}#id_description", gettext("what is wrong")),
        SummaryRow(
            gettext("Kind of problem"),
            category,
            f"{kind}#id_category_0",
            gettext("kind of problem"),
            category_icon(code=draft.category),
        ),
        SummaryRow(gettext("How urgent"), gettext(PRIORITY_NAMES[draft.priority])),
        SummaryRow(
            gettext("Place"),
            "\n".join(filter(None, (draft.place_text, pinned, ward_name(organisation, draft.ward_code), area))),
            f"{place}#id_place_text",
            gettext("place"),
        ),
        SummaryRow(
            gettext("Photos"), str(len(draft.photos) or gettext("None")), f"{what}#id_photos", gettext("photos")
        ),
    ]


def _contact_rows(organisation: OrganisationProfile, draft: Draft) -> list[SummaryRow]:
    change = reverse("portal:contact", args=[organisation.slug])
    return [
        SummaryRow(gettext("Your name"), draft.name or gettext("Not given"), f"{change}#id_name", gettext("your name")),
        SummaryRow(
            gettext("Your mobile number"),
            readable(draft.phone, region=organisation.phone_region) if draft.phone else gettext("Not given"),
            f"{change}#id_phone",
            gettext("your number"),
        ),
        *_email_rows(draft, change),
    ]


def _email_rows(draft: Draft, change: str) -> list[SummaryRow]:
    if letters_connection() is None:
        return []
    given = draft.email or gettext("Not given")
    return [SummaryRow(gettext("Your e-mail address"), given, f"{change}#id_email", gettext("your e-mail address"))]


def _send(*, draft: Draft) -> str:
    language = get_language() or ""
    reporter = reporter_of(phone=draft.phone, email=draft.email, name=draft.name, language=language)
    contact_id = reporter.contact_id
    reference = open_complaint(
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
            ward_code=draft.ward_code,
            photos=draft.photos,
        ),
    )
    if reporter.by_letter_id is not None:
        follow(actor=resident(contact_id=reporter.by_letter_id), reference=reference, words="", source_key="")
    return reference


@require_safe
@never_cache
@in_organisation
@for_who_does_not_guess
def sent(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    """The sender's own page; to anybody else the report is what its reference shows."""
    reference = read_or_given(reference)
    try:
        complaint = get_complaint(reference=reference)
    except ComplaintUnknown:
        return unknown_reference(request=request, organisation=organisation)
    held = holder(request=request, organisation=organisation, reference=reference)
    if held is None or not held.own:
        return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))
    context = {
        **shell(organisation=organisation, current="report"),
        "complaint": complaint,
        "link": request.build_absolute_uri(own_link(organisation=organisation, reference=reference)),
        "due": due_in_words(at=complaint.due_at),
        "emergency_numbers": list_emergency_numbers() if complaint.emergency else [],
        "device_key": offered_key(),
        "here": here_of(complaint=complaint, organisation=organisation),
    }
    return render(request, "portal/sent.html", context)


@require_safe
@in_organisation
@for_who_does_not_guess
def receipt(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    """What the sender may want to keep, as a file that every phone opens; for nobody else."""
    reference = read_or_given(reference)
    held = holder(request=request, organisation=organisation, reference=reference)
    try:
        complaint = get_complaint(reference=reference)
    except ComplaintUnknown:
        return unknown_reference(request=request, organisation=organisation)
    if held is None or not held.own:
        return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))
    link = request.build_absolute_uri(own_link(organisation=organisation, reference=reference))
    lines = (
        organisation.name,
        f"{gettext('Your reference')}: {complaint.reference}",
        f"{gettext('Kind of problem')}: {category_name(code=complaint.category)}",
        due_in_words(at=complaint.due_at),
        f"{gettext('Your link to this report')}: {link}",
    )
    headers = {"Content-Disposition": f'attachment; filename="{reference}.txt"', "Cache-Control": "private, no-store"}
    return HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/plain; charset=utf-8", headers=headers)
