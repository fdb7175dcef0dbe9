"""The look of the list, that members choose for themselves."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.services.complaints.actions.look import choose_look
from baraza.services.complaints.rules.columns import COLUMNS
from baraza.web.console.access import Desk, staff
from baraza.web.console.queue.saved import VIEWS


class LookForm(forms.Form):
    columns = forms.MultipleChoiceField(choices=[(name, name) for name in COLUMNS], required=False)
    compact = forms.BooleanField(required=False)
    keys = forms.BooleanField(required=False)


@require_POST
@staff(permission="complaints.read")
def look(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = LookForm(request.POST)
    if form.is_valid():
        choose_look(actor=desk.actor, **form.cleaned_data)
        messages.success(request, gettext("Saved"), extra_tags="toast")
    else:
        messages.error(request, gettext("One of the columns is not known here. Nothing was changed."))
    return redirect(VIEWS.url(VIEWS.reader(desk)(QueryDict(request.POST.get("query", "")))))
