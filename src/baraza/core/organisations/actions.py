"""Writes of organisations; only in the platform's own scope."""

from dataclasses import asdict, dataclass

from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import platform_scope


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


def found_organisation(*, new: NewOrganisation) -> int:
    """Makes the organisation, or brings an existing one of this slug to these settings; returns its id."""
    values = asdict(new)
    values["languages"], values["services"] = list(new.languages), list(new.services)
    with platform_scope():
        row, _ = Organisation.objects.update_or_create(slug=values.pop("slug"), defaults=values)
    return row.pk
