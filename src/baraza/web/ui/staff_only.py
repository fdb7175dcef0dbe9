"""The living page shows invented reports, which nobody may take for a city's: outside a demonstration staff alone see it."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def for_staff(view: View) -> View:
    """404 for everybody else, as for an address that does not exist. Whoever can sign in at all is staff."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user = getattr(request, "user", None)
        if not settings.DEMO_MODE and not (user is not None and user.is_authenticated):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
