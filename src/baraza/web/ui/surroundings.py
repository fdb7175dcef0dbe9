"""The language and the clock of a page: what the person asked for among what the organisation offers."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from baraza.core.organisations.queries import OrganisationProfile


def language_of(*, request: HttpRequest, offered: Sequence[str]) -> str:
    """The chosen language, else the first of the browser's that is offered, else the organisation's own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted = [chosen, *(code for code, _ in accepted)]
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
