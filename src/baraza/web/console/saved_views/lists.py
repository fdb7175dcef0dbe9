"""What a page says of its list, so that it has saved views."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from baraza.capabilities.saved_views.lists import list_named, may_share
from baraza.capabilities.saved_views.queries import View, list_views
from baraza.web.console.access import Desk

Reader = Callable[[QueryDict], str]


@dataclass(frozen=True, kw_only=True)
class ListOfViews:
    """`name` is declared by the service, and is the name of the list's address and of its entry in the menu, too.

    `reader` gives, for one member, what an address says that their list can use. `whole` is the address of the list
    with nothing chosen: an empty one would open the view that comes first. Both titles are message ids.
    """

    name: str
    title: str
    whole_title: str
    whole: str
    reader: Callable[[Desk], Reader]

    @property
    def permission(self) -> str:
        return list_named(self.name).read

    def url(self, query: str = "") -> str:
        return f"{reverse(f'console:{self.name}')}?{query or self.whole}"

    def route(self, act: str, *arguments: int) -> str:
        return reverse(f"console:{self.name}-views{act and '-'}{act}", args=arguments)


@dataclass(frozen=True, kw_only=True)
class ViewLink:
    view: View
    url: str
    is_open: bool


def views_here(*, of: ListOfViews, desk: Desk) -> list[View]:
    """Names that colleagues give may tell of other clients than those that somebody may see."""
    found = list_views(of=of.name, user_id=desk.actor.id or 0)
    return [one for one in found if one.own] if desk.actor.clients else found


def led_to_first(*, of: ListOfViews, request: HttpRequest, views: list[View]) -> HttpResponseBase | None:
    """An address that says nothing opens the view that the member put first."""
    first = next((one for one in views if one.first), None)
    return redirect(of.url(first.query)) if first and not request.GET else None


def views_menu(
    *, of: ListOfViews, desk: Desk, query: str, views: list[View], reader: Reader | None = None
) -> dict[str, object]:
    """For `console/saved_views/menu.html` above the list whose clean address is `query`."""
    links = []
    for one in views:
        own = reader(QueryDict(one.query)) if reader else one.query
        links.append(ViewLink(view=one, url=of.url(own), is_open=_same(own, query)))
    return {
        "views": links,
        "view": next((one.view for one in links if one.is_open), None),
        "views_query": query,
        "views_url": of.route(""),
        "save_view_url": of.route("save"),
        "may_share": may_share(actor=desk.actor, of=of.name),
    }


def _same(one: str, other: str) -> bool:
    return bool(other) and sorted(parse_qsl(one)) == sorted(parse_qsl(other))
