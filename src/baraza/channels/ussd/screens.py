"""The screen that goes out: what the conversation answered if it fits, else an apology that always fits."""

import logging

from prometheus_client import Counter

from baraza.channels.ussd.limits import LIMITS
from baraza.core.ingress.contract import JsonObject
from baraza.lib.gsm7 import is_gsm7, septets, to_gsm7
from baraza.lib.json_bodies import text_at
from baraza.messaging.contract import Screen

logger = logging.getLogger(__name__)

# When answering failed we do not know the person's language either, so this holds all four of ours; it is no
# entry of the translation catalogue, because it has to work when everything else does not.
APOLOGY = Screen(
    text=(
        "Sorry, please dial again.\n"
        "Jammer, skakel asseblief weer.\n"
        "Uxolo, sicela uphinde ushaye.\n"
        "Uxolo, nceda uphinde utsale."
    ),
    end=True,
)
REFUSED_SCREENS = Counter(
    "baraza_ussd_refused_screens_total",
    "Screens that were not sent because they were empty or too long: a fault of the renderer.",
    ["reason"],
)


def stored(screen: Screen) -> JsonObject:
    return {"text": to_gsm7(screen.text), "end": screen.end}


def restored(answer: JsonObject) -> Screen:
    """The screen of a stored answer; never too long, never empty, beginning with a visible character."""
    if answer.get("failed"):
        return APOLOGY
    text = text_at(answer, "text").strip()
    if not text:
        return _refuse("empty", "the screen is empty")
    if not is_gsm7(text):
        return _refuse("alphabet", "the screen holds characters outside the GSM alphabet")
    if septets(text) > LIMITS.text:
        return _refuse("length", f"the screen takes {septets(text)} septets of {LIMITS.text}")
    return Screen(text=text, end=bool(answer.get("end")))


def _refuse(reason: str, words: str) -> Screen:
    REFUSED_SCREENS.labels(reason=reason).inc()
    logger.error("A USSD screen was not sent: %s.", words)
    return APOLOGY
