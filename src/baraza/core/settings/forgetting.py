"""Who forgets what when its time is over: a package registers a function for the kind of data it keeps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from baraza.core.settings.retention import data_classes


class Forget(Protocol):
    def __call__(self, *, before: datetime, at_most: int) -> int:
        """Forgets up to `at_most` things of the organisation in scope that are from before then; returns how many.

        Fewer than `at_most` says that there are no more.
        """


@dataclass(frozen=True, kw_only=True)
class Forgetter:
    """`name` says in the audit trail and the log what was forgotten."""

    name: str
    data_class: str
    forget: Forget


_forgetters: dict[str, Forgetter] = {}


def on_retention(*, name: str, data_class: str, forget: Forget) -> None:
    """Raises ValueError for a kind of data that no organisation can set."""
    if data_class not in {one.code for one in data_classes()}:
        raise ValueError(f"There is no kind of data called {data_class}.")
    _forgetters[name] = Forgetter(name=name, data_class=data_class, forget=forget)


def forgetters() -> list[Forgetter]:
    return list(_forgetters.values())
