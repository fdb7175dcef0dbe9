"""How often somebody may be wrong about a reference. Counted in this process's memory.

Only failures count: a whole quarter may share one address of a mobile network, and its people are rarely wrong.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from throttled import RateLimiterType, Throttled, rate_limiter, store

# More than this are not wrong at the same time; the least recently seen is forgotten.
_KEYS = 20_000
RETRY_AFTER_SECONDS = 60
# From here on nobody waits beside the page.
_LONG_SECONDS = 3 * 3600


class Tries:
    """`at_once` failures are forgiven, and `per_minute` more as time goes by; with several processes divide them."""

    def __init__(self, *, per_minute: int, at_once: int) -> None:
        self._quota = rate_limiter.per_min(per_minute, burst=at_once)
        self.forget()

    def forget(self) -> None:
        """Begins anew, as a restart does."""
        self._failures = Throttled(
            using=RateLimiterType.GCRA.value,
            quota=self._quota,
            store=store.MemoryStore(options={"MAX_SIZE": _KEYS}),
        )

    def are_used_up(self, key: str) -> bool:
        """An empty key is nobody in particular."""
        return bool(key) and self._failures.peek(key).remaining < 1

    def note_failure(self, key: str) -> None:
        if key:
            self._failures.limit(key, 1)


def too_many(request: HttpRequest, *, seconds: int = RETRY_AFTER_SECONDS) -> HttpResponse:
    response = render(request, "429.html", {"long": seconds > _LONG_SECONDS}, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(seconds)
    return response
