"""A telephone number put right in "My data": asked for, proved by a code that goes to the new one, put in place."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.capabilities.notifications.codes import CodeWrong, send_number_proof
from baraza.capabilities.notifications.numbers import correct_number
from baraza.core.identity.addresses import address_of
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.phone import is_of, normalise, readable, takes_texts
from baraza.messaging.numbers import NumberKept, numbers_of
from baraza.messaging.reaching import approved_connection
from baraza.web.portal.forms_track import CodeForm
from baraza.web.portal.my_data_proof import person_of
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import go_to, shell
from baraza.web.ui.tries import too_many

_PURPOSE = "portal.number"


class NumberForm(forms.Form):
    """`instead_of` is asked of who has several."""

    use_required_attribute = False

    instead_of = forms.ChoiceField(
        label=_("Which number is wrong?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose the number that is wrong")},
    )
    phone = forms.CharField(
        label=_("Your new mobile number"),
        max_length=40,
        help_text=_("We send a code to it, to be sure that it is yours."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Write your new mobile number")},
    )

    def __init__(self, data: QueryDict | None, *, region: str, known: tuple[str, ...]) -> None:
        super().__init__(data)
        self.region, self.known = region, known
        field = self.fields["instead_of"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, readable(one, region=region)) for one in known]
        if len(known) <= 1:
            del self.fields["instead_of"]

    def clean_phone(self) -> str:
        number = normalise(self.cleaned_data["phone"].strip(), region=self.region)
        if number is None:
            raise forms.ValidationError(gettext("Write a mobile number such as 082 123 4567"))
        if not is_of(number, region=self.region):
            raise forms.ValidationError(gettext("We send codes only to numbers of this country"))
        if not takes_texts(number):
            raise forms.ValidationError(gettext("This number takes no messages. Write a mobile number"))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same = self.known[0] if len(self.known) == 1 else cleaned.get("instead_of")
        if cleaned.get("phone") and cleaned["phone"] == same:
            self.add_error("phone", gettext("This is the number that we have already"))
        return cleaned

    def old(self) -> str:
        """Empty for who had none."""
        return self.cleaned_data.get("instead_of") or (self.known[0] if self.known else "")


@require_http_methods(["GET", "HEAD", "POST"])
@in_any_organisation
def number(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    contact_id = person_of(request=request, organisation=organisation)
    if contact_id is None:
        return go_to(name="my-data-phone", organisation=organisation)
    known = numbers_of(contact_id=contact_id)
    offered = approved_connection() is not None
    data = request.POST if request.method == "POST" and offered else None
    form = NumberForm(data, region=organisation.phone_region, known=known)
    if form.is_valid():
        to, old = form.cleaned_data["phone"], form.old()
        try:
            key = send_number_proof(
                number=to,
                contact_id=contact_id,
                purpose=_PURPOSE,
                language=get_language() or organisation.default_language,
                address=address_of(request),
            )
        except TooManyTries as error:
            return too_many(request, seconds=error.seconds)
        asked = {"key": key, "number": to, "instead_of": old, "contact_id": contact_id}
        request.session[_slot(organisation)] = asked
        return go_to(name="number-code", organisation=organisation)
    context = {
        **shell(organisation=organisation, current="my-data"),
        "form": form,
        "known": known,
        "offered": offered,
    }
    return _private(render(request, "portal/number.html", context, status=422 if form.errors else 200))


@require_http_methods(["GET", "HEAD", "POST"])
@in_any_organisation
def code(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    contact_id = person_of(request=request, organisation=organisation)
    asked = request.session.get(_slot(organisation))
    if contact_id is None or not asked or asked["contact_id"] != contact_id:
        return go_to(name="my-data-phone" if contact_id is None else "my-data", organisation=organisation)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            kept = correct_number(
                key=asked["key"],
                purpose=_PURPOSE,
                number=asked["number"],
                code=form.cleaned_data["code"],
                instead_of=asked["instead_of"],
            )
        except CodeWrong:
            form.add_error("code", gettext("This code does not work. Check it, or ask for a new one"))
        else:
            del request.session[_slot(organisation)]
            return _said(request, organisation, kept)
    context = {
        **shell(organisation=organisation, current="my-data"),
        "form": form,
        "number": asked["number"],
        "old": asked["instead_of"],
    }
    return _private(render(request, "portal/number_code.html", context, status=422 if form.errors else 200))


def _said(request: HttpRequest, organisation: OrganisationProfile, kept: NumberKept) -> HttpResponseBase:
    """Of a number that belongs to somebody else nothing is said but what its holder can do with it."""
    if kept is NumberKept.TAKEN:
        context = shell(organisation=organisation, current="my-data")
        return _private(render(request, "portal/number_taken.html", context, status=409))
    if kept is NumberKept.CHANGED:
        messages.success(request, gettext("Your new number is in place. News goes there from now on."))
    else:
        messages.info(request, gettext("Your number was changed in the meantime. Look whether it is right now."))
    return go_to(name="my-data", organisation=organisation)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _slot(organisation: OrganisationProfile) -> str:
    return f"number-code:{organisation.slug}"
