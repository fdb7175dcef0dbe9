"""The letters that a member wants from the organisation they work in, and the link in each that stops its kind."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from baraza.capabilities.live.policies import FOLLOW
from baraza.capabilities.staff_letters.choices import Wishes, choose, stop, stopped_by, wishes_of
from baraza.capabilities.staff_letters.kinds import LetterKind, kinds_for
from baraza.web.console.access import Desk, staff
from baraza.web.console.shell import shell

# What a mailbox posts; a person posts the form of the page.
_ONE_CLICK = "List-Unsubscribe"
_WEEKDAYS = (
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")),
    (4, _("Friday")), (5, _("Saturday")), (6, _("Sunday")),
)  # fmt: skip


class LettersForm(forms.Form):
    """Ticked are those that are wanted; kept are those that are not."""

    use_required_attribute = False

    wanted = forms.MultipleChoiceField(
        label=_("E-mails when something happens"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.ChoiceField(
        label=_("A digest"),
        help_text=_("What you have not read and what waits for you. Where there is nothing, none is sent."),
        choices=(("none", _("No digest")), ("day", _("Every day")), ("week", _("Every week"))),
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(label=_("On which day, when every week"), choices=_WEEKDAYS, coerce=int)
    hour = forms.TypedChoiceField(
        label=_("At what hour"), choices=[(hour, f"{hour:02}:00") for hour in range(24)], coerce=int
    )

    def __init__(self, *, data: Mapping[str, Any] | None, kinds: list[LetterKind], wishes: Wishes) -> None:
        self._kinds, self._before = {kind.name for kind in kinds}, wishes
        super().__init__(
            data=data,
            initial={
                "wanted": sorted(self._kinds - wishes.stopped),
                "digest": wishes.digest,
                "weekday": wishes.weekday,
                "hour": wishes.hour,
            },
        )
        field = self.fields["wanted"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(kind.name, gettext(kind.label)) for kind in kinds]
        if not kinds:
            del self.fields["wanted"]

    def wishes(self) -> Wishes:
        """Kinds that the page did not show stay as they were chosen."""
        cleaned = self.cleaned_data
        unticked = self._kinds - set(cleaned.get("wanted", ()))
        return Wishes(
            stopped=frozenset((self._before.stopped - self._kinds) | unticked),
            digest=cleaned["digest"],
            hour=cleaned["hour"],
            weekday=cleaned["weekday"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=FOLLOW)
def letters(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    if desk.support is not None:
        raise PermissionDenied("Letters are a member's own.")
    form = LettersForm(
        data=request.POST if request.method == "POST" else None,
        kinds=kinds_for(actor=desk.actor, services=desk.organisation.services),
        wishes=wishes_of(actor=desk.actor),
    )
    if form.is_valid():
        choose(actor=desk.actor, wishes=form.wishes())
        messages.success(request, gettext("Saved."))
        return redirect("console:letters")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {**shell(desk=desk, current="account"), "form": form, "zone": desk.organisation.time_zone}
    return render(request, "console/account/letters.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The address itself is the proof, so no sign-in and no form token. A look at it stops nothing: scanners look."""
    stopping = stopped_by(token=token)
    if request.method == "POST" and stopping is not None:
        stop(stopping=stopping)
        if _ONE_CLICK in request.POST:
            return HttpResponse(gettext("You get no more of these e-mails."), content_type="text/plain; charset=utf-8")
    known = stopping is not None
    context = {"known": known, "stopped": known and request.method == "POST"}
    status = HTTPStatus.OK if known else HTTPStatus.NOT_FOUND
    response = render(request, "console/account/letters_stop.html", context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
