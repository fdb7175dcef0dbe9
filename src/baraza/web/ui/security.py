"""Headers by which a browser refuses what our pages never ask for: foreign scripts, frames, sensors."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# Photos are previewed from memory (blob:); icons of browsers' own controls are data:.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
)
# Where the problem is, and a photo of it: nothing else of the device concerns us.
PERMISSIONS_POLICY = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()"


class ContentSecurityPolicyMiddleware:
    """A view that needs another policy sets the header itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
