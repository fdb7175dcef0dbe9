"""Marks pages that are the same for all, so that one is made in a few seconds (public_pages.py); making is limited by address.

The limit is counted in each process's memory: to count a page in the database would cost a write for every look.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from baraza.core.identity.addresses import address_of, visitor_of
from baraza.web.portal.public_pages import WISH, Wish
from baraza.web.ui.tries import Tries, too_many

# Of pages that are not kept already: strange filters, one after the other.
MADE_ANEW = Tries(per_minute=120, at_once=240)
# Pages that people look at all the time are made again on nobody's account, so many a minute.
MADE_AGAIN = Tries(per_minute=600, at_once=600)
# A page that is not there is not there for anybody.
_THE_SAME_FOR_ALL = (200, 404)

View = Callable[..., HttpResponseBase]


def same_for_all(view: View) -> View:
    """Stands outermost, on views that show nothing of whoever asks. Whoever has a session gets an answer of their own."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        wish = _wish(request)
        if wish is not None and isinstance(response, HttpResponse):
            wish.granted = response.status_code in _THE_SAME_FOR_ALL
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    answered.is_same_for_all = True  # type: ignore[attr-defined]
    return answered


def same_form_for_all(view: View) -> View:
    """`same_for_all` for a form: its token is each visitor's own, all the rest is nobody's as long as there is no session."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        wish = _wish(request)
        if wish is not None:
            wish.is_form, wish.granted = True, response.status_code in _THE_SAME_FOR_ALL
        return response

    answered.is_same_for_all = answered.is_form = True  # type: ignore[attr-defined]
    return answered


def kept_for_a_moment(view: View) -> View:
    """`same_for_all` for pages that cost something to make: how many an address may have made is limited."""

    @wraps(view)
    def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if _is_made_again(request):
            return view(request, *args, **kwargs)
        visitor = visitor_of(address_of(request))
        if MADE_ANEW.are_used_up(visitor):
            return too_many(request)
        MADE_ANEW.note_failure(visitor)
        return view(request, *args, **kwargs)

    return same_for_all(limited)


def _is_made_again(request: HttpRequest) -> bool:
    """Whoever happens to ask when a page has grown old is not to blame: thousands can have one address."""
    wish = _wish(request)
    if wish is None or not wish.renews or MADE_AGAIN.are_used_up("all"):
        return False
    MADE_AGAIN.note_failure("all")
    return True


def _wish(request: HttpRequest) -> Wish | None:
    wish = getattr(request, "scope", {}).get(WISH)
    return wish if isinstance(wish, Wish) else None
