"""Filters of the residents' pages."""

from django import template

from baraza.lib.phone import readable

register = template.Library()


@register.filter
def telephone(number: str, region: str) -> str:
    """A number as people write it; what is an e-mail address instead stays as it is."""
    return number if "@" in number else readable(number, region=region)
