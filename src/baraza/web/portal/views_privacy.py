"""What is kept about residents and why, and which cookies there are: for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.privacy import privacy_text
from baraza.core.settings.retention import list_retention
from baraza.lib.paragraphs import read_blocks
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import shell


def keeping_words() -> list[str]:
    """How long this organisation keeps what, as it has set it."""
    days = list_retention()
    return [
        ngettext("Messages: %(n)s day", "Messages: %(n)s days", days["messages"])
        % {"n": number_format(days["messages"])},
        ngettext(
            "Your name and number on a finished report: %(n)s day",
            "Your name and number on a finished report: %(n)s days",
            days["closed_cases"],
        )
        % {"n": number_format(days["closed_cases"])},
    ]


@require_safe
@kept_for_a_moment
@in_any_organisation
def privacy(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponse:
    """The organisation's own words in the reader's language where it wrote some, else ours."""
    context = {
        **shell(organisation=organisation, current="privacy"),
        "own_words": read_blocks(privacy_text(language=get_language() or "")),
        "keeping": keeping_words(),
    }
    return render(request, "portal/privacy.html", context)
