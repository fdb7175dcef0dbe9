"""The keys of the organisation, and whose key somebody presents."""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from baraza.core.identity.key_text import digest_of, parts_of
from baraza.core.identity.models import ApiKey, ApiKeyUse, Membership
from baraza.core.identity.roles import role_of
from baraza.core.identity.scopes import scope_named
from baraza.core.organisations.queries import OrganisationUnknown, get_organisation
from baraza.core.tenancy.scope import current_organisation_id, key_scope, organisation_scope
from baraza.lib.clock import now

REPLACE_AFTER: Final = timedelta(days=31)
_KEEPING: Final = "api_keys.manage"
_OPERATOR: Final = 0


@dataclass(frozen=True, kw_only=True)
class KeyRecord:
    """`stopped` while its keeper may not do what it does: they left, are suspended, or have a smaller role now."""

    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_by: str
    created_at: datetime
    keeper_id: int
    keeper: str
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    stopped: bool

    @property
    def over(self) -> bool:
        """For good, whoever answers for it."""
        return self.revoked_at is not None or self.expires_at <= now()

    @property
    def working(self) -> bool:
        return not self.over and not self.stopped

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
    """Those that work first, then those that are stopped, then the rest; the newest first."""
    organisation_id = current_organisation_id()
    used = dict(ApiKeyUse.objects.filter(organisation_id=organisation_id).values_list("key_id", "last_used_at"))
    rows = list(ApiKey.objects.filter(organisation_id=organisation_id).order_by("-pk"))
    may = _permissions_of({row.keeper_id for row in rows})
    return sorted((_record(row, used, may) for row in rows), key=lambda one: (one.over, one.stopped))


def caller_of(*, presented: str) -> KeyCaller | None:
    """None for every key that does not work, whatever the reason: nobody learns which it is."""
    prefix, secret = parts_of(presented)
    with key_scope(prefix=prefix):
        row = ApiKey.objects.filter(prefix=prefix).first() if prefix else None
    right = hmac.compare_digest(digest_of(secret), row.secret_digest if row is not None else digest_of(""))
    if row is None or not right or row.revoked_at is not None or row.expires_at <= now():
        return None
    with organisation_scope(organisation_id=row.organisation_id):
        try:
            get_organisation(organisation_id=row.organisation_id)
        except OrganisationUnknown:
            # It was switched off.
            return None
        if _is_stopped(row, _permissions_of({row.keeper_id})):
            return None
    return KeyCaller(key_id=row.pk, name=row.name, organisation_id=row.organisation_id, scopes=frozenset(row.scopes))


def _is_stopped(row: ApiKey, may: Mapping[int, frozenset[str]]) -> bool:
    """A key never does what its keeper may not do at this moment, and whoever may keep none keeps none."""
    if row.keeper_id == _OPERATOR:
        return False
    needed = {_KEEPING, *(scope_named(scope).permission for scope in row.scopes)}
    return not needed <= may.get(row.keeper_id, frozenset())


def _permissions_of(people: Collection[int]) -> dict[int, frozenset[str]]:
    """Of whoever may work in the organisation in scope."""
    asked = [person for person in people if person != _OPERATOR]
    if not asked:
        return {}
    rows = Membership.objects.filter(
        organisation_id=current_organisation_id(), user_id__in=asked, active=True, user__is_active=True
    ).select_related("custom_role")
    return {row.user_id: role_of(row).permissions for row in rows}


def _record(row: ApiKey, used: dict[int, datetime], may: Mapping[int, frozenset[str]]) -> KeyRecord:
    return KeyRecord(
        id=row.pk,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        created_by=row.created_by_name,
        created_at=row.created_at,
        keeper_id=row.keeper_id,
        keeper=row.keeper_name,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=used.get(row.pk),
        stopped=_is_stopped(row, may),
    )
