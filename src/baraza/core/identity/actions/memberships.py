"""Writes of people and memberships."""

from collections.abc import Collection

from baraza.core.identity.models import Membership, User
from baraza.core.tenancy.scope import platform_scope


def enrol_member(
    *, email: str, name: str, password: str, organisation_id: int, role: str, clients: Collection[str] = ()
) -> int:
    """Makes the person if new, and their membership with this role; returns the user's id."""
    with platform_scope():
        user, created = User.objects.get_or_create(email=email.lower(), defaults={"name": name})
        if created:
            user.set_password(password)
            user.save(update_fields=["password"])
        Membership.objects.update_or_create(
            organisation_id=organisation_id,
            user=user,
            defaults={"role": role, "custom_role_id": None, "active": True, "clients": sorted(clients)},
        )
    return user.pk
