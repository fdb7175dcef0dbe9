"""How many requests the door takes: in all, per webhook address, and of strangers; decided in memory, before any query."""

from throttled import RateLimiterType, Throttled, rate_limiter, store

# More addresses than this are not busy at the same time; the least recently used is forgotten.
_ADDRESSES = 20_000
# Whoever tries out addresses uses up a share of their own: providers, whose addresses were found before, keep the rest.
_STRANGERS_SHARE = 10
# A provider that was held up delivers what it has at once.
_BURST_SECONDS = 2


class DoorLimits:
    """Per process: with several web processes behind one address, divide the rates by their number."""

    def __init__(self, *, per_second: int, per_second_and_address: int) -> None:
        self._all = _limiter(per_second, addresses=1)
        self._each = _limiter(per_second_and_address, addresses=_ADDRESSES)
        self._strangers = _limiter(max(per_second // _STRANGERS_SHARE, 1), addresses=1)

    def refused(self, known: str | None) -> str | None:
        """The name of the limit that is used up, or None when the request may come in.

        `known` is the path's token when an active connection was found under it before; a stranger brings none.
        """
        if known is None:
            return "strangers" if self._strangers.limit("strangers", 1).limited else None
        if self._all.limit("all", 1).limited:
            return "all"
        return "address" if self._each.limit(known, 1).limited else None


def _limiter(per_second: int, *, addresses: int) -> Throttled:
    return Throttled(
        using=RateLimiterType.GCRA.value,
        quota=rate_limiter.per_sec(per_second, burst=per_second * _BURST_SECONDS),
        store=store.MemoryStore(options={"MAX_SIZE": addresses}),
    )
