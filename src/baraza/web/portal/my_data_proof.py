"""Before anybody sees or changes what we keep about them: a code sent to their telephone, good for half an hour."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.clock import now
from baraza.web.portal.explore_cache import same_form_for_all
from baraza.web.portal.proving import Way, ask_code, ask_number
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import go_to

_BY_NUMBER = Way(
    purpose="portal.my_data",
    slot="my-data-code",
    current="my-data",
    number_page="my-data-phone",
    number_template="portal/my_data_phone.html",
    code_page="my-data-code",
    go=gettext_lazy("Show my data"),
)
_GOOD_FOR = timedelta(minutes=30)
# Names in audit and ledger how the person showed who they are.
PROOF = "one-time code to the telephone"


@require_http_methods(["GET", "HEAD", "POST"])
@same_form_for_all
@in_any_organisation
def phone(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    return ask_number(request=request, organisation=organisation, way=_BY_NUMBER)


@require_http_methods(["GET", "HEAD", "POST"])
@in_any_organisation
def code(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    def open_data(contact_id: int) -> HttpResponseBase:
        show(request=request, organisation=organisation, contact_id=contact_id)
        return go_to(name="my-data", organisation=organisation)

    return ask_code(request=request, organisation=organisation, way=_BY_NUMBER, proved=open_data)


@require_POST
@in_any_organisation
def leave(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    close(request=request, organisation=organisation)
    messages.success(request, gettext("Your data is shown here no more."))
    return go_to(name="home", organisation=organisation)


def show(*, request: HttpRequest, organisation: OrganisationProfile, contact_id: int) -> None:
    """To whoever proved that they are this person."""
    until = (now() + _GOOD_FOR).timestamp()
    request.session[_shown(organisation)] = {"contact_id": contact_id, "until": until}


def person_of(*, request: HttpRequest, organisation: OrganisationProfile) -> int | None:
    """Whose telephone it is; None when nobody showed it, or too long ago."""
    shown = request.session.get(_shown(organisation))
    return shown["contact_id"] if shown and shown["until"] > now().timestamp() else None


def close(*, request: HttpRequest, organisation: OrganisationProfile) -> None:
    request.session.pop(_shown(organisation), None)


def _shown(organisation: OrganisationProfile) -> str:
    return f"my-data:{organisation.slug}"
