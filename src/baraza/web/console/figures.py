"""Figures in words: lists that a number leads to, differences with an arrow, durations, shares, values by their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from baraza.core.identity.queries.choosing import teams_and_people
from baraza.services.complaints.queries.categories import list_categories
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.rules.figures import Period
from baraza.web.console.access import Desk
from baraza.web.console.wording import channel_name
from baraza.web.ui.language_names import language_label

# What a dimension is called in the list's address.
PARAMETERS = {
    "category": "category",
    "priority": "priority",
    "ward": "ward",
    "area": "area",
    "channel": "channel",
    "language": "language",
    "team": "team",
    "assignee": "person",
}
# How the list is asked for what has no value of a dimension.
WITHOUT = {"assignee": "nobody", "team": "nobody", "ward": "none"}


def list_url(**wanted: str) -> str:
    """The list of complaints, narrowed."""
    return f"{reverse('console:complaints')}?{urlencode(wanted)}"


def period_of(period: Period, *, by: str) -> dict[str, str]:
    """For `list_url`: complaints that were `by` (opened, resolved …) in the period, whatever their state."""
    days = {"from": period.first.isoformat(), "to": period.last.isoformat(), "group": "all"}
    return days if by == "opened" else {**days, "by": by}


def number(value: float, *, places: int = 0) -> str:
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def rest_words(counts: Sequence[int]) -> str:
    """What a chart leaves out; nothing when it shows all."""
    words = ngettext("%(number)s more in %(kinds)s other", "%(number)s more in %(kinds)s others", len(counts))
    return words % {"number": number(sum(counts)), "kinds": number(len(counts))} if counts else ""


def percent(value: float | None) -> str:
    return gettext("none yet") if value is None else gettext("%(share)s %%") % {"share": number(value)}


def duration(took: timedelta | None) -> str:
    """In the two units that matter: "3 h 20 min", "12 days 4 h"."""
    if took is None:
        return gettext("none yet")
    if took < timedelta(minutes=1):
        return gettext("under a minute")
    minutes = round(took.total_seconds() / 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days >= 2:  # noqa: PLR2004 - "36 h" is easier than "1 day 12 h"
        return ngettext("%(days)d day %(hours)d h", "%(days)d days %(hours)d h", days) % {
            "days": days,
            "hours": hours - 24 * days,
        }
    if hours:
        return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes - 60 * hours}
    return gettext("%(minutes)d min") % {"minutes": minutes}


@dataclass(frozen=True, kw_only=True)
class Trend:
    """`tone` is good, bad or flat; the words say it without colour."""

    words: str
    tone: str


def trend(now: float, before: float, *, days: int, more_is: str = "flat") -> Trend:
    """`more_is` good, bad or flat (neither)."""
    difference = now - before
    values = {"number": number(abs(difference)), "days": days}
    if not round(difference):
        return Trend(words=gettext("→ as in the %(days)d days before") % values, tone="flat")
    if difference > 0:
        return Trend(words=gettext("↑ %(number)s more than in the %(days)d days before") % values, tone=more_is)
    opposite = {"good": "bad", "bad": "good", "flat": "flat"}
    return Trend(words=gettext("↓ %(number)s fewer than in the %(days)d days before") % values, tone=opposite[more_is])


def share_trend(now: float | None, before: float | None, *, days: int, more_is: str) -> Trend:
    """Of two shares, in points."""
    if now is None or before is None:
        return Trend(words=gettext("nothing to compare with yet"), tone="flat")
    points = round(now) - round(before)
    values = {"points": abs(points), "days": days}
    if not points:
        return Trend(words=gettext("→ as in the %(days)d days before") % values, tone="flat")
    if points > 0:
        up = ngettext(
            "↑ %(points)d point up on the %(days)d days before",
            "↑ %(points)d points up on the %(days)d days before",
            points,
        )
        return Trend(words=up % values, tone=more_is)
    opposite = {"good": "bad", "bad": "good", "flat": "flat"}
    down = ngettext(
        "↓ %(points)d point down on the %(days)d days before",
        "↓ %(points)d points down on the %(days)d days before",
        -points,
    )
    return Trend(words=down % values, tone=opposite[more_is])


@dataclass(frozen=True, kw_only=True)
class Names:
    """By dimension, what its values are called. Values that are gone from the settings keep their code."""

    by_dimension: Mapping[str, Mapping[str, str]]

    def of(self, dimension: str, value: str) -> str:
        if not value:
            nothing = {"assignee": gettext("Nobody"), "team": gettext("No team"), "ward": gettext("No ward known")}
            return nothing.get(dimension, gettext("Not known"))
        known = self.by_dimension.get(dimension, {}).get(value)
        if known:
            return known
        if dimension == "ward":
            return gettext("Ward %(ward)s") % {"ward": value}
        if dimension == "channel":
            return channel_name(value)
        if dimension == "language":
            return language_label(value)
        return gettext("No longer here") if dimension in {"team", "assignee"} else value

    def leads_to_list(self, dimension: str, value: str) -> bool:
        """Whether the list can be narrowed to it: the list knows what can be chosen now."""
        if not value:
            return dimension in WITHOUT
        return dimension in {"ward", "area"} or value in self.by_dimension.get(dimension, {})


def names_for(desk: Desk) -> Names:
    """Asked for once per page. People are named only to those who work with them."""
    ours = teams_and_people()
    return Names(
        by_dimension={
            "category": {one.code: one.name for one in list_categories()},
            "priority": {code: gettext(name) for code, name in PRIORITY_NAMES.items()},
            "team": {str(pk): name for pk, name in ours.teams.items()},
            "assignee": {str(pk): name for pk, name in ours.people.items()},
            "language": {code: language_label(code) for code in desk.organisation.languages},
            "channel": {code: channel_name(code) for code in ("web", "whatsapp", "ussd", "sms", "email", "api")},
        }
    )


def value_url(names: Names, *, dimension: str, value: str, **more: str) -> str:
    """The list of this value's complaints; nothing where the list cannot be narrowed to it."""
    if not names.leads_to_list(dimension, value):
        return ""
    return list_url(**{PARAMETERS[dimension]: value or WITHOUT[dimension], **more})
