"""Correcting where something is."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.services.complaints.actions.place import Place, WardUnknown, correct_place
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.acts import Act, again
from baraza.web.console.case.forms import PlaceForm


@require_POST
@staff(permission="complaints.place")
def correct_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = PlaceForm(request.POST, auto_id="place_%s")
    if not form.is_valid():
        return again(request=request, desk=desk, reference=reference, name="place", form=form)
    cleaned = form.cleaned_data
    place = Place(
        latitude=cleaned["latitude"],
        longitude=cleaned["longitude"],
        text=cleaned["text"],
        ward_code=cleaned["ward"].strip(),
    )
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="place",
        form=form,
        done=gettext("Place corrected"),
        refusals={WardUnknown: ("ward", gettext("There is no ward with this code"))},
        run=lambda: correct_place(
            actor=desk.actor,
            reference=reference,
            place=place,
            reason=cleaned["reason"],
            expected_version=cleaned["version"],
        ),
    ).carry_out()
