"""Keys for other systems: made, replaced, taken over, revoked. The key itself is shown once and kept by nobody here."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity import policies  # noqa: F401 - declares the permissions
from baraza.core.identity.actor import Actor
from baraza.core.identity.errors import AboveOwn, KeyUnknown
from baraza.core.identity.key_text import MARK, digest_of
from baraza.core.identity.models import ApiKey
from baraza.core.identity.permissions import allows, require
from baraza.core.identity.scopes import scope_named, with_included
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

MOST_DAYS: Final = 366
OVERLAP: Final = timedelta(hours=24)
_MANAGE = "api_keys.manage"


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """`key` is all that the other system needs; it cannot be had again."""

    id: int
    name: str
    key: str
    expires_at: datetime


def make_key(*, actor: Actor, name: str, scopes: Collection[str], days: int) -> NewKey:
    """Raises AboveOwn for a scope whose permission the maker lacks, KeyError for a scope that there is not."""
    require(actor=actor, permission=_MANAGE)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"A key lasts between 1 and {MOST_DAYS} days.")
    return _make(actor, name=name, scopes=scopes, expires_at=now() + timedelta(days=days))


def replace_key(*, actor: Actor, key_id: int) -> NewKey:
    """A new one like it, for as long; the old one goes on for a day, so that the other system can change over."""
    row = _to_change(actor, key_id)
    lasts = row.expires_at - row.created_at
    new = _make(actor, name=row.name, scopes=row.scopes, expires_at=now() + lasts)
    before, row.expires_at = row.expires_at, min(row.expires_at, now() + OVERLAP)
    row.save(update_fields=["expires_at"])
    changes = {"expires_at": [before.isoformat(), row.expires_at.isoformat()], "replaced_by": new.id}
    _record(actor, "api_key.replaced", row, changes)
    return new


def revoke_key(*, actor: Actor, key_id: int) -> None:
    """From this moment on it opens nothing."""
    row = _to_change(actor, key_id)
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    _record(actor, "api_key.revoked", row, {"revoked": [False, True]})


def take_over_key(*, actor: Actor, key_id: int) -> None:
    """From now on it works as long as this member may do what it does. Raises AboveOwn when they may not."""
    row = _to_change(actor, key_id)
    _require_scopes(actor, row.scopes)
    if row.keeper_id == actor.id:
        return
    changes = {"keeper": [row.keeper_name, actor.shown_name]}
    row.keeper_id, row.keeper_name = actor.id or 0, actor.shown_name
    row.save(update_fields=["keeper_id", "keeper_name"])
    _record(actor, "api_key.taken_over", row, changes)


def _require_scopes(actor: Actor, scopes: Collection[str]) -> None:
    if not all(allows(actor=actor, permission=scope_named(scope).permission) for scope in scopes):
        raise AboveOwn


def _make(actor: Actor, *, name: str, scopes: Collection[str], expires_at: datetime) -> NewKey:
    wanted = sorted(with_included(scopes))
    _require_scopes(actor, wanted)
    prefix, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        organisation_id=current_organisation_id(),
        name=name,
        prefix=prefix,
        secret_digest=digest_of(secret),
        scopes=wanted,
        created_by_id=actor.id or 0,
        created_by_name=actor.shown_name,
        keeper_id=actor.id or 0,
        keeper_name=actor.shown_name,
        expires_at=expires_at,
    )
    changes = {"name": [None, name], "prefix": prefix, "scopes": [None, wanted], "expires_at": expires_at.isoformat()}
    _record(actor, "api_key.made", row, changes)
    return NewKey(id=row.pk, name=name, key=f"{MARK}_{prefix}_{secret}", expires_at=expires_at)


def _to_change(actor: Actor, key_id: int) -> ApiKey:
    require(actor=actor, permission=_MANAGE)
    rows = ApiKey.objects.select_for_update().filter(organisation_id=current_organisation_id(), pk=key_id)
    row = rows.filter(revoked_at__isnull=True).first()
    if row is None:
        raise KeyUnknown(key_id)
    return row


def _record(actor: Actor, action: str, row: ApiKey, changes: Mapping[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="api_key", subject_id=str(row.pk), changes=changes)
