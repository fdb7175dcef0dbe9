"""What we keep about a person, shown to that person: to see, to put right, to have removed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.actions.forget import forget_person
from baraza.web.portal.my_data_files import photos_by_address
from baraza.web.portal.my_data_kept import Kept, about, of_the_person, private
from baraza.web.portal.my_data_proof import close
from baraza.web.portal.ownership import let_go
from baraza.web.portal.scope import takes_calls
from baraza.web.portal.shell import go_to, shell


@require_safe
@of_the_person
def overview(request: HttpRequest, organisation: OrganisationProfile, kept: Kept) -> HttpResponseBase:
    context = {
        **shell(organisation=organisation, current="my-data"),
        "kept": kept,
        "you": about(kept=kept, organisation=organisation),
        "photos": photos_by_address(kept=kept, organisation=organisation),
        "calls": takes_calls(organisation),
        "has_number": any(one.scheme == "phone" for one in kept.person.addresses),
    }
    return private(render(request, "portal/my_data.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@of_the_person
def delete(request: HttpRequest, organisation: OrganisationProfile, kept: Kept) -> HttpResponseBase:
    if request.method == "POST":
        forget_person(actor=resident(contact_id=kept.contact_id), contact_id=kept.contact_id)
        close(request=request, organisation=organisation)
        let_go(request=request, organisation=organisation)
        messages.success(request, gettext("Your data has been removed. What you reported stays, without you."))
        return go_to(name="home", organisation=organisation)
    context = {**shell(organisation=organisation, current="my-data"), "kept": kept}
    return private(render(request, "portal/my_data_delete.html", context))
