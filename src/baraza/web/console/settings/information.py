"""What residents are told on every channel: emergency numbers, and offices with their hours."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.core.settings.sections import section_version
from baraza.services.complaints.actions.information import SECTION, set_information
from baraza.services.complaints.queries.information import (
    EmergencyContact,
    OfficeInformation,
    list_emergency_numbers,
    list_offices,
)
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, save, shown

_NUMBER = re.compile(r"[+\d][\d ()/-]{1,28}")
_POSITION = re.compile(r"\(?([+-]?\d{1,2}(?:\.\d+)?)°?\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d+)?)°?\)?")
_MORE_NUMBERS, _MORE_OFFICES = 2, 2
_MOST = 40


class NumberForm(forms.Form):
    use_required_attribute = False
    mark_optional = False

    name = forms.CharField(label=_("Who answers"), required=False, max_length=60)
    number = forms.CharField(
        label=_("Number"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, number = cleaned.get("name", ""), cleaned.get("number", "")
        if name and not number:
            self.add_error("number", gettext("Write the number of %(name)s, or empty both") % {"name": name})
        if number and not name:
            self.add_error("name", gettext("Write who answers at %(number)s, or empty both") % {"number": number})
        if number and not _NUMBER.fullmatch(number):
            self.add_error("number", gettext("Write a number with digits, such as 10177 or 011 375 5911"))
        return cleaned


class OfficeForm(forms.Form):
    use_required_attribute = False
    mark_optional = False

    name = forms.CharField(label=_("Office"), required=False, max_length=80)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    hours = forms.CharField(label=_("Hours"), required=False, max_length=120)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    position = forms.CharField(label=_("Position on the map"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        written = [field for field in ("name", "address", "hours") if cleaned.get(field)]
        if (written or cleaned.get("phone")) and len(written) < 3:  # noqa: PLR2004 - all three
            for field in {"name", "address", "hours"} - set(written) - set(self.errors):
                self.add_error(field, gettext("Write name, address and hours of an office, or empty the row"))
        if cleaned.get("position") and not written:
            self.add_error("name", gettext("Write which office is at this position, or empty the row"))
        return cleaned

    def clean_position(self) -> str:
        written = str(self.cleaned_data["position"])
        if written and position_of(written) is None:
            raise forms.ValidationError(gettext("Write latitude and longitude, such as -26.20414, 28.04731"))
        return written


def position_of(written: str) -> tuple[float, float] | None:
    """Latitude and longitude; None for what is no place on earth, empty included."""
    found = _POSITION.fullmatch(written.strip())
    at = (float(found[1]), float(found[2])) if found else None
    return at if at and abs(at[0]) <= 90 and abs(at[1]) <= 180 else None  # noqa: PLR2004 - degrees


NumberFormSet = forms.formset_factory(NumberForm, extra=_MORE_NUMBERS, max_num=_MOST, absolute_max=_MOST + 5)
OfficeFormSet = forms.formset_factory(OfficeForm, extra=_MORE_OFFICES, max_num=_MOST, absolute_max=_MOST + 5)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="complaints.inform")
def information(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted, data = request.method == "POST", request.POST if request.method == "POST" else None
    form = SectionForm(data=data, initial={"version": section_version(name=SECTION)})
    numbers = NumberFormSet(
        data=data,
        prefix="numbers",
        initial=[{"name": one.name, "number": one.number} for one in list_emergency_numbers()],
    )
    offices = OfficeFormSet(
        data=data,
        prefix="offices",
        initial=[_row(one) for one in list_offices()],
    )

    def page(status: int | None = None) -> HttpResponseBase:
        wrong = 422 if posted and not (numbers.is_valid() and offices.is_valid()) else None
        context = {"numbers": numbers, "offices": offices, "rows_are_wrong": wrong is not None}
        return shown(
            request=request, desk=desk, template="information", form=form, context=context, status=status or wrong
        )

    if not posted or not all([form.is_valid(), numbers.is_valid(), offices.is_valid()]):
        return page()
    contacts, places = _written(numbers), _written(offices)
    if len({one["number"] for one in contacts}) < len(contacts):
        form.add_error(None, gettext("One of the numbers stands there twice"))
        return page()
    if len({one["name"] for one in places}) < len(places):
        form.add_error(None, gettext("Two offices have the same name"))
        return page()
    return save(
        request=request,
        form=form,
        run=lambda: set_information(
            actor=desk.actor,
            numbers=[EmergencyContact(**one) for one in contacts],
            offices=[_office(one) for one in places],
            version=form.cleaned_data["version"],
        ),
        done=gettext("Numbers and offices saved; residents see them at once"),
        to=reverse("console:settings-information"),
        again=page,
    )


def _row(office: OfficeInformation) -> dict[str, str]:
    position = f"{office.latitude}, {office.longitude}" if office.latitude is not None else ""
    return {
        "name": office.name,
        "address": office.address,
        "hours": office.hours,
        "phone": office.phone,
        "position": position,
    }


def _office(row: dict[str, str]) -> OfficeInformation:
    latitude, longitude = position_of(row["position"]) or (None, None)
    return OfficeInformation(
        name=row["name"],
        address=row["address"],
        hours=row["hours"],
        phone=row["phone"],
        latitude=latitude,
        longitude=longitude,
    )


def _written(rows: Any) -> list[dict[str, str]]:
    """The rows that are not empty, in their order."""
    return [form.cleaned_data for form in rows.forms if any(form.cleaned_data.values())]
