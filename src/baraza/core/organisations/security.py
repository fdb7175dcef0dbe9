"""How safe an organisation wants its own staff's access to be; what it did not choose has the platform's default."""

import ipaddress
import json
from dataclasses import dataclass
from typing import Final

from baraza.core.organisations.models import OrganisationSecurity
from baraza.core.tenancy.scope import organisation_scope

IDLE_MINUTES: Final = 30
ABSOLUTE_HOURS: Final = 12
_COLUMNS: Final = ("mfa_roles", "idle_minutes", "absolute_hours", "admin_networks")

# For a statement that reads rows with their `organisation`: the policy comes along, for `policy_read`.
POLICY: Final = "(SELECT to_json(s)::text FROM organisation_security s WHERE s.organisation_id = organisation.id)"

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


def policy_read(written: str | None) -> SecurityPolicy:
    """What `POLICY` gave; nothing when the organisation chose nothing."""
    if written is None:
        return SecurityPolicy()
    known = json.loads(written)
    return _policy(*(known[name] for name in _COLUMNS))


def _policy(mfa_roles: list[str], idle_minutes: int, absolute_hours: int, admin_networks: list[str]) -> SecurityPolicy:
    return SecurityPolicy(
        mfa_roles=frozenset(mfa_roles),
        idle_minutes=idle_minutes,
        absolute_hours=absolute_hours,
        admin_networks=tuple(ipaddress.ip_network(network) for network in admin_networks),
    )
