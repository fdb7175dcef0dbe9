"""Reads of organisations for the platform's own people: switched-off ones too."""

from dataclasses import dataclass
from datetime import datetime

from baraza.core.organisations.models import Organisation


@dataclass(frozen=True, kw_only=True)
class OrganisationRecord:
    id: int
    slug: str
    name: str
    country: str
    languages: tuple[str, ...]
    time_zone: str
    currency: str
    phone_region: str
    services: tuple[str, ...]
    active: bool
    created_at: datetime


def list_records() -> list[OrganisationRecord]:
    """By name."""
    return [_record(row) for row in Organisation.objects.order_by("name", "pk")]


def get_record(*, organisation_id: int) -> OrganisationRecord | None:
    row = Organisation.objects.filter(pk=organisation_id).first()
    return _record(row) if row else None


def get_record_by_slug(*, slug: str) -> OrganisationRecord | None:
    row = Organisation.objects.filter(slug=slug).first()
    return _record(row) if row else None


def _record(row: Organisation) -> OrganisationRecord:
    return OrganisationRecord(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        country=row.country,
        languages=tuple(row.languages),
        time_zone=row.time_zone,
        currency=row.currency,
        phone_region=row.phone_region,
        services=tuple(row.services),
        active=row.active,
        created_at=row.created_at,
    )
