"""How endpoints and deliveries stand, in words."""

from typing import Final

from django.utils.translation import gettext

from baraza.capabilities.webhooks.queries import DeliveryRow, EndpointRow, TryRow
from baraza.lib.translation import gettext_noop

_DELIVERY: Final = {
    "waiting": (gettext_noop("On its way"), "blue"),
    "taken": (gettext_noop("Taken"), "green"),
    "failed": (gettext_noop("Given up"), "red"),
    "held": (gettext_noop("Held"), "grey"),
}
_TROUBLE: Final = {
    "no_answer": gettext_noop("No answer within 10 seconds, or no connection"),
    "not_public": gettext_noop("Its name leads into a private network, so it was not called"),
    "too_large": gettext_noop("The answer was too large to be read"),
}


def standing_of(found: EndpointRow) -> tuple[str, str]:
    """Words and colour."""
    if found.state == "stopped":
        gone = found.stopped_because == "gone"
        return (
            gettext("Stopped: it says that it is gone") if gone else gettext("Stopped: a day without success")
        ), "red"
    if found.state == "paused":
        return gettext("Paused"), "grey"
    return (gettext("Failing"), "orange") if found.failing_since else (gettext("Active"), "green")


def state_of(found: DeliveryRow) -> tuple[str, str]:
    words, tone = _DELIVERY[found.state]
    return gettext(words), tone


def answer_of(found: TryRow) -> str:
    return str(found.status) if found.status is not None else gettext(_TROUBLE.get(found.trouble, found.trouble))
