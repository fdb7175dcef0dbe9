"""The language and the clock of a page: what the person asked for among what the organisation offers."""

from collections.abc import Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from baraza.core.organisations.queries import OrganisationProfile

# A link that somebody passes on opens in this language: `?lang=zu`.
PARAMETER: Final = "lang"


def asked_for(request: HttpRequest) -> str:
    """The language in the address; empty when it names none of ours."""
    code = request.GET.get(PARAMETER, "")
    return code if code in dict(settings.LANGUAGES) else ""


def language_of(*, request: HttpRequest, offered: Sequence[str]) -> str:
    """The language in the address, else the chosen one, else the first of the browser's that is offered, else the organisation's own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted = [asked_for(request), chosen, *(code for code, _ in accepted)]
    return next((main for code in wanted if (main := code.split("-")[0].lower()) in offered), offered[0])


def answered_in(
    *,
    request: HttpRequest,
    organisation: OrganisationProfile,
    answer: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """The view's answer, made in the person's language and at the organisation's local time."""
    language = language_of(request=request, offered=organisation.languages)
    with translation.override(language), timezone.override(ZoneInfo(organisation.time_zone)):
        response = answer()
    response.headers.setdefault("Content-Language", language)
    return response
