"""What a page of a failure says of the request."""

from django import template

from baraza.lib.correlation import correlation_id

register = template.Library()


@register.simple_tag
def request_number() -> str:
    """The number under which the log knows this request; it is also the header X-Correlation-Id."""
    return correlation_id.get()
