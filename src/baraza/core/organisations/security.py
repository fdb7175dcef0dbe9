"""How safe an organisation wants its own staff's access to be; what it did not choose has the platform's default."""

import ipaddress
from dataclasses import dataclass
from typing import Final

from baraza.core.organisations.models import OrganisationSecurity
from baraza.core.tenancy.scope import organisation_scope

IDLE_MINUTES: Final = 30
ABSOLUTE_HOURS: Final = 12

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
    if row is None:
        return SecurityPolicy()
    return SecurityPolicy(
        mfa_roles=frozenset(row.mfa_roles),
        idle_minutes=row.idle_minutes,
        absolute_hours=row.absolute_hours,
        admin_networks=tuple(ipaddress.ip_network(network) for network in row.admin_networks),
    )
