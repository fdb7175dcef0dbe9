"""The organisations: how much happens in each, founding, changing, switching off and on."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.identity.actions.invitations import invite_admin
from baraza.core.identity.actions.platform import SlugTaken, change, found, switch
from baraza.core.identity.errors import AlreadyMember
from baraza.core.identity.queries.members import list_members
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.core.organisations.records import OrganisationRecord, get_record, list_records
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.queries.counts import ENOUGH, count_open
from baraza.web.console.access import PlatformDesk, platform, recently_confirmed
from baraza.web.console.members.wording import refusal
from baraza.web.console.platform.forms import AdminForm, NewOrganisationForm, OrganisationForm, SupportForm
from baraza.web.console.platform.page import page
from baraza.web.ui.tries import too_many


@dataclass(frozen=True, kw_only=True)
class Row:
    """Numbers alone: nothing of a resident or a member is read for this page."""

    organisation: OrganisationRecord
    members: int
    open: int

    @property
    def open_words(self) -> str:
        """Nobody counts a million for a page."""
        return str(self.open) if self.open < ENOUGH else f"{ENOUGH - 1}+"


@require_safe
@platform
def organisations(request: HttpRequest, desk: PlatformDesk) -> HttpResponseBase:
    rows = [_row(record) for record in list_records()]
    return page(request, desk, template="organisations", current="platform", rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@platform
def found_one(request: HttpRequest, desk: PlatformDesk) -> HttpResponseBase:
    form = NewOrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            number = found(actor=desk.actor, new=form.new())
        except SlugTaken:
            form.add_error("slug", gettext("Another organisation has this short name."))
        else:
            messages.success(request, gettext("Founded. Invite its first admin now."))
            return redirect("console:platform-organisation", number)
    return page(request, desk, template="found", current="platform", status=_status(form), form=form)


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@platform
def organisation(request: HttpRequest, desk: PlatformDesk, number: int) -> HttpResponseBase:
    record = _known(number)
    form = OrganisationForm(request.POST or None, initial=_initial(record))
    if form.is_valid():
        change(actor=desk.actor, organisation_id=number, values=form.values())
        messages.success(request, gettext("Saved."))
        return redirect("console:platform-organisation", number)
    return show_organisation(request, desk, record, form=form, status=_status(form))


@recently_confirmed
@require_POST
@platform
def switch_one(request: HttpRequest, desk: PlatformDesk, number: int) -> HttpResponseBase:
    active = request.POST.get("active") == "on"
    _known(number)
    switch(actor=desk.actor, organisation_id=number, active=active)
    done = gettext("Switched on.") if active else gettext("Switched off: nobody gets in, and its data stays.")
    messages.success(request, done)
    return redirect("console:platform-organisation", number)


@recently_confirmed
@require_POST
@platform
def invite_one(request: HttpRequest, desk: PlatformDesk, number: int) -> HttpResponseBase:
    record, form = _known(number), AdminForm(request.POST)
    if form.is_valid():
        path = reverse("console:invitation", args=[record.slug, "TOKEN"])
        email, address = form.cleaned_data["email"], request.build_absolute_uri(path)
        try:
            invite_admin(actor=desk.actor, organisation_id=number, email=email, address=address)
        except AlreadyMember as error:
            form.add_error("email", refusal(error))
        except TooManyTries as error:
            return too_many(request, seconds=error.seconds)
        else:
            messages.success(request, gettext("The invitation is on its way to %(email)s.") % {"email": email})
            return redirect("console:platform-organisation", number)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return show_organisation(request, desk, record, admin_form=form, status=status)


def show_organisation(
    request: HttpRequest,
    desk: PlatformDesk,
    record: OrganisationRecord,
    *,
    form: OrganisationForm | None = None,
    support_form: SupportForm | None = None,
    admin_form: AdminForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponseBase:
    return page(
        request,
        desk,
        template="organisation",
        current="platform",
        status=status,
        row=_row(record),
        settings_form=form or OrganisationForm(initial=_initial(record)),
        support_form=support_form or SupportForm(members=members_of(record)),
        admin_form=admin_form or AdminForm(),
        form=support_form or admin_form or form,
    )


def members_of(record: OrganisationRecord) -> list[tuple[int, str]]:
    with organisation_scope(organisation_id=record.id):
        return [(one.id, one.name) for one in list_members()]


def _row(record: OrganisationRecord) -> Row:
    """In the organisation's own scope, one after the other: no reading across organisations is needed."""
    with organisation_scope(organisation_id=record.id):
        return Row(organisation=record, members=len(list_members()), open=count_open())


def _known(number: int) -> OrganisationRecord:
    record = get_record(organisation_id=number)
    if record is None:
        raise Http404
    return record


def _initial(record: OrganisationRecord) -> dict[str, object]:
    return {
        "name": record.name,
        "country": record.country,
        "time_zone": record.time_zone,
        "currency": record.currency,
        "phone_region": record.phone_region,
        "default_language": record.languages[0],
        "languages": list(record.languages),
        "services": list(record.services),
    }


def _status(form: OrganisationForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
