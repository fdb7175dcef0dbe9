"""Headers by which a browser refuses what our pages never ask for: foreign scripts, frames, sensors.

Set twice: by middleware for Django's answers, and around the whole web process for those made before Django.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

REPORTS_PATH: Final = "/csp-reports"
# Photos are previewed from memory (blob:); icons of browsers' own controls are data:.
CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; frame-src 'none'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    f"report-uri {REPORTS_PATH}"
)
# Where the problem is, and a photo of it; a passkey to sign in with. Nothing else of the device concerns us.
PERMISSIONS_POLICY: Final = (
    "accelerometer=(), autoplay=(self), camera=(self), display-capture=(), fullscreen=(self), "
    "geolocation=(self), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), serial=(), usb=(), xr-spatial-tracking=()"
)
_ALWAYS: Final = (
    ("Content-Security-Policy", CONTENT_POLICY),
    ("Permissions-Policy", PERMISSIONS_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # Full addresses hold references and words that were searched for; map tiles get our name and no more.
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    # The filters of old browsers could be turned against the page; the content policy does their work.
    ("X-XSS-Protection", "0"),
)


def security_headers() -> list[tuple[str, str]]:
    """What every answer carries unless it says otherwise itself."""
    if not settings.SECURE_HSTS_SECONDS:
        return list(_ALWAYS)
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    parts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
    parts += ["preload"] if settings.SECURE_HSTS_PRELOAD else []
    return [*_ALWAYS, ("Strict-Transport-Security", "; ".join(parts))]


class SecurityHeadersMiddleware:
    """A view that needs another policy sets the header itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in security_headers():
            response.headers.setdefault(name, value)
        return response


class SecurityHeaders:
    """Around the web process: the providers' doors, refused bodies and files get the same."""

    def __init__(self, *, behind: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._behind = behind
        self._wanted = [(name.lower().encode(), value.encode()) for name, value in security_headers()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._behind(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._missing(message["headers"])]
            await send(message)

        await self._behind(scope, receive, guarded)

    def _missing(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        present = {name.lower() for name, _ in headers}
        return [(name, value) for name, value in self._wanted if name not in present]
