"""What the list can be narrowed by, in the words of staff."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from baraza.core.identity.queries.choosing import teams_and_people
from baraza.services.complaints.queries.categories import list_categories
from baraza.services.complaints.queries.sorting import MATCH
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.states import NAMES
from baraza.web.console.access import Desk
from baraza.web.console.wording import CHANNEL_NAMES, channel_name
from baraza.web.ui.language_names import language_label

MINE, NOBODY = "mine", "nobody"
ME, AWAY = "me", "away"
NO_WARD = "none"
# Chosen several at a time; a complaint fits when it is one of them.
SEVERAL = ("state", "category", "priority", "team", "channel", "language")


@dataclass(frozen=True, kw_only=True)
class Choices:
    """By parameter: the values that it can have with their words. `own_team_ids` are of the member at work."""

    options: Mapping[str, Mapping[str, str]]
    own_team_ids: tuple[int, ...]

    def label(self, name: str, value: str) -> str:
        return self.options[name][value]


def choices_for(desk: Desk) -> Choices:
    ours = teams_and_people()
    options = {
        "state": {state.value: gettext(name) for state, name in NAMES.items()},
        "category": {one.code: one.name for one in list_categories()},
        "priority": {code: gettext(name) for code, name in PRIORITY_NAMES.items()},
        "team": {
            MINE: gettext("My teams"),
            NOBODY: gettext("No team"),
            **{str(pk): name for pk, name in ours.teams.items()},
        },
        "channel": {code: channel_name(code) for code in CHANNEL_NAMES},
        "language": {code: language_label(code) for code in desk.organisation.languages},
        "person": {
            ME: gettext("Me"),
            NOBODY: gettext("Nobody"),
            AWAY: gettext("Somebody who is suspended or gone"),
            **{str(pk): name for pk, name in ours.people.items() if pk != desk.actor.id},
        },
        "due": {
            "overdue": gettext("Overdue"),
            "soon": gettext("Due within a day"),
            "kept": gettext("Done in time"),
            "missed": gettext("Done too late"),
        },
        "by": {
            "opened": gettext("By the day of the report"),
            "acknowledged": gettext("By the day staff first acted"),
            "resolved": gettext("By the day it was done"),
            "closed": gettext("By the day it was closed"),
            "reopened": gettext("By the day it was opened again"),
        },
        "group": {"open": gettext("All open"), "settled": gettext("Settled"), "all": gettext("All")},
        "sort": sort_names(),
    }
    return Choices(options=options, own_team_ids=ours.team_ids.get(desk.actor.id or 0, ()))


def sort_names() -> dict[str, str]:
    return {
        MATCH: gettext("Best match first"),
        "newest": gettext("Newest first"),
        "oldest": gettext("Oldest first"),
        "due": gettext("Due first"),
        "priority": gettext("Most urgent first"),
        "changed": gettext("Last changed first"),
    }
