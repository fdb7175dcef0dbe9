"""The organisation of this transaction, told to PostgreSQL, which refuses every other organisation's rows.

The setting is local to the transaction (`set_config(…, true)`): a pooled connection carries nothing to its next user.
"""

import contextvars
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, TypeVar

from django.db import connection, transaction
from psycopg import sql as quoting

T = TypeVar("T")

_organisation: contextvars.ContextVar[int | None] = contextvars.ContextVar("organisation", default=None)
_told: contextvars.ContextVar[Mapping[str, str]] = contextvars.ContextVar("told", default=MappingProxyType({}))
_kept: contextvars.ContextVar[dict[str, Any] | None] = contextvars.ContextVar("kept", default=None)

ORGANISATION_SETTING = "baraza.organisation_id"
USER_SETTING = "baraza.user_id"
PLATFORM_SETTING = "baraza.platform"
KEY_SETTING = "baraza.api_key"


class NoOrganisation(RuntimeError):
    """Something that belongs to an organisation was asked for outside any organisation's scope."""


class OtherOrganisation(RuntimeError):
    """A scope was opened for a second organisation inside the first one's."""


def current_organisation_id() -> int:
    organisation_id = _organisation.get()
    if organisation_id is None:
        raise NoOrganisation("Open an organisation's scope first.")
    return organisation_id


def is_in_scope() -> bool:
    return _organisation.get() is not None


def kept_in_scope(*, key: str, make: Callable[[], T]) -> T:
    """What `make` gives, made once per organisation's scope: for what is asked for often and written hardly ever.

    A nested scope keeps its own; outside any scope nothing is kept.
    """
    kept = _kept.get()
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    found: T = kept[key]
    return found


def is_kept_in_scope(*, key: str) -> bool:
    return key in (_kept.get() or {})


def forget_in_scope(*, key: str) -> None:
    """What was kept under this key is made anew at the next question: whoever changes it says so."""
    (_kept.get() or {}).pop(key, None)


def _tell(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


class _ToldWithTheFirst:
    """Goes to the database in front of the scope's first statement, so that telling costs no round trip of its own."""

    def __init__(self, name: str, value: str) -> None:
        self._name, self._value = name, value
        self.told = False

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's order
        self.leave()
        self.told = True
        if many or not isinstance(sql, str):
            _tell(self._name, self._value)
            return execute(sql, params, many, context)
        telling = quoting.SQL("SELECT set_config({}, {}, true); ").format(self._name, self._value).as_string()
        # Without parameters nothing is put in the place of a percent sign.
        answer = execute((telling if params is None else telling.replace("%", "%%")) + sql, params, many, context)
        context["cursor"].nextset()
        return answer

    def leave(self) -> None:
        if self in connection.execute_wrappers:
            connection.execute_wrappers.remove(self)


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    is_nested, outer = connection.in_atomic_block, _told.get()
    token, telling = _told.set({**outer, name: value}), _ToldWithTheFirst(name, value)
    try:
        with transaction.atomic():
            connection.execute_wrappers.append(telling)
            try:
                yield
            finally:
                # Before the transaction or savepoint ends: its end must never be the first statement.
                telling.leave()
            # The end of a transaction forgets it by itself, as does a savepoint's rollback after an exception.
            if is_nested and telling.told:
                _tell(name, outer.get(name, ""))
    finally:
        _told.reset(token)


@contextmanager
def organisation_scope(*, organisation_id: int) -> Iterator[None]:
    """A transaction in which exactly this organisation's rows exist."""
    outer = _organisation.get()
    if outer is not None and outer != organisation_id:
        raise OtherOrganisation(f"Already in the scope of organisation {outer}.")
    token, kept = _organisation.set(organisation_id), _kept.set({})
    try:
        with _setting(ORGANISATION_SETTING, str(organisation_id)):
            yield
    finally:
        _kept.reset(kept)
        _organisation.reset(token)


@contextmanager
def platform_scope() -> Iterator[None]:
    """A transaction that may write organisations and memberships of any organisation, and nothing else."""
    with _setting(PLATFORM_SETTING, "on"):
        yield


@contextmanager
def user_scope(*, user_id: int) -> Iterator[None]:
    """A transaction in which a signed-in person sees their own memberships, whatever the organisation."""
    with _setting(USER_SETTING, str(user_id)):
        yield


@contextmanager
def key_scope(*, prefix: str) -> Iterator[None]:
    """A transaction that sees the one API key of this prefix, before its organisation is known."""
    with _setting(KEY_SETTING, prefix):
        yield
