"""A circuit breaker per connection: a provider that is down is left in peace for a while instead of burning attempts."""

import threading
from dataclasses import dataclass

import pybreaker
from django.conf import settings

from baraza.lib import clock
from baraza.messaging.contract import Failure, SendError

FAILURES_TO_OPEN = 5


@dataclass(frozen=True)
class Policy:
    """After `failures` in a row nothing is sent for `seconds`; then one message tries it out."""

    failures: int
    seconds: float


class _Down(Exception):
    """The provider failed or did not answer, as opposed to saying no."""


class Circuit:
    """pybreaker keeps the count and the state; it runs calls under its lock, so it is told of results afterwards."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._lock = threading.Lock()
        self._trial_since: float | None = None
        self._storage = pybreaker.CircuitMemoryStorage(pybreaker.STATE_CLOSED)
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=policy.failures,
            reset_timeout=policy.seconds,
            state_storage=self._storage,
            throw_new_error_on_trip=False,
        )

    def admits(self) -> bool:
        """Whether a message may go now. After the pause exactly one may, until its result is known or overdue."""
        with self._lock:
            state = self._breaker.current_state
            if state == pybreaker.STATE_CLOSED:
                return True
            now = clock.now().timestamp()
            since = self._trial_since if state == pybreaker.STATE_HALF_OPEN else self._opened_at()
            if since is not None and now - since < self._policy.seconds:
                return False
            self._breaker.half_open()
            self._trial_since = now
            return True

    def _opened_at(self) -> float | None:
        opened = self._storage.opened_at
        return None if opened is None else opened.timestamp()

    def record(self, error: SendError | None) -> None:
        def result() -> None:
            if error is not None and error.failure in {Failure.TEMPORARY, Failure.UNCERTAIN}:
                raise _Down

        with self._lock:
            try:
                self._breaker.call(result)
            except (_Down, pybreaker.CircuitBreakerError):
                # Counted. An open circuit does not take results of calls that began before it opened.
                return

    @property
    def pause_seconds(self) -> float:
        return self._policy.seconds


_circuits: dict[int, Circuit] = {}
_circuits_lock = threading.Lock()


def circuit_of(*, connection_id: int) -> Circuit:
    with _circuits_lock:
        if connection_id not in _circuits:
            _circuits[connection_id] = Circuit(Policy(failures=FAILURES_TO_OPEN, seconds=settings.CIRCUIT_SECONDS))
        return _circuits[connection_id]


def forget_circuits() -> None:
    """Every connection is tried anew, e.g. after an operator mended it."""
    with _circuits_lock:
        _circuits.clear()
