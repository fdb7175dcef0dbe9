"""What an organisation demands of its own staff's access."""

import ipaddress
from dataclasses import asdict

from baraza.core.audit.actions import record
from baraza.core.identity import policies  # noqa: F401 - declares the permissions
from baraza.core.identity.actor import Actor
from baraza.core.identity.addresses import is_within
from baraza.core.identity.errors import WouldLockOut
from baraza.core.identity.permissions import require
from baraza.core.organisations.actions import keep_security_policy
from baraza.core.organisations.security import SecurityPolicy, get_security_policy
from baraza.core.tenancy.scope import current_organisation_id


def choose_security(*, actor: Actor, policy: SecurityPolicy, own_address: str) -> None:
    """Raises WouldLockOut when the addresses would shut out whoever saves them."""
    require(actor=actor, permission="organisation.security")
    if policy.admin_networks and not is_within(address=own_address, networks=policy.admin_networks):
        raise WouldLockOut
    organisation_id = current_organisation_id()
    before, after = _written(get_security_policy(organisation_id=organisation_id)), _written(policy)
    changes = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if not changes:
        return
    keep_security_policy(policy=policy)
    record(
        actor=actor,
        action="organisation.security_changed",
        subject_kind="organisation",
        subject_id=str(organisation_id),
        changes=changes,
    )


def networks_of(written: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """One per line or by commas. Raises ValueError with the part that is none."""
    parts = [part.strip() for part in written.replace(",", "\n").splitlines() if part.strip()]
    return tuple(dict.fromkeys(ipaddress.ip_network(part) for part in parts))


def _written(policy: SecurityPolicy) -> dict[str, object]:
    values = asdict(policy)
    return {
        **values,
        "mfa_roles": sorted(policy.mfa_roles),
        "admin_networks": [str(network) for network in policy.admin_networks],
    }
