"""Writes of organisations: the platform founds and closes them, each keeps its own demands on security."""

from dataclasses import asdict, dataclass

from baraza.core.organisations.models import Organisation, OrganisationSecurity
from baraza.core.organisations.security import SecurityPolicy
from baraza.core.tenancy.scope import current_organisation_id, platform_scope


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    slug: str
    name: str
    country: str
    languages: tuple[str, ...]
    phone_region: str
    time_zone: str = "Africa/Johannesburg"
    currency: str = "ZAR"
    reference_prefix: str = "MI"
    home_area_code: str = ""
    services: tuple[str, ...] = ("complaints",)


@dataclass(frozen=True, kw_only=True)
class OrganisationSettings:
    """What the platform may change of an organisation that exists."""

    name: str
    country: str
    languages: tuple[str, ...]
    time_zone: str
    currency: str
    phone_region: str
    services: tuple[str, ...]


def found_organisation(*, new: NewOrganisation) -> int:
    """Makes the organisation, or brings an existing one of this slug to these settings; returns its id."""
    values = asdict(new)
    values["languages"], values["services"] = list(new.languages), list(new.services)
    with platform_scope():
        row, _ = Organisation.objects.update_or_create(slug=values.pop("slug"), defaults=values)
    return row.pk


def change_organisation(*, organisation_id: int, values: OrganisationSettings) -> None:
    with platform_scope():
        Organisation.objects.filter(pk=organisation_id).update(
            **{**asdict(values), "languages": list(values.languages), "services": list(values.services)}
        )


def switch_organisation(*, organisation_id: int, active: bool) -> None:
    """Switched off, nobody of its staff gets in and no resident can report to it; its data stays."""
    with platform_scope():
        Organisation.objects.filter(pk=organisation_id).update(active=active)


def keep_security_policy(*, policy: SecurityPolicy) -> None:
    """Of the organisation at work."""
    OrganisationSecurity.objects.update_or_create(
        organisation_id=current_organisation_id(),
        defaults={
            "mfa_roles": sorted(policy.mfa_roles),
            "idle_minutes": policy.idle_minutes,
            "absolute_hours": policy.absolute_hours,
            "admin_networks": [str(network) for network in policy.admin_networks],
        },
    )
