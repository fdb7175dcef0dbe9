"""Names and dates as the person reads them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.core import UnknownLocaleError
from babel.dates import format_datetime

from baraza.conversation.engine.contract import Choice, Context
from baraza.core.organisations.queries import OrganisationProfile, get_organisation
from baraza.services.complaints.rules.categories import CATEGORY_NAMES, PRIORITY_NAMES
from baraza.services.complaints.states import NAMES, State

# Each language by its own name, for people who do not read the others.
LANGUAGE_NAMES = {
    "en": "English",
    "af": "Afrikaans",
    "zu": "isiZulu",
    "xh": "isiXhosa",
    "rw": "Ikinyarwanda",
    "fil": "Filipino",
}


def category_name(context: Context, code: str) -> str:
    return context.t(CATEGORY_NAMES[code])


def priority_name(context: Context, code: str) -> str:
    return context.t(PRIORITY_NAMES[code])


def state_name(context: Context, state: State) -> str:
    return context.t(NAMES[state])


def organisation(context: Context) -> OrganisationProfile:
    return get_organisation(organisation_id=context.person.organisation_id)


def day(context: Context, at: datetime) -> str:
    """`23 November` in the person's language and the organisation's time zone."""
    zone = ZoneInfo(organisation(context).time_zone)
    try:
        return format_datetime(at, "d MMMM", tzinfo=zone, locale=context.language)
    except UnknownLocaleError:
        return format_datetime(at, "d MMMM", tzinfo=zone, locale="en")


def language_choices(context: Context) -> tuple[Choice, ...]:
    return tuple(Choice(id=f"lang:{code}", label=LANGUAGE_NAMES.get(code, code)) for code in context.languages)


def yes_or(context: Context, *, other_id: str, other_label: str) -> tuple[Choice, ...]:
    return (Choice(id="yes", label=context.t("Yes")), Choice(id=other_id, label=other_label))
