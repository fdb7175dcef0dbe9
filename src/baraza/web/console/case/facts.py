"""What is known of a case, as rows of a list."""

from django.utils.translation import gettext

from baraza.capabilities.geography.records import BUILTIN_EDITION
from baraza.capabilities.notifications.queries import Reader
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.queries.case import Case
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.web.console.wording import channel_name, communicates
from baraza.web.ui.components import SummaryRow
from baraza.web.ui.language_names import language_label


def facts(case: Case, *, resident: str) -> list[SummaryRow]:
    found = case.complaint
    pairs = (
        (gettext("Category"), category_name(code=found.category)),
        (gettext("Priority"), gettext(PRIORITY_NAMES[found.priority])),
        (gettext("Team"), case.team),
        (gettext("Person"), case.assignee),
        (gettext("Resident"), resident),
        (gettext("Channel"), channel_name(found.channel)),
        (gettext("Language"), language_label(found.language)),
        (gettext("Followers"), str(found.followers)),
    )
    return [SummaryRow(key, value) for key, value in pairs if value]


def _edition(found: ComplaintDetail) -> str:
    if not found.area_name:
        return ""
    built_in = found.area_edition == BUILTIN_EDITION
    return gettext("No municipal ones are imported: the nearest town counts") if built_in else found.area_edition


def position_of(found: ComplaintDetail) -> tuple[float, float] | None:
    return None if found.latitude is None or found.longitude is None else (found.latitude, found.longitude)


def place_facts(case: Case) -> list[SummaryRow]:
    found = case.complaint
    area = found.area_name + (f" ({gettext('approximate')})" if found.area_name and found.area_approximate else "")
    position = "" if found.latitude is None else f"{found.latitude:.5f}, {found.longitude:.5f}"
    pairs = (
        (gettext("Place"), found.place),
        (gettext("Area"), area),
        (gettext("Boundaries"), _edition(found)),
        (gettext("Ward"), found.ward_code),
        (gettext("Position"), position),
    )
    return [SummaryRow(key, value) for key, value in pairs if value]


_STOPPED = {
    "bounced": gettext_noop("The e-mail address takes no letters: ask for another one"),
    "complained": gettext_noop("Reported our letters as spam: none are sent any more"),
    "unsubscribed": gettext_noop("Stopped our letters: none are sent any more"),
}


def resident_words(case: Case, *, reader: Reader | None, with_number: bool) -> str:
    if case.complaint.contact_id is None:
        return gettext("No number given")
    if reader is None:
        return gettext("Removed")
    person = reader.person
    parts = (
        person.name,
        person.phone if with_number else "",
        person.email if with_number else "",
        gettext(_STOPPED.get(person.email_stopped, "")) if person.email_stopped else "",
        communicates(person),
        gettext("Blocked") if person.blocked else "",
    )
    return "\n".join(part for part in parts if part) or gettext("Known, number not shown")
