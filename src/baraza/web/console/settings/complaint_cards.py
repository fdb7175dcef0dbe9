"""The cards of settings that are about residents and their reports: each says how its matter stands."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from baraza.capabilities.geography.queries import get_area, list_editions
from baraza.core.identity.queries import list_teams
from baraza.core.settings.calendar import get_calendar
from baraza.core.settings.openness import get_openness
from baraza.core.settings.quiet import get_quiet_hours
from baraza.core.settings.reporting import anonymous_allowed
from baraza.core.settings.sign_videos import list_sign_videos
from baraza.services.complaints.queries.canned import list_canned_replies
from baraza.services.complaints.queries.categories import languages_without_name, list_category_settings
from baraza.services.complaints.queries.due_times import own_due_hours, working_time_counts
from baraza.services.complaints.queries.information import list_emergency_numbers, list_offices
from baraza.web.console.access import Desk
from baraza.web.console.settings.card import Card


def cards_of_complaints(desk: Desk) -> Iterator[Card]:
    yield _categories()
    yield _due_times()
    yield _calendar()
    yield _quiet_hours()
    yield _teams()
    yield _replies()
    yield _information()
    yield _areas(desk)
    yield _reporting()
    yield _openness()
    yield _sign_videos()


def _categories() -> Card:
    found = list_category_settings()
    active = [one for one in found if one.active]
    hidden = len(found) - len(active)
    missing = sum(bool(languages_without_name(category=one)) for one in active)
    state = gettext("%(shown)s shown, %(hidden)s hidden") % {"shown": len(active), "hidden": hidden}
    remark = ngettext("%(n)s lacks a language", "%(n)s lack a language", missing) % {"n": missing} if missing else ""
    return Card(
        name="settings-categories",
        title=gettext("Categories"),
        icon="tag",
        permission="complaints.arrange",
        state=state,
        remark=remark,
    )


def _due_times() -> Card:
    own = len(own_due_hours())
    counted = gettext("working hours count") if working_time_counts() else gettext("every hour counts")
    set_by_us = ngettext("%(n)s time of your own", "%(n)s times of your own", own) % {"n": own}
    return Card(
        name="settings-due-times",
        title=gettext("Due times"),
        icon="clock",
        permission="complaints.arrange",
        state=f"{set_by_us}, {counted}" if own else f"{gettext('As delivered')}, {counted}",
    )


def _calendar() -> Card:
    found = get_calendar()
    days, holidays = len(found.week), len(found.holidays)
    days_words = ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    holiday_words = ngettext("%(n)s holiday", "%(n)s holidays", holidays) % {"n": holidays}
    without = gettext("Working hours count, but none are set") if working_time_counts() and not days else ""
    return Card(
        name="settings-calendar",
        title=gettext("Working hours and holidays"),
        icon="calendar",
        permission="settings.manage",
        state=f"{days_words}, {holiday_words}",
        remark=without,
    )


def _quiet_hours() -> Card:
    hours = get_quiet_hours()
    times = {"begins": f"{hours.begins:%H:%M}", "ends": f"{hours.ends:%H:%M}"}
    state = gettext("From %(begins)s until %(ends)s") % times if hours.on else gettext("None: news goes at any hour")
    return Card(
        name="settings-quiet-hours",
        title=gettext("Quiet hours"),
        icon="clock",
        permission="settings.manage",
        state=state,
    )


def _teams() -> Card:
    found = list_teams()
    empty = sum(not team.member_ids for team in found)
    return Card(
        name="settings-teams",
        title=gettext("Teams"),
        icon="users",
        permission="teams.manage",
        state=ngettext("%(n)s team", "%(n)s teams", len(found)) % {"n": len(found)},
        remark=ngettext("%(n)s has nobody in it", "%(n)s have nobody in them", empty) % {"n": empty} if empty else "",
    )


def _replies() -> Card:
    active = sum(one.active for one in list_canned_replies())
    return Card(
        name="settings-replies",
        title=gettext("Ready-made replies"),
        icon="chat",
        permission="complaints.write_canned",
        state=ngettext("%(n)s reply", "%(n)s replies", active) % {"n": active},
    )


def _information() -> Card:
    numbers, offices = len(list_emergency_numbers()), len(list_offices())
    number_words = ngettext("%(n)s emergency number", "%(n)s emergency numbers", numbers) % {"n": numbers}
    office_words = ngettext("%(n)s office", "%(n)s offices", offices) % {"n": offices}
    return Card(
        name="settings-information",
        title=gettext("Emergency numbers and offices"),
        icon="call",
        permission="complaints.inform",
        state=f"{number_words}, {office_words}",
        remark="" if numbers else gettext("Somebody in danger is told no number"),
    )


def _areas(desk: Desk) -> Card:
    one = desk.organisation
    editions = sum(edition.active for edition in list_editions() if edition.country == one.country)
    area = get_area(country=one.country, code=one.home_area_code) if one.home_area_code else None
    home = area.name if area else one.home_area_code or gettext("all municipalities")
    words = ngettext("%(n)s layer imported", "%(n)s layers imported", editions) % {"n": editions}
    return Card(
        name="settings-areas",
        title=gettext("Areas"),
        icon="map",
        permission="settings.manage",
        state=f"{home}, {words}",
        remark="" if editions else gettext("Places are found approximately"),
    )


def _reporting() -> Card:
    allowed = anonymous_allowed()
    return Card(
        name="settings-reporting",
        title=gettext("Reports of residents"),
        icon="edit",
        permission="settings.manage",
        state=gettext("A mobile number may be left out") if allowed else gettext("A mobile number is asked for"),
    )


def _openness() -> Card:
    words = get_openness().words
    return Card(
        name="settings-openness",
        title=gettext("What everybody may see"),
        icon="map",
        permission="settings.manage",
        state=gettext("The words of reports are shown") if words else gettext("The words of reports are not shown"),
    )


def _sign_videos() -> Card:
    found = len(list_sign_videos())
    return Card(
        name="settings-sign-videos",
        title=gettext("Films in sign language"),
        icon="user",
        permission="settings.manage",
        state=ngettext("%(n)s film", "%(n)s films", found) % {"n": found},
    )
