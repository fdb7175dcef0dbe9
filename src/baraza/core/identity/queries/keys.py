"""The keys of the organisation, and whose key somebody presents."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from baraza.core.identity.key_text import digest_of, parts_of
from baraza.core.identity.models import ApiKey, ApiKeyUse
from baraza.core.organisations.queries import OrganisationUnknown, get_organisation
from baraza.core.tenancy.scope import current_organisation_id, key_scope
from baraza.lib.clock import now

REPLACE_AFTER: Final = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class KeyRecord:
    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None

    @property
    def working(self) -> bool:
        return self.revoked_at is None and self.expires_at > now()

    @property
    def old(self) -> bool:
        return self.working and self.created_at + REPLACE_AFTER < now()


@dataclass(frozen=True, kw_only=True)
class KeyCaller:
    """The other system that asks, known by its key."""

    key_id: int
    name: str
    organisation_id: int
    scopes: frozenset[str]


def list_keys() -> list[KeyRecord]:
    """Those that work first, then the rest; the newest first."""
    organisation_id = current_organisation_id()
    used = dict(ApiKeyUse.objects.filter(organisation_id=organisation_id).values_list("key_id", "last_used_at"))
    rows = ApiKey.objects.filter(organisation_id=organisation_id).order_by("-pk")
    return sorted((_record(row, used) for row in rows), key=lambda one: not one.working)


def caller_of(*, presented: str) -> KeyCaller | None:
    """None for every key that does not work, whatever the reason: nobody learns which it is."""
    prefix, secret = parts_of(presented)
    with key_scope(prefix=prefix):
        row = ApiKey.objects.filter(prefix=prefix).first() if prefix else None
    right = hmac.compare_digest(digest_of(secret), row.secret_digest if row is not None else digest_of(""))
    if row is None or not right or row.revoked_at is not None or row.expires_at <= now():
        return None
    try:
        get_organisation(organisation_id=row.organisation_id)
    except OrganisationUnknown:
        # It was switched off.
        return None
    return KeyCaller(key_id=row.pk, name=row.name, organisation_id=row.organisation_id, scopes=frozenset(row.scopes))


def _record(row: ApiKey, used: dict[int, datetime]) -> KeyRecord:
    return KeyRecord(
        id=row.pk,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        created_by=row.created_by_name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=used.get(row.pk),
    )
