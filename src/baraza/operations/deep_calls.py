"""Gives every page room for deep calls: templates are rendered a hundred calls deep."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from baraza.lib.call_stack import with_room


class RoomForDeepCallsMiddleware:
    """Above all others; why is said at `with_room`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return with_room(self.get_response, request)
