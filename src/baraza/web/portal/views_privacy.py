"""What is kept about residents and why, and which cookies there are: for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.openness import get_openness
from baraza.core.settings.privacy import privacy_text
from baraza.core.settings.retention import list_retention
from baraza.lib.paragraphs import read_blocks
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.scope import in_any_organisation, takes_calls, takes_complaints
from baraza.web.portal.shell import shell, shows_data


def keeping_words(organisation: OrganisationProfile) -> list[str]:
    """How long this organisation keeps what, as it has set it."""
    days = list_retention()
    lines = [_days(ngettext("Messages: %(n)s day", "Messages: %(n)s days", days["messages"]), days["messages"])]
    if takes_complaints(organisation):
        n = days["closed_cases"]
        said = ngettext(
            "Your name and number on a finished report: %(n)s day",
            "Your name and number on a finished report: %(n)s days",
            n,
        )
        lines.append(_days(said, n))
    if takes_calls(organisation):
        audio, words, people = days["call_audio"], days["call_words"], days["call_people"]
        lines += [
            _days(ngettext("Recordings of calls: %(n)s day", "Recordings of calls: %(n)s days", audio), audio),
            _days(ngettext("What was said in calls: %(n)s day", "What was said in calls: %(n)s days", words), words),
            _days(ngettext("Your number on a call: %(n)s day", "Your number on a call: %(n)s days", people), people),
        ]
    n = days["inbound_payloads"]
    raw = ngettext(
        "What WhatsApp and other services handed to us, as it came: %(n)s day",
        "What WhatsApp and other services handed to us, as it came: %(n)s days",
        n,
    )
    return [*lines, _days(raw, n)]


def _days(said: str, n: int) -> str:
    return said % {"n": number_format(n)}


@require_safe
@kept_for_a_moment
@in_any_organisation
def privacy(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponse:
    """The organisation's own words in the reader's language where it wrote some, else ours."""
    context = {
        **shell(organisation=organisation, current="privacy"),
        "own_words": read_blocks(privacy_text(language=get_language() or "")),
        "keeping": keeping_words(organisation),
        "complaints": takes_complaints(organisation),
        "calls": takes_calls(organisation),
        "words_are_public": get_openness().words,
        "shows_data": shows_data(organisation),
    }
    return render(request, "portal/privacy.html", context)
