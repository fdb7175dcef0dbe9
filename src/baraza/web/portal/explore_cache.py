"""Public pages are made once in a few seconds, whoever asks; what must be made anew is limited by address.

Kept in this process's memory. The token of the language menu's form is each visitor's own: it is put in when the page
is handed out, so that no page carries somebody else's.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from baraza.core.identity.addresses import address_of, visitor_of
from baraza.web.ui.tries import Tries, too_many

SECONDS: Final = 10
_MOST_PAGES: Final = 500
_LONGEST: Final = 512 * 1024
_LONGEST_ADDRESS: Final = 500
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}')
_HEADERS = ("Content-Type", "Content-Language", "ETag", "Last-Modified")
# Of pages that are not kept already: strange filters, one after the other.
MADE_ANEW = Tries(per_minute=120, at_once=240)

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    headers: dict[str, str]
    until: float


_pages: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
_lock = threading.Lock()


def forget_pages() -> None:
    with _lock:
        _pages.clear()


def kept_for_a_moment(view: View) -> View:
    """Stands outermost. Whoever has a session gets their own page."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        key = _key(request)
        kept = _fresh(key) if key else None
        if kept is not None:
            return _handed_out(request, kept)
        visitor = visitor_of(address_of(request))
        if MADE_ANEW.are_used_up(visitor):
            return too_many(request)
        MADE_ANEW.note_failure(visitor)
        response = view(request, *args, **kwargs)
        if key and isinstance(response, HttpResponse) and response.status_code == 200:  # noqa: PLR2004
            made = _Kept(
                body=response.content,
                headers={name: response.headers[name] for name in _HEADERS if name in response.headers},
                until=time.monotonic() + settings.PUBLIC_PAGE_SECONDS,
            )
            if len(made.body) <= _LONGEST:
                _keep(key, made)
        return _with_cache_headers(response)

    return answered


def _key(request: HttpRequest) -> tuple[str, ...] | None:
    """None where the page is somebody's own."""
    address = request.get_full_path()
    if (
        not settings.PUBLIC_PAGE_SECONDS
        or request.method != "GET"
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or "messages" in request.COOKIES
        or request.headers.get("HX-Request")
        or len(address) > _LONGEST_ADDRESS
    ):
        return None
    known = {code for code, _ in settings.LANGUAGES}
    wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wanted += [code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    first = dict.fromkeys(code.split("-")[0].lower() for code in wanted)
    return (request.get_host(), request.scheme or "", address, *(code for code in first if code in known))


def _fresh(key: tuple[str, ...]) -> _Kept | None:
    """While one request makes a page that grew old, the others still get the old one."""
    with _lock:
        kept = _pages.get(key)
        if kept is None:
            return None
        at = time.monotonic()
        if kept.until > at:
            _pages.move_to_end(key)
            return kept
        if kept.until + settings.PUBLIC_PAGE_SECONDS > at:
            _pages[key] = _Kept(body=kept.body, headers=kept.headers, until=at + 1)
        else:
            del _pages[key]
        return None


def _keep(key: tuple[str, ...], made: _Kept) -> None:
    with _lock:
        _pages[key] = made
        _pages.move_to_end(key)
        while len(_pages) > _MOST_PAGES:
            _pages.popitem(last=False)


def _handed_out(request: HttpRequest, kept: _Kept) -> HttpResponseBase:
    body = kept.body
    if _TOKEN.search(body):
        token = get_token(request).encode()
        body = _TOKEN.sub(rb"\g<1>" + token, body)
    return _with_cache_headers(HttpResponse(body, headers=kept.headers))


def _with_cache_headers(response: HttpResponseBase) -> HttpResponseBase:
    """Private, because of the token in it."""
    response.headers.setdefault("Cache-Control", f"private, max-age={settings.PUBLIC_PAGE_SECONDS}")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
