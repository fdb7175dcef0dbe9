"""Saved views and the look of the list: what members keep for themselves or share."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from baraza.services.complaints.actions.views import (
    NameTaken,
    TooManyViews,
    ViewUnknown,
    change_view,
    choose_default_view,
    choose_look,
    delete_view,
    save_view,
)
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.views import look_and_views
from baraza.services.complaints.rules.columns import COLUMNS
from baraza.web.console.access import Desk, staff
from baraza.web.console.numbers import whole_number
from baraza.web.console.queue.choices import choices_for
from baraza.web.console.queue.reading import read
from baraza.web.console.shell import shell

_LONGEST_QUERY = 1000


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60, error_messages={"required": _("Give the view a name")})
    shared = forms.BooleanField(label=_("For everybody here"), required=False)


class LookForm(forms.Form):
    columns = forms.MultipleChoiceField(choices=[(name, name) for name in COLUMNS], required=False)
    compact = forms.BooleanField(required=False)
    keys = forms.BooleanField(required=False)


def _clean_query(request: HttpRequest, desk: Desk) -> str:
    """What is kept is only what the list can use."""
    return read(query=QueryDict(request.POST.get("query", "")), choices=choices_for(desk), desk=desk).query()


def _list_url(query: str) -> str:
    return f"{reverse('console:complaints')}?{query or 'group=open'}"


@require_safe
@staff(permission="complaints.read")
def views(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    return _views(request, desk)


def _views(request: HttpRequest, desk: Desk, *, bad: forms.Form | None = None, bad_id: int = 0) -> HttpResponseBase:
    user_id, may_share = desk.actor.id or 0, may(actor=desk.actor, act="share_views")
    look, found_views = look_and_views(user_id=user_id)
    found = [
        {
            "view": one,
            "url": _list_url(one.query),
            "opens_first": one.id == look.default_view_id,
            "may_change": one.own or may_share,
            "form": bad
            if bad is not None and one.id == bad_id
            else ViewForm(initial={"name": one.name, "shared": one.shared}, auto_id=f"view_{one.id}_%s"),
        }
        for one in found_views
    ]
    context = {**shell(desk=desk, current="complaints"), "views": found, "may_share": may_share, "form": bad}
    context["page_url"] = reverse("console:views")
    return render(request, "console/queue/views.html", context, status=422 if bad else 200)


@require_POST
@staff(permission="complaints.read")
def save(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    query = _clean_query(request, desk)
    form = ViewForm(request.POST)
    if not form.is_valid() or len(query) > _LONGEST_QUERY:
        messages.error(request, gettext("Give the view a name of at most 60 characters."))
        return redirect(_list_url(query))
    cleaned = form.cleaned_data
    try:
        with transaction.atomic():
            save_view(actor=desk.actor, name=cleaned["name"], query=query, shared=cleaned["shared"])
    except NameTaken:
        messages.error(request, gettext("There is a view of that name already. Choose another name."))
    except TooManyViews:
        messages.error(request, gettext("You have fifty views. Remove one that you no longer use."))
    else:
        messages.success(request, gettext("View saved"), extra_tags="toast")
    return redirect(_list_url(query))


@require_POST
@staff(permission="complaints.read")
def change(request: HttpRequest, desk: Desk, view_id: int) -> HttpResponseBase:
    form = ViewForm(request.POST, auto_id=f"view_{view_id}_%s")
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            with transaction.atomic():
                change_view(actor=desk.actor, view_id=view_id, name=cleaned["name"], shared=cleaned["shared"])
        except ViewUnknown as error:
            raise Http404(str(error)) from error
        except NameTaken:
            form.add_error("name", gettext("There is a view of that name already"))
        else:
            messages.success(request, gettext("View changed"), extra_tags="toast")
            return redirect("console:views")
    return _views(request, desk, bad=form, bad_id=view_id)


@require_POST
@staff(permission="complaints.read")
def delete(request: HttpRequest, desk: Desk, view_id: int) -> HttpResponseBase:
    try:
        delete_view(actor=desk.actor, view_id=view_id)
    except ViewUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("View removed"), extra_tags="toast")
    return redirect("console:views")


@require_POST
@staff(permission="complaints.read")
def default(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """With no view, the list opens with all open complaints again."""
    try:
        choose_default_view(actor=desk.actor, view_id=whole_number(request.POST.get("view", "")))
    except ViewUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("Saved"), extra_tags="toast")
    return redirect("console:views")


@require_POST
@staff(permission="complaints.read")
def look(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = LookForm(request.POST)
    if form.is_valid():
        choose_look(actor=desk.actor, **form.cleaned_data)
        messages.success(request, gettext("Saved"), extra_tags="toast")
    else:
        messages.error(request, gettext("One of the columns is not known here. Nothing was changed."))
    return redirect(_list_url(_clean_query(request, desk)))
