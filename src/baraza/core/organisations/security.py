"""How safe an organisation wants its own staff's access to be; what it did not choose has the platform's default."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from baraza.core.organisations.models import OrganisationSecurity
from baraza.core.tenancy.scope import organisation_scope

IDLE_MINUTES: Final = 30
ABSOLUTE_HOURS: Final = 12
_COLUMNS: Final = ("mfa_roles", "idle_minutes", "absolute_hours", "admin_networks")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, kw_only=True)
class SecurityPolicy:
    """`mfa_roles` must have a second factor; admins' pages open from `admin_networks` only, from everywhere if none."""

    mfa_roles: frozenset[str] = frozenset()
    idle_minutes: int = IDLE_MINUTES
    absolute_hours: int = ABSOLUTE_HOURS
    admin_networks: tuple[Network, ...] = ()


def get_security_policy(*, organisation_id: int) -> SecurityPolicy:
    """Opens the organisation's scope by itself."""
    with organisation_scope(organisation_id=organisation_id):
        row = OrganisationSecurity.objects.filter(organisation_id=organisation_id).first()
    return _policy(row.mfa_roles, row.idle_minutes, row.absolute_hours, row.admin_networks) if row else SecurityPolicy()


def policy_along(*, organisation: str) -> Subquery:
    """For a query that reads rows with their organisation in this column: the policy comes along, for `policy_read`."""
    rows = OrganisationSecurity.objects.filter(organisation_id=OuterRef(organisation)).order_by()
    return Subquery(rows.values_list(JSONObject(**{name: name for name in _COLUMNS})))


def policy_read(written: Mapping[str, Any] | None) -> SecurityPolicy:
    """What `policy_along` gave."""
    return _policy(*(written[name] for name in _COLUMNS)) if written else SecurityPolicy()


def _policy(mfa_roles: list[str], idle_minutes: int, absolute_hours: int, admin_networks: list[str]) -> SecurityPolicy:
    return SecurityPolicy(
        mfa_roles=frozenset(mfa_roles),
        idle_minutes=idle_minutes,
        absolute_hours=absolute_hours,
        admin_networks=tuple(ipaddress.ip_network(network) for network in admin_networks),
    )
