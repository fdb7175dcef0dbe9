"""What the public sees of a case: loaded beside it, and a page of its own without scripts."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.services.complaints.actions.publicity import WAYS, keep_from_public
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.queries.public import is_kept_back
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.acts import Act
from baraza.web.console.shell import shell


@require_safe
@staff(permission="complaints.hide")
def publicity(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    try:
        complaint = get_complaint(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    context = {"complaint": complaint, "kept": is_kept_back(reference=complaint.reference)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "console/case/publicity_part.html", context)
    return render(request, "console/case/publicity.html", {**shell(desk=desk, current="complaints"), **context})


@require_POST
@staff(permission="complaints.hide")
def keep_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    what = request.POST.get("what", "")
    if what not in WAYS:
        raise Http404(what)
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="publicity",
        run=lambda: keep_from_public(actor=desk.actor, reference=reference, what=what),
        done=gettext("Kept from the public") if what else gettext("Shown to the public"),
    ).carry_out()
