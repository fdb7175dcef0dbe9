"""Views are saved from a list, and renamed, shared, put first, removed and taken back on a page of their own."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.capabilities.saved_views.actions import (
    NameTaken,
    QueryTooLong,
    TooManyViews,
    ViewUnknown,
    change_view,
    choose_first_view,
    remove_view,
    save_view,
    take_removal_back,
)
from baraza.capabilities.saved_views.lists import may_share
from baraza.capabilities.saved_views.queries import removed_views
from baraza.web.console.access import Desk
from baraza.web.console.numbers import whole_number
from baraza.web.console.saved_views.lists import ListOfViews, views_here
from baraza.web.console.shell import shell


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60, error_messages={"required": _("Give the view a name")})
    shared = forms.BooleanField(label=_("For everybody here"), required=False)


def overview(request: HttpRequest, desk: Desk, of: ListOfViews) -> HttpResponseBase:
    return _overview(request, desk, of)


def _overview(
    request: HttpRequest, desk: Desk, of: ListOfViews, *, bad: forms.Form | None = None, bad_id: int = 0
) -> HttpResponseBase:
    shares, user_id = may_share(actor=desk.actor, of=of.name), desk.actor.id or 0
    reader = of.reader(desk)
    found = [
        {
            "view": one,
            "url": of.url(reader(QueryDict(one.query))),
            "may_change": one.own or shares,
            "change_url": of.route("change", one.id),
            "remove_url": of.route("remove", one.id),
            "form": bad
            if bad is not None and one.id == bad_id
            else ViewForm(initial={"name": one.name, "shared": one.shared}, auto_id=f"view_{one.id}_%s"),
        }
        for one in views_here(of=of, desk=desk)
    ]
    removed = [
        (one, of.route("back", one.id)) for one in removed_views(of=of.name, user_id=user_id) if one.own or shares
    ]
    context = {
        **shell(desk=desk, current=of.name),
        "views": found,
        "removed": removed,
        "may_share": shares,
        "form": bad,
        "list_title": gettext(of.title),
        "whole_title": gettext(of.whole_title),
        "list_url": of.url(),
        "first_url": of.route("first"),
        "page_url": of.route(""),
    }
    return render(request, "console/saved_views/page.html", context, status=422 if bad else 200)


def save(request: HttpRequest, desk: Desk, of: ListOfViews) -> HttpResponseBase:
    """What is kept is only what the list can use."""
    query = of.reader(desk)(QueryDict(request.POST.get("query", "")))
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Give the view a name of at most 60 characters."))
        return redirect(of.url(query))
    try:
        with transaction.atomic():
            save_view(actor=desk.actor, of=of.name, query=query, **form.cleaned_data)
    except NameTaken:
        messages.error(request, gettext("There is a view of that name already. Choose another name."))
    except TooManyViews:
        messages.error(request, gettext("You have fifty views. Remove one that you no longer use."))
    except QueryTooLong:
        messages.error(request, gettext("So many filters cannot be kept. Take some away, then save the view."))
    else:
        messages.success(request, gettext("View saved"), extra_tags="toast")
    return redirect(of.url(query))


def change(request: HttpRequest, desk: Desk, of: ListOfViews, view_id: int) -> HttpResponseBase:
    form = ViewForm(request.POST, auto_id=f"view_{view_id}_%s")
    if form.is_valid():
        try:
            with transaction.atomic():
                change_view(actor=desk.actor, of=of.name, view_id=view_id, **form.cleaned_data)
        except ViewUnknown as error:
            raise Http404(str(error)) from error
        except NameTaken:
            form.add_error("name", gettext("There is a view of that name already"))
        else:
            messages.success(request, gettext("View changed"), extra_tags="toast")
            return redirect(of.route(""))
    return _overview(request, desk, of, bad=form, bad_id=view_id)


def remove(request: HttpRequest, desk: Desk, of: ListOfViews, view_id: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            remove_view(actor=desk.actor, of=of.name, view_id=view_id)
    except ViewUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("View removed. You can take that back below."))
    return redirect(of.route(""))


def back(request: HttpRequest, desk: Desk, of: ListOfViews, view_id: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            take_removal_back(actor=desk.actor, of=of.name, view_id=view_id)
    except ViewUnknown as error:
        raise Http404(str(error)) from error
    except NameTaken:
        messages.error(request, gettext("Another view has its name by now. Rename that one first."))
    except TooManyViews:
        messages.error(request, gettext("You have fifty views. Remove one that you no longer use."))
    else:
        messages.success(request, gettext("The view is back"), extra_tags="toast")
    return redirect(of.route(""))


def first(request: HttpRequest, desk: Desk, of: ListOfViews) -> HttpResponseBase:
    """With no view, the list opens whole again."""
    try:
        with transaction.atomic():
            choose_first_view(actor=desk.actor, of=of.name, view_id=whole_number(request.POST.get("view", "")))
    except ViewUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("Saved"), extra_tags="toast")
    return redirect(of.route(""))
