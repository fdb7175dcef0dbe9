"""Who may ask: other systems with a key that works, of an organisation, with the scope that the address needs."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from baraza.core.identity.actions.usage import REQUESTS_A_MINUTE, count_request
from baraza.core.identity.addresses import address_of
from baraza.core.identity.metrics import REFUSED
from baraza.core.identity.queries.keys import KeyCaller, caller_of
from baraza.core.identity.sign_in import limits
from baraza.core.tenancy.scope import organisation_scope
from baraza.web.api.problems import problem

P = ParamSpec("P")
_SCHEME = "bearer"
_READING = "GET"
_SCOPE = "declared_scope"


def keyed(
    *, scope: str, method: str = _READING
) -> Callable[[Callable[Concatenate[HttpRequest, KeyCaller, P], JsonResponse]], Callable[..., HttpResponseBase]]:
    """Runs the view in the organisation of the key. The organisation comes from nowhere else.

    No cookie signs anybody in here, so there is nothing that a foreign page could make a browser send.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, KeyCaller, P], JsonResponse],
    ) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if (refusal := _unreadable(request, (method,))) is not None:
                return refusal
            caller = caller_of(presented=_presented(request))
            if caller is None:
                return _no_key_that_works(request)
            wait = count_request(organisation_id=caller.organisation_id, key_id=caller.key_id)
            if wait:
                detail = f"A key may ask {REQUESTS_A_MINUTE} times a minute. Ask again in {wait} seconds."
                return problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait)})
            if scope not in caller.scopes:
                return problem(HTTPStatus.FORBIDDEN, f"The key lacks the scope {scope}.")
            with organisation_scope(organisation_id=caller.organisation_id):
                response = view(request, caller, *args, **kwargs)
            response.headers["Cache-Control"] = "no-store, private"
            return response

        guarded.__dict__[_SCOPE] = scope
        return guarded

    return decorate


def by_method(**views: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """One address, read by one view and written by another; each has its own scope."""

    @csrf_exempt
    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view = views.get(_READING if request.method == "HEAD" else request.method or "")
        if view is None:
            return _other_method(tuple(views))
        return view(request, *args, **kwargs)

    chosen.__dict__[_SCOPE] = scope_of(views[_READING])
    return chosen


@csrf_exempt
def nothing_here(_request: HttpRequest) -> HttpResponseBase:
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")


def scope_of(view: Callable[..., HttpResponseBase]) -> str:
    """The scope that guards a view; empty when it declares none."""
    return str(getattr(view, _SCOPE, ""))


def _unreadable(request: HttpRequest, methods: tuple[str, ...]) -> JsonResponse | None:
    if request.method not in _answered(methods):
        return _other_method(methods)
    if not request.accepts("application/json"):
        return problem(HTTPStatus.NOT_ACCEPTABLE, "Answers are application/json; accept that.")
    return None


def _other_method(methods: tuple[str, ...]) -> JsonResponse:
    allowed = ", ".join(_answered(methods))
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Only {allowed} are answered.", headers={"Allow": allowed})


def _answered(methods: tuple[str, ...]) -> tuple[str, ...]:
    """Where something is read, its head may be, too."""
    return tuple(one for method in methods for one in ((method, "HEAD") if method == _READING else (method,)))


def _no_key_that_works(request: HttpRequest) -> JsonResponse:
    """Counted by address where a key was sent: a wrong one costs the database a look."""
    if _presented(request):
        REFUSED.labels(reason="key").inc()
        try:
            limits.take(limits.of_keys(address_of(request)))
        except limits.TooManyTries as error:
            detail = f"Too many keys that do not work came from your address. Ask again in {error.seconds} seconds."
            return problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(error.seconds)})
    return problem(
        HTTPStatus.UNAUTHORIZED,
        "Send a key that works as: Authorization: Bearer bz_…",
        headers={"WWW-Authenticate": 'Bearer realm="baraza"'},
    )


def _presented(request: HttpRequest) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == _SCHEME else ""
