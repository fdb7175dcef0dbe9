"""What we keep about a person, shown to that person: to see, to take along, to have removed."""

from dataclasses import asdict, dataclass

import orjson
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.conversation import sessions
from baraza.conversation.sessions import Standing
from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.clock import now
from baraza.lib.phone import readable
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.personal import KeptPerson, kept_about
from baraza.services.complaints.actions.forget import forget_person
from baraza.services.complaints.queries.own import list_own_and_followed
from baraza.services.complaints.queries.personal import Said, said_by
from baraza.services.complaints.queries.records import ComplaintSummary
from baraza.web.portal.my_data_proof import close, person_of
from baraza.web.portal.own_devices import browser_of
from baraza.web.portal.ownership import let_go
from baraza.web.portal.scope import in_any_organisation, takes_calls
from baraza.web.portal.shell import go_to, shell
from baraza.web.portal.telling import profile_name
from baraza.web.ui.components import SummaryRow
from baraza.web.ui.language_names import language_label

_MOST_REPORTS = 1000


@dataclass(frozen=True, kw_only=True)
class Kept:
    contact_id: int
    person: KeptPerson
    own: list[ComplaintSummary]
    followed: list[ComplaintSummary]
    said: Said
    begun: Standing

    @property
    def begun_words(self) -> list[str]:
        """What the person has written in a conversation that they have not finished."""
        data = self.begun.state.data if self.begun.state else {}
        return [str(data[name]) for name in ("description", "place_text") if data.get(name)]


@require_safe
@in_any_organisation
def overview(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    kept = _kept(request, organisation)
    if kept is None:
        return go_to(name="my-data-phone", organisation=organisation)
    context = {
        **shell(organisation=organisation, current="my-data"),
        "kept": kept,
        "you": _about(kept, organisation),
        "calls": takes_calls(organisation),
        "has_number": any(one.scheme == "phone" for one in kept.person.addresses),
    }
    return _private(render(request, "portal/my_data.html", context))


@require_safe
@in_any_organisation
def as_json(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    kept = _kept(request, organisation)
    if kept is None:
        return go_to(name="my-data-phone", organisation=organisation)
    words = {
        "organisation": organisation.name,
        "made_at": now(),
        "person": asdict(kept.person),
        "reports": [_facts(one, kept.said) for one in kept.own],
        "followed": [one.reference for one in kept.followed],
        "comments": [asdict(one) for one in kept.said.comments],
        "photos": [
            {**asdict(one), "address": request.build_absolute_uri(_photo_path(organisation, one.media_id))}
            for one in kept.said.photos
        ],
        "ratings": [asdict(one) for one in kept.said.ratings],
        "unfinished_conversation": _begun(kept.begun),
    }
    response = HttpResponse(orjson.dumps(words, option=orjson.OPT_INDENT_2), content_type="application/json")
    return _private(response, file_name="my-data.json")


@require_safe
@in_any_organisation
def as_page(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    kept = _kept(request, organisation)
    if kept is None:
        return go_to(name="my-data-phone", organisation=organisation)
    you = [SummaryRow(key=row.key, value=row.value) for row in _about(kept, organisation)]
    # The file is opened from a disk: its links name the site.
    root = request.build_absolute_uri("/").removesuffix("/")
    context = {"organisation": organisation, "kept": kept, "you": you, "made_at": now(), "root": root}
    return _private(render(request, "portal/my_data_file.html", context), file_name="my-data.html")


@require_safe
@in_any_organisation
def photo(request: HttpRequest, organisation: OrganisationProfile, media_id: str) -> HttpResponseBase:
    """A photo that the person sent, in full; 404 for every other one."""
    kept = _kept(request, organisation)
    if kept is None or media_id not in {one.media_id for one in kept.said.photos}:
        raise Http404(media_id)
    try:
        opened = open_media(media_id=media_id)
    except MediaUnknown as error:
        raise Http404(media_id) from error
    return _private(HttpResponse(opened.content, content_type=opened.mime_type))


@require_http_methods(["GET", "HEAD", "POST"])
@in_any_organisation
def delete(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    kept = _kept(request, organisation)
    if kept is None:
        return go_to(name="my-data-phone", organisation=organisation)
    if request.method == "POST":
        forget_person(actor=resident(contact_id=kept.contact_id), contact_id=kept.contact_id)
        close(request=request, organisation=organisation)
        let_go(request=request, organisation=organisation)
        messages.success(request, gettext("Your data has been removed. What you reported stays, without you."))
        return go_to(name="home", organisation=organisation)
    context = {**shell(organisation=organisation, current="my-data"), "kept": kept}
    return _private(render(request, "portal/my_data_delete.html", context))


def _kept(request: HttpRequest, organisation: OrganisationProfile) -> Kept | None:
    contact_id = person_of(request=request, organisation=organisation)
    if contact_id is None:
        return None
    try:
        person = kept_about(contact_id=contact_id)
    except ContactUnknown:
        close(request=request, organisation=organisation)
        return None
    reports = list_own_and_followed(contact_id=contact_id, limit=_MOST_REPORTS)
    return Kept(
        contact_id=contact_id,
        person=person,
        own=[one for one in reports if one.contact_id == contact_id],
        followed=[one for one in reports if one.contact_id != contact_id],
        said=said_by(contact_id=contact_id),
        begun=sessions.find(contact_id=contact_id),
    )


def _about(kept: Kept, organisation: OrganisationProfile) -> list[SummaryRow]:
    """Who we think they are, each line with the way to put it right."""
    telling, number = (reverse(f"portal:{name}", args=[organisation.slug]) for name in ("telling", "number"))
    person, of = kept.person, dict[str, list[str]]()
    for one in person.addresses:
        of.setdefault(one.scheme, []).append(one.value)
    numbers = [readable(one, region=organisation.phone_region) for one in of.get("phone", [])]
    rows = [
        (gettext("Name"), person.preferences.name or gettext("No name"), telling),
        (gettext("Mobile number"), "\n".join(numbers) or gettext("None"), number),
        (gettext("E-mail"), "\n".join(of.get("email", [])) or gettext("None"), telling),
        (gettext("Language"), language_label(person.language) or gettext("Not chosen"), telling),
        (gettext("Notifications on"), "\n".join(browser_of(one) for one in of.get("push", [])), f"{telling}#devices"),
        (gettext("WhatsApp"), "\n".join(of.get("whatsapp_user", [])), ""),
        (gettext("How you communicate"), profile_name(person.preferences.profile), telling),
        (gettext("Known here since"), date_format(localtime(person.since), "j F Y"), ""),
    ]
    return [SummaryRow(key=key, value=value, change_url=url) for key, value, url in rows if value]


def _photo_path(organisation: OrganisationProfile, media_id: str) -> str:
    return reverse("portal:my-data-photo", args=[organisation.slug, media_id])


def _begun(standing: Standing) -> dict[str, object] | None:
    if standing.state is None:
        return None
    return {"channel": standing.channel, "at": standing.updated_at, "answers": dict(standing.state.data)}


def _facts(one: ComplaintSummary, said: Said) -> dict[str, object]:
    return {
        "reference": one.reference,
        "description": one.description,
        "category": one.category,
        "place": one.place,
        "position": said.positions.get(one.reference),
        "area": one.area_name,
        "ward": one.ward_code,
        "channel": one.channel,
        "language": one.language,
        "state": one.state.value,
        "opened_at": one.opened_at,
    }


def _private(response: HttpResponse, *, file_name: str = "") -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
