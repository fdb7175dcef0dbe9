"""Parameters of lists: what is misspelt or wrong is said, so that it never looks like a filter that found everything."""

from collections.abc import Collection
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, JsonResponse

from baraza.web.api.problems import problem


def wrong_parameters(
    *, request: HttpRequest, query: forms.Form, beside: Collection[str] = ("cursor",)
) -> JsonResponse | None:
    """The refusal; None when all is well."""
    unknown = sorted(set(request.GET) - set(query.fields) - set(beside))
    if not unknown and query.is_valid():
        return None
    told = [f"{name}: there is no such parameter" for name in unknown]
    told += [f"{name}: {' '.join(str(error) for error in errors)}" for name, errors in query.errors.items()]
    return problem(HTTPStatus.BAD_REQUEST, "; ".join(told))
