"""Where one is signed in, and ending that."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from baraza.core.identity.actions.account import Person
from baraza.core.identity.sign_in.sessions import end_session, end_sessions, list_sessions
from baraza.web.console.account.page import own, page


@require_safe
@own
def sessions(request: HttpRequest, person: Person) -> HttpResponseBase:
    found = list_sessions(request=request, user_id=person.pk)
    return page(request, template="sessions", current="account", sessions=found)


@require_POST
@own
def end(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:
    this = request.session.session_key
    if not end_session(user_id=person.pk, session_id=number, except_key=this):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("console:sessions")


@require_POST
@own
def end_others(request: HttpRequest, person: Person) -> HttpResponseBase:
    count = end_sessions(user_id=person.pk, except_key=request.session.session_key)
    said = ngettext("%(count)d other device is signed out.", "%(count)d other devices are signed out.", count)
    messages.success(request, said % {"count": count})
    return redirect("console:sessions")


@require_POST
@own
def stay(request: HttpRequest, _person: Person) -> HttpResponseBase:
    """The time begins anew, because somebody asked for this address."""
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect("console:home")
