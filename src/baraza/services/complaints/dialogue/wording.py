"""Names, dates and beginnings of texts as the person reads them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.core import UnknownLocaleError
from babel.dates import format_datetime

from baraza.conversation.engine.commands import OWN_NAMES
from baraza.conversation.engine.contract import Choice, Context, Translate
from baraza.core.organisations.queries import OrganisationProfile, get_organisation
from baraza.core.settings.openness import get_openness
from baraza.lib.clock import now
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.queries import categories
from baraza.services.complaints.rules.publicity import WORDS_ARE_PUBLIC, WORDS_ARE_PUBLIC_BRIEFLY
from baraza.services.complaints.states import NAMES, State

# "Low" is a word for staff: nobody who reports something thinks little of it.
URGENCY_NAMES = {
    "critical": gettext_noop("Danger to life"),
    "high": gettext_noop("Urgent"),
    "medium": gettext_noop("Normal"),
    "low": gettext_noop("It can wait"),
}
# The one that stands in every example of a reference.
_EXAMPLE_CODE = "4KX7QA"
_AND_SO_ON = " …"
# Small screens show it as a blank and three points.
_AND_SO_ON_SIZE = 4


def who_reads_it(context: Context, t: Translate) -> tuple[str, ...]:
    """Nothing where words are for staff only."""
    if not get_openness().words:
        return ()
    return (t(WORDS_ARE_PUBLIC_BRIEFLY if context.channel.small_screen else WORDS_ARE_PUBLIC),)


def category_name(context: Context, code: str) -> str:
    return categories.category_name(code=code, language=context.language)


def urgency_name(context: Context, code: str) -> str:
    return context.t(URGENCY_NAMES[code])


def state_name(context: Context, state: State) -> str:
    return context.t(NAMES[state])


def organisation(context: Context) -> OrganisationProfile:
    return get_organisation(organisation_id=context.person.organisation_id)


def example_reference(context: Context) -> str:
    """What a reference of this organisation looks like."""
    return f"{organisation(context).reference_prefix}-{now().year}-{_EXAMPLE_CODE}"


def beginning(text: str, *, most: int) -> str:
    """As much of a person's words as recognises them, ended at a word; the record keeps them whole."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    room = most - _AND_SO_ON_SIZE
    end = line.rfind(" ", 0, room + 1)
    return f"{line[: end if end > 0 else room]}{_AND_SO_ON}"


def day(context: Context, at: datetime) -> str:
    """`23 November` in the person's language and the organisation's time zone."""
    zone = ZoneInfo(organisation(context).time_zone)
    try:
        return format_datetime(at, "d MMMM", tzinfo=zone, locale=context.language)
    except UnknownLocaleError:
        return format_datetime(at, "d MMMM", tzinfo=zone, locale="en")


def language_choices(context: Context) -> tuple[Choice, ...]:
    return tuple(Choice(id=f"lang:{code}", label=OWN_NAMES.get(code, code)) for code in context.languages)
