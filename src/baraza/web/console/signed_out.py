"""What a console page answers to somebody who may be there no longer: nothing they wrote is lost."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from baraza.web.console.sign_in_form import SignInForm

# What forms carry besides a person's words.
_NO_WORDS: Final = frozenset({"csrfmiddlewaretoken", "key", "version", "next", "password", "username", "code"})
_MOST_WORDS, _LONGEST_WORDS = 5, 10_000
# In the address of a part that the page asks for when it comes into view.
_BESIDE: Final = "beside"
# A header of what the page asks for because something happened or some seconds passed.
BY_ITSELF: Final = "X-By-Itself"


def led_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Leads there and back to the page. Words that were posted are shown above the sign-in, to be sent or copied."""
    if request.headers.get("HX-Request"):
        return _part_refused(request, status=HTTPStatus.UNAUTHORIZED, leads_to=_sign_in_for(page_of(request)))
    words = words_of(request)
    if not words:
        return redirect_to_login(page_of(request))
    context = {"form": SignInForm(), "next": page_of(request), "words": words, "ended": True}
    response = render(request, "console/account/sign_in.html", context, status=HTTPStatus.UNAUTHORIZED)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def support_is_over(request: HttpRequest, *, end: Callable[[], object]) -> HttpResponseBase:
    """Refused, whatever it was; a part of a page makes the browser load the whole page, which then says so."""
    if request.headers.get("HX-Request"):
        return _part_refused(request, status=HTTPStatus.FORBIDDEN, leads_to=page_of(request))
    end()
    return refused(request, "console/platform/support_over.html")


def access_is_over(request: HttpRequest, *, end: Callable[[], object], elsewhere: str) -> HttpResponseBase:
    """Said once to whoever lost their access to where they worked; `elsewhere` is where they may go on, if anywhere."""
    if request.headers.get("HX-Request"):
        return _part_refused(request, status=HTTPStatus.FORBIDDEN, leads_to=page_of(request))
    end()
    return refused(request, "console/account/access_over.html", elsewhere=elsewhere)


def refused(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    """With what was written, which was not sent and is kept nowhere else."""
    response = render(request, template, {"words": words_of(request), **context}, status=HTTPStatus.FORBIDDEN)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def page_of(request: HttpRequest) -> str:
    """The page at which the person was: that of the form, when this is what a form leads to."""
    if request.headers.get("HX-Request"):
        return _own_path(request, request.headers.get("HX-Current-URL", "")) or reverse("console:home")
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return _own_path(request, request.headers.get("Referer", "")) or request.get_full_path()


def words_of(request: HttpRequest) -> list[str]:
    """Of a form that was posted: texts, not numbers, choices and keys."""
    if request.method != "POST":
        return []
    texts = [
        text.strip()[:_LONGEST_WORDS]
        for name, values in request.POST.lists()
        if name not in _NO_WORDS
        for text in values
    ]
    return [text for text in texts if " " in text or "\n" in text][:_MOST_WORDS]


def _part_refused(request: HttpRequest, *, status: HTTPStatus, leads_to: str) -> HttpResponse:
    """If nobody pressed anything, the page is not taken away from under what is being written or sent."""
    unasked = _BESIDE in request.GET or BY_ITSELF in request.headers
    return HttpResponse(status=status, headers={"HX-Reswap": "none"} if unasked else {"HX-Redirect": leads_to})


def _own_path(request: HttpRequest, address: str) -> str:
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(address)
    # Two strokes in front would be another site's name.
    path = f"/{parts.path.lstrip('/')}"
    return f"{path}?{parts.query}" if parts.query else path


def _sign_in_for(page: str) -> str:
    return f"{reverse('console:sign-in')}?{urlencode({'next': page})}"
