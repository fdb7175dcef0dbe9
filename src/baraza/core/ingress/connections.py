"""Channel connections: an organisation's accounts at providers, their secrets and their webhook addresses."""

import secrets as randomness
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baraza.core.audit import actions as audit
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.identity.permissions import require
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.models import Connection
from baraza.core.ingress.secrets import SecretsUnreadable, seal, unseal
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib.clock import now

MANAGE = "connections.manage"
# Long enough to spare a query per message, short enough that a rotated secret is in use at once for people.
_CACHE_SECONDS = 5.0
_TOKEN_BYTES = 24

_cache: dict[int, tuple[float, ConnectionFacts]] = {}


class ConnectionUnknown(LookupError):
    """This organisation has no connection of this id."""


@dataclass(frozen=True, kw_only=True)
class ConnectionSummary:
    """What staff see of a connection, without its secrets."""

    id: int
    source: str
    name: str
    path: str
    options: Mapping[str, Any]
    active: bool
    created_at: datetime
    closed_at: datetime | None


def webhook_path(*, source: str, path_token: str) -> str:
    """The path that the provider is told; unguessable, so it is shown to admins only."""
    return f"/in/{source}/{path_token}/"


def open_connection(
    *,
    organisation_id: int,
    source: str,
    name: str,
    secrets: Mapping[str, str],
    options: Mapping[str, Any],
    path_token: str | None = None,
    actor: Actor = SYSTEM,
) -> ConnectionFacts:
    """`path_token` is for demonstrations and moves from another system; otherwise a random one is made.

    Raises NotAllowed, as every writer here does.
    """
    require(actor=actor, permission=MANAGE)
    with organisation_scope(organisation_id=organisation_id):
        row = Connection.objects.create(
            organisation_id=organisation_id,
            source=source,
            name=name,
            path_token=path_token or new_path_token(),
            secrets_sealed=seal(secrets, organisation_id=organisation_id),
            options=dict(options),
        )
        _record(actor, row, "connection.opened", {"source": source, "name": name})
    return _facts(row)


def change_connection(
    *,
    connection_id: int,
    name: str,
    secrets: Mapping[str, str],
    options: Mapping[str, Any],
    actor: Actor,
) -> ConnectionFacts:
    """Secrets that are not named keep their value, so that a form need not show them. Raises ConnectionUnknown."""
    require(actor=actor, permission=MANAGE)
    row = _locked(connection_id)
    before = {"name": row.name, "options": row.options}
    row.name, row.options = name, dict(options)
    kept = unseal(row.secrets_sealed, organisation_id=row.organisation_id)
    row.secrets_sealed = seal({**kept, **secrets}, organisation_id=row.organisation_id)
    row.save(update_fields=["name", "options", "secrets_sealed"])
    after = {"name": name, "options": dict(options)}
    changes: dict[str, object] = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if secrets:
        changes["replaced"] = sorted(secrets)
    _record(actor, row, "connection.changed", changes)
    return _facts(row)


def keep_option(*, connection_id: int, name: str, value: Any) -> None:
    """One setting that a service works out for the adapter and no form asks for; whoever calls writes the trail.

    Raises ConnectionUnknown.
    """
    row = _locked(connection_id)
    row.options = {**row.options, name: value}
    row.save(update_fields=["options"])


def rotate_path(*, connection_id: int, actor: Actor) -> str:
    """A new webhook path; the old one is unknown to the door within seconds."""
    require(actor=actor, permission=MANAGE)
    row = _locked(connection_id)
    row.path_token = new_path_token()
    row.save(update_fields=["path_token"])
    _record(actor, row, "connection.path_rotated", {})
    return webhook_path(source=row.source, path_token=row.path_token)


def set_connection_active(*, connection_id: int, active: bool, actor: Actor) -> None:
    """An inactive connection's path is answered like one that never was."""
    require(actor=actor, permission=MANAGE)
    row = _locked(connection_id)
    row.active = active
    row.save(update_fields=["active"])
    _record(actor, row, "connection.activated" if active else "connection.deactivated", {})


def close_connection(*, connection_id: int, actor: Actor) -> None:
    """For good: its secrets are forgotten and its address leads nowhere, what came through it stays readable."""
    require(actor=actor, permission=MANAGE)
    row = _locked(connection_id)
    row.active, row.closed_at = False, now()
    row.path_token, row.secrets_sealed = new_path_token(), seal({}, organisation_id=row.organisation_id)
    row.save(update_fields=["active", "closed_at", "path_token", "secrets_sealed"])
    _record(actor, row, "connection.closed", {})


def connection_facts(*, connection_id: int) -> ConnectionFacts:
    """With secrets opened, for adapters; inside the organisation's scope. Raises ConnectionUnknown."""
    organisation_id = current_organisation_id()
    found = _cache.get(connection_id)
    if found is None or found[0] < time.monotonic():
        row = Connection.objects.filter(pk=connection_id).first()
        if row is None:
            raise ConnectionUnknown(f"No connection {connection_id} in organisation {organisation_id}.")
        found = (time.monotonic() + _CACHE_SECONDS, _facts(row))
        _cache[connection_id] = found
    if found[1].organisation_id != organisation_id:
        raise ConnectionUnknown(f"No connection {connection_id} in organisation {organisation_id}.")
    return found[1]


def list_connections() -> list[ConnectionSummary]:
    """All of the organisation in scope that are not closed, by name."""
    return [_summary(row) for row in Connection.objects.filter(closed_at=None).order_by("name", "pk")]


def get_connection(*, connection_id: int) -> ConnectionSummary:
    """A closed one, too. Raises ConnectionUnknown."""
    row = Connection.objects.filter(pk=connection_id).first()
    if row is None:
        raise ConnectionUnknown(f"No connection {connection_id} in organisation {current_organisation_id()}.")
    return _summary(row)


def secrets_set(*, connection_id: int) -> frozenset[str]:
    """Names of the secrets that are set; none when no key of ours opens them any more, so that they are asked for.

    Raises ConnectionUnknown.
    """
    row = Connection.objects.filter(pk=connection_id).first()
    if row is None:
        raise ConnectionUnknown(f"No connection {connection_id} in organisation {current_organisation_id()}.")
    try:
        kept = unseal(row.secrets_sealed, organisation_id=row.organisation_id)
    except SecretsUnreadable:
        return frozenset()
    return frozenset(name for name, value in kept.items() if value)


def new_path_token() -> str:
    return randomness.token_urlsafe(_TOKEN_BYTES)


def forget_cached_connections() -> None:
    """For tests, where ids return with every database."""
    _cache.clear()


def _locked(connection_id: int) -> Connection:
    row = Connection.objects.select_for_update().filter(pk=connection_id, closed_at=None).first()
    if row is None:
        raise ConnectionUnknown(f"No connection {connection_id} in organisation {current_organisation_id()}.")
    _cache.pop(connection_id, None)
    return row


def _facts(row: Connection) -> ConnectionFacts:
    return ConnectionFacts(
        id=row.pk,
        organisation_id=row.organisation_id,
        source=row.source,
        secrets=unseal(row.secrets_sealed, organisation_id=row.organisation_id),
        options=row.options,
        active=row.active,
        path=webhook_path(source=row.source, path_token=row.path_token),
    )


def _summary(row: Connection) -> ConnectionSummary:
    return ConnectionSummary(
        id=row.pk,
        source=row.source,
        name=row.name,
        path=webhook_path(source=row.source, path_token=row.path_token),
        options=row.options,
        active=row.active,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )


def _record(actor: Actor, row: Connection, action: str, changes: Mapping[str, object]) -> None:
    audit.record(actor=actor, action=action, subject_kind="connection", subject_id=str(row.pk), changes=changes)
