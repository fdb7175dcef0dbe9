"""Opening hours as staff write them, in short English ("Mon-Fri 08:00-16:00"), with the days in the reader's language."""

import re
from collections.abc import Callable
from typing import Final

from baraza.lib.translation import gettext_noop

_DAYS: Final = {
    "mon": gettext_noop("Monday"),
    "tue": gettext_noop("Tuesday"),
    "wed": gettext_noop("Wednesday"),
    "thu": gettext_noop("Thursday"),
    "fri": gettext_noop("Friday"),
    "sat": gettext_noop("Saturday"),
    "sun": gettext_noop("Sunday"),
}
# Short and long names alike; whatever else is written stays.
_DAY: Final = re.compile(
    r"\b(?:(mon|fri|sun)(?:days?)?|(tue)(?:s|sdays?)?|(wed)(?:s|nesdays?)?|(thu)(?:rs?|rsdays?)?|(sat)(?:urdays?)?)\b\.?",
    re.IGNORECASE,
)


def hours_said(written: str, *, translate: Callable[[str], str]) -> str:
    return _DAY.sub(lambda found: translate(_DAYS[(found[found.lastindex or 0]).lower()]), written)
