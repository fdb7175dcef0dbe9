"""The list of complaints, and the way to it from the search box of every page."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from baraza.capabilities.saved_views.queries import views_question
from baraza.core.tenancy.questions import answers
from baraza.lib.references import read_reference
from baraza.services.complaints.queries.look import list_look_question, look_of
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.web.console.access import Desk, staff
from baraza.web.console.queue.page import list_page
from baraza.web.console.queue.places import PlaceForged
from baraza.web.console.queue.saved import VIEWS
from baraza.web.console.saved_views.lists import led_to_first, views_here
from baraza.web.console.shell import shell


@require_safe
@staff(permission="complaints.read")
def complaints(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    user_id = desk.actor.id or 0
    answers([views_question(of=VIEWS.name, user_id=user_id), list_look_question(user_id=user_id)])
    views = views_here(of=VIEWS, desk=desk)
    first = led_to_first(of=VIEWS, request=request, views=views)
    if first:
        return first
    look = look_of(user_id=user_id)
    try:
        return list_page(request=request, desk=desk, look=look, views=views, query=request.GET)
    except PlaceForged:
        context = {**shell(desk=desk, current="complaints"), "first_url": reverse("console:complaints")}
        return render(request, "console/queue/no_such_page.html", context, status=400)


@require_safe
@staff(permission="complaints.read")
def search(request: HttpRequest, _desk: Desk) -> HttpResponseBase:
    """A reference, however it is typed, leads to its case; other words to the list of what they are found in."""
    text = request.GET.get("q", "").strip()
    reference = read_reference(text)
    if reference:
        try:
            return redirect("console:complaint", get_complaint(reference=reference).reference)
        except ComplaintUnknown:
            pass
    query = urlencode({"q": text, "group": "all"}) if text else "group=open"
    return redirect(f"{reverse('console:complaints')}?{query}")
