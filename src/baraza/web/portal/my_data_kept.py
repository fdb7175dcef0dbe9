"""All that we keep about a person who showed who they are, gathered for the page and for the files."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from baraza.conversation import sessions
from baraza.conversation.sessions import Standing
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.phone import readable
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.personal import KeptPerson, kept_about
from baraza.services.complaints.queries.own import list_own_and_followed
from baraza.services.complaints.queries.personal import Said, said_by
from baraza.services.complaints.queries.records import ComplaintSummary
from baraza.web.portal.my_data_proof import close, person_of
from baraza.web.portal.own_devices import browser_of
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import go_to
from baraza.web.portal.telling import profile_name
from baraza.web.ui.components import SummaryRow
from baraza.web.ui.language_names import language_label

_MOST_REPORTS: Final = 1000


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


def of_the_person(
    view: Callable[[HttpRequest, OrganisationProfile, Kept], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """As `in_any_organisation`, with all that we keep; who has not shown yet who they are is led to that."""

    @wraps(view)
    def shown(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
        kept = _kept_of(request, organisation)
        return view(request, organisation, kept) if kept else go_to(name="my-data-phone", organisation=organisation)

    return in_any_organisation(shown)


def _kept_of(request: HttpRequest, organisation: OrganisationProfile) -> Kept | None:
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


def about(*, kept: Kept, organisation: OrganisationProfile) -> list[SummaryRow]:
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


def private(response: HttpResponseBase, *, file_name: str = "") -> HttpResponseBase:
    """For nobody else, and kept by nothing on the way."""
    response.headers["Cache-Control"] = "private, no-store"
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
