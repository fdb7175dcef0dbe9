"""Views of the list of calls that members save under a name."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.services.call_analytics.actions.views import NameTaken, TooManyViews, ViewUnknown, delete_view, save_view
from baraza.web.console.access import Desk, staff
from baraza.web.console.calls.forms import CallsForm, ViewForm
from baraza.web.console.calls.listing import asked_of

_LONGEST_QUERY = 1000


@require_POST
@staff(permission="calls.read")
def save(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """What is kept is only what the list can use."""
    query = urlencode(asked_of(CallsForm(QueryDict(request.POST.get("query", "")), desk=desk)))
    form = ViewForm(request.POST)
    if not form.is_valid() or len(query) > _LONGEST_QUERY:
        messages.error(request, gettext("Give the view a name of at most 60 characters."))
        return _list(query)
    try:
        with transaction.atomic():
            save_view(actor=desk.actor, name=form.cleaned_data["name"], query=query, shared=form.cleaned_data["shared"])
    except NameTaken:
        messages.error(request, gettext("There is a view of that name already. Choose another name."))
    except TooManyViews:
        messages.error(request, gettext("You have fifty views. Remove one that you no longer use."))
    else:
        messages.success(request, gettext("View saved"), extra_tags="toast")
    return _list(query)


@require_POST
@staff(permission="calls.read")
def delete(request: HttpRequest, desk: Desk, view_id: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            delete_view(actor=desk.actor, view_id=view_id)
    except ViewUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("View removed"), extra_tags="toast")
    return redirect("console:calls")


def _list(query: str) -> HttpResponseBase:
    return redirect(f"{reverse('console:calls')}?{query}")
