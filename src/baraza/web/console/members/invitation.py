"""What opens when somebody follows the link of an invitation: a form for new people, a button for members elsewhere."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actions.invitations import accept_as, accept_as_new
from baraza.core.identity.errors import AlreadyMember, InvitationGone, OtherPerson
from baraza.core.identity.queries.invited import Invited, get_invited
from baraza.core.organisations.queries import OrganisationProfile, OrganisationUnknown, get_organisation_by_slug
from baraza.web.console.access import choose_organisation
from baraza.web.console.members.forms import JoinForm


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    try:
        organisation = get_organisation_by_slug(slug=slug)
        invited = get_invited(organisation_id=organisation.id, token=token)
        if request.method != "POST":
            return _page(request, organisation, invited, JoinForm())
        if request.user.is_authenticated:
            return _join(request, organisation, invited, token)
        if invited.has_account:
            return redirect_to_login(request.path)
        return _begin(request, organisation, invited, token)
    except (OrganisationUnknown, InvitationGone, AlreadyMember):
        return render(request, "console/members/invitation_gone.html", status=HTTPStatus.NOT_FOUND)


def _join(request: HttpRequest, organisation: OrganisationProfile, invited: Invited, token: str) -> HttpResponseBase:
    try:
        accept_as(organisation_id=organisation.id, token=token, user_id=request.user.pk or 0)
    except OtherPerson:
        return _page(request, organisation, invited, JoinForm(), status=HTTPStatus.FORBIDDEN)
    choose_organisation(request=request, organisation_id=organisation.id)
    messages.success(request, gettext("Welcome to %(name)s.") % {"name": organisation.name})
    return redirect("console:home")


def _begin(request: HttpRequest, organisation: OrganisationProfile, invited: Invited, token: str) -> HttpResponseBase:
    form = JoinForm(request.POST)
    if form.is_valid():
        try:
            accept_as_new(organisation_id=organisation.id, token=token, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, gettext("Your account is ready. Sign in with your e-mail address and password."))
            return redirect("console:sign-in")
    return _page(request, organisation, invited, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(
    request: HttpRequest,
    organisation: OrganisationProfile,
    invited: Invited,
    form: JoinForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    signed_in_as = getattr(request.user, "email", "")
    context = {
        "organisation": organisation,
        "invited": invited,
        "form": form,
        "signed_in_as": signed_in_as,
        "is_the_person": signed_in_as.lower() == invited.email,
        "here": request.path,
    }
    return render(request, "console/members/invitation.html", context, status=status)
