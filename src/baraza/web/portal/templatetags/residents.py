"""Filters of the residents' pages."""

from django import template
from django.utils.translation import gettext

from baraza.lib.phone import readable
from baraza.services.complaints.queries.information import OfficeInformation
from baraza.services.complaints.rules.opening_hours import hours_said

register = template.Library()


@register.filter
def telephone(number: str, region: str) -> str:
    """A number as people write it; what is an e-mail address instead stays as it is."""
    return number if "@" in number else readable(number, region=region)


@register.filter
def hours(written: str) -> str:
    """Opening hours with the days in the reader's language."""
    return hours_said(written, translate=gettext)


@register.filter
def on_a_map(office: OfficeInformation) -> str:
    """Where streets are drawn and the way is told: our own maps have none."""
    at = f"{office.latitude:.5f}", f"{office.longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={at[0]}&mlon={at[1]}#map=17/{at[0]}/{at[1]}"
