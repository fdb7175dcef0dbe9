"""The address to which the language menus lead: it remembers the language that was chosen and goes back to the page.

Asked by GET, so that the menu needs no token and a page without anything of the visitor's own can be handed out to all.
"""

from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponseBase:
    """Pictures and frames of other sites choose nothing: a browser says that they ask."""
    response = HttpResponseRedirect(_way_back(request))
    code = request.GET.get("language", "")
    foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
    if code in dict(settings.LANGUAGES) and check_for_language(code) and not foreign:
        remember(response=response, language=code)
    return response


def remember(*, response: HttpResponseBase, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE or "Lax",
    )


def _way_back(request: HttpRequest) -> str:
    """To a page of ours, else to the start."""
    address = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        unquote(address), allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and address.startswith("/") else "/"
