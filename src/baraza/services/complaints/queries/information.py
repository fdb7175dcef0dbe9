"""What a municipality tells its residents: emergency numbers and offices; and who waits for a person."""

from dataclasses import dataclass
from datetime import datetime

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import EmergencyNumber, Office, PersonRequest


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


@dataclass(frozen=True, kw_only=True)
class PersonWaiting:
    id: int
    contact_id: int
    text: str
    asked_at: datetime


def list_emergency_numbers() -> list[EmergencyContact]:
    rows = EmergencyNumber.objects.filter(organisation_id=current_organisation_id()).order_by("order", "name")
    return [EmergencyContact(name=row.name, number=row.number) for row in rows]


def list_offices() -> list[OfficeInformation]:
    rows = Office.objects.filter(organisation_id=current_organisation_id()).order_by("order", "name")
    return [OfficeInformation(name=row.name, address=row.address, hours=row.hours, phone=row.phone) for row in rows]


def list_people_waiting(*, limit: int = 50) -> list[PersonWaiting]:
    rows = PersonRequest.objects.filter(
        organisation_id=current_organisation_id(),
        answered_at__isnull=True,
    ).order_by("id")[:limit]
    return [PersonWaiting(id=row.pk, contact_id=row.contact_id, text=row.text, asked_at=row.asked_at) for row in rows]
