"""What a worker can do: jobs by name, and what happens by itself every so often.

A package's `jobs` module is imported when Django has loaded, so decorating a function there is all there is to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

PERIODIC_PREFIX = "periodic."

F = TypeVar("F", bound=Callable[..., None])


class JobUnknown(LookupError):
    """No function is registered under this name; usually a typing error or a package that is not installed."""


class JobNameTaken(RuntimeError):
    """Two functions were registered under one name."""


class RetryLater(Exception):
    """Raised by a job that cannot go on yet: it runs again after `seconds` and this does not count as a failure."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """`attempts` is how often it may fail before it is put aside as a dead letter; `given_up` is called then."""

    name: str
    function: Callable[..., None]
    attempts: int
    for_organisation: bool = True
    given_up: Callable[..., None] | None = None


@dataclass(frozen=True, kw_only=True)
class Period:
    name: str
    every_seconds: int


_kinds: dict[str, JobKind] = {}
_periods: dict[str, Period] = {}


def job(*, name: str, attempts: int = 8, given_up: Callable[..., None] | None = None) -> Callable[[F], F]:
    """Registers `f(*, organisation_id, **arguments)`. It is called outside any transaction and may be called twice.

    `given_up`, with the same arguments and perhaps called twice, too, says so where somebody waits for what comes of it.
    """

    def register(function: F) -> F:
        _add(JobKind(name=name, function=function, attempts=attempts, given_up=given_up))
        return function

    return register


def periodic(*, name: str, every_seconds: int) -> Callable[[F], F]:
    """Registers `f()` to run once per period, however many workers there are. Missed periods are not made up for."""

    def register(function: F) -> F:
        _add(JobKind(name=PERIODIC_PREFIX + name, function=function, attempts=2, for_organisation=False))
        _periods[name] = Period(name=name, every_seconds=every_seconds)
        return function

    return register


def job_named(name: str) -> JobKind:
    try:
        return _kinds[name]
    except KeyError:
        raise JobUnknown(f"No job is called {name!r}. Known: {', '.join(sorted(_kinds))}.") from None


def job_kinds() -> list[JobKind]:
    return list(_kinds.values())


def periods() -> list[Period]:
    return list(_periods.values())


def _add(kind: JobKind) -> None:
    known = _kinds.get(kind.name)
    if known is not None and _place(known.function) != _place(kind.function):
        raise JobNameTaken(f"{kind.name!r} is both {_place(known.function)} and {_place(kind.function)}.")
    _kinds[kind.name] = kind


def _place(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
