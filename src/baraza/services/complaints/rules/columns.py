"""The columns that a list of complaints can have; the reference and the words are always there."""

from baraza.lib.translation import gettext_noop

COLUMNS: dict[str, str] = {
    "area": gettext_noop("Area"),
    "state": gettext_noop("State"),
    "priority": gettext_noop("Priority"),
    "due": gettext_noop("Due"),
    "assigned": gettext_noop("Assigned"),
    "team": gettext_noop("Team"),
    "channel": gettext_noop("Channel"),
    "opened": gettext_noop("Reported"),
}
SHOWN_FIRST = ("area", "state", "priority", "due", "assigned")
