"""A new e-mail address: asked for on one's account, and used once the link in the letter to it is opened."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actions.account import Person
from baraza.core.identity.actions.email import EmailTaken, LinkUnusable, ask_for_email, change_email, email_of
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.web.console.access import recently_confirmed
from baraza.web.console.account.forms import NewEmailForm
from baraza.web.console.account.page import own, page
from baraza.web.ui.tries import too_many


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@own
def email(request: HttpRequest, person: Person) -> HttpResponseBase:
    form = NewEmailForm(request.POST or None, person=person)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return page(request, template="email", current="account", status=status, form=form)
    wanted = form.cleaned_data["email"]
    path = reverse("console:new-email", args=["TOKEN"])
    try:
        ask_for_email(user=person, email=wanted, address=request.build_absolute_uri(path))
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)
    return page(request, template="email_sent", current="account", email=wanted)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def by_link(request: HttpRequest, person: Person, token: str) -> HttpResponseBase:
    """A button, because what looks through letters for viruses opens links by itself."""
    try:
        if request.method == "POST":
            now_known_as = change_email(user_id=person.pk, token=token)
            messages.success(request, _("From now on you sign in with %(email)s.") % {"email": now_known_as})
            return redirect("console:account")
        response = page(request, template="email_new", current="account", email=email_of(user=person, token=token))
    except (LinkUnusable, EmailTaken):
        return render(request, "console/account/email_worn_out.html", status=HTTPStatus.GONE)
    # The address is a key: it must not go to another site.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
