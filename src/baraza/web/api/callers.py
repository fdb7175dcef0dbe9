"""The other system as whoever acts: it may do what the scopes of its key stand for, and nothing else."""

from baraza.core.identity.actor import Actor
from baraza.core.identity.queries.keys import KeyCaller
from baraza.core.identity.scopes import scope_named


def reader(caller: KeyCaller) -> Actor:
    """For queries that decide by permission what they show."""
    permissions = frozenset(scope_named(one).permission for one in caller.scopes)
    return Actor(kind="member", name=f"API key {caller.name}", permissions=permissions)


def recorded(caller: KeyCaller) -> Actor:
    """For the audit trail."""
    return Actor(kind="system", id=caller.key_id, name=f"API key {caller.name}")
