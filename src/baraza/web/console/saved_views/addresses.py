"""The addresses that a list with saved views has; its area puts them among its own."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from baraza.web.console.access import Desk, staff
from baraza.web.console.saved_views import pages
from baraza.web.console.saved_views.lists import ListOfViews

Page = Callable[..., HttpResponseBase]


def view_addresses(of: ListOfViews) -> list[URLPattern]:
    """`<name>/views/…`, named `<name>-views…`, for everybody who may read the list."""
    return [
        path(f"{of.name}/views/", require_safe(_guarded(pages.overview, of)), name=f"{of.name}-views"),
        path(f"{of.name}/views/save/", require_POST(_guarded(pages.save, of)), name=f"{of.name}-views-save"),
        path(f"{of.name}/views/first/", require_POST(_guarded(pages.first, of)), name=f"{of.name}-views-first"),
        *(
            path(
                f"{of.name}/views/<int:view_id>/{end}",
                require_POST(_guarded(page, of)),
                name=f"{of.name}-views-{act}",
            )
            for act, end, page in (
                ("change", "", pages.change),
                ("remove", "remove/", pages.remove),
                ("back", "back/", pages.back),
            )
        ),
    ]


def _guarded(page: Page, of: ListOfViews) -> Page:
    def run(request: HttpRequest, desk: Desk, /, **kwargs: Any) -> HttpResponseBase:
        return page(request, desk, of, **kwargs)

    return staff(permission=of.permission)(run)
