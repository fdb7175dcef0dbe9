"""What a municipality tells its residents: emergency numbers and offices."""

from dataclasses import dataclass

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import EmergencyNumber, Office


@dataclass(frozen=True, kw_only=True)
class EmergencyContact:
    name: str
    number: str


@dataclass(frozen=True, kw_only=True)
class OfficeInformation:
    name: str
    address: str
    hours: str
    phone: str
    latitude: float | None = None
    longitude: float | None = None


def list_emergency_numbers() -> list[EmergencyContact]:
    rows = EmergencyNumber.objects.filter(organisation_id=current_organisation_id()).order_by("order", "name")
    return [EmergencyContact(name=row.name, number=row.number) for row in rows]


def list_offices() -> list[OfficeInformation]:
    rows = Office.objects.filter(organisation_id=current_organisation_id()).order_by("order", "name")
    return [
        OfficeInformation(
            name=row.name,
            address=row.address,
            hours=row.hours,
            phone=row.phone,
            latitude=row.latitude,
            longitude=row.longitude,
        )
        for row in rows
    ]
