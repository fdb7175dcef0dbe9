"""What a key of another system may do, each under one name; a package declares its own beside its permissions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Only whoever has `permission` themselves can give this scope to a key; it brings those it `includes` along.

    One of a `service` is offered only where that is on.
    """

    name: str
    label: str
    permission: str
    includes: tuple[str, ...] = ()
    service: str = ""


_declared: dict[str, Scope] = {}


def declare_scopes(scopes: Iterable[Scope], *, service: str = "") -> None:
    """Makes the scopes known. Raises ValueError when a name is taken by a different one."""
    for given in scopes:
        scope = replace(given, service=service)
        if _declared.setdefault(scope.name, scope) != scope:
            raise ValueError(f"Two scopes are named {scope.name}.")


def declared_scopes() -> list[Scope]:
    """All, by name."""
    return [_declared[name] for name in sorted(_declared)]


def scope_named(name: str) -> Scope:
    """Raises KeyError for a scope that nobody declared."""
    return _declared[name]


def with_included(names: Iterable[str]) -> frozenset[str]:
    """Raises KeyError for a scope that nobody declared."""
    chosen = [scope_named(name) for name in names]
    return frozenset(name for scope in chosen for name in (scope.name, *scope.includes))
