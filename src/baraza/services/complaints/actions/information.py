"""What a municipality tells its residents is set as a whole: emergency numbers, offices."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.settings.sections import claim_section
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import EmergencyNumber, Office
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.information import (
    EmergencyContact,
    OfficeInformation,
    list_emergency_numbers,
    list_offices,
)

SECTION: Final = "information"


def set_information(
    *,
    actor: Actor,
    numbers: Sequence[EmergencyContact],
    offices: Sequence[OfficeInformation],
    version: int,
) -> None:
    """Both lists, from the page that shows both; what did not change is not written. Raises NotAllowed, SettingsChanged."""
    require(actor=actor, act="inform")
    claim_section(name=SECTION, expected=version)
    if list(numbers) != list_emergency_numbers():
        set_emergency_numbers(actor=actor, numbers=numbers)
    if list(offices) != list_offices():
        set_offices(actor=actor, offices=offices)


def set_emergency_numbers(*, actor: Actor, numbers: Sequence[EmergencyContact]) -> None:
    """Replaces the list, in the order given. Raises NotAllowed."""
    require(actor=actor, act="inform")
    organisation_id = current_organisation_id()
    before = [f"{entry.name} {entry.number}" for entry in list_emergency_numbers()]
    EmergencyNumber.objects.filter(organisation_id=organisation_id).delete()
    EmergencyNumber.objects.bulk_create(
        EmergencyNumber(organisation_id=organisation_id, name=entry.name, number=entry.number, order=order)
        for order, entry in enumerate(numbers)
    )
    record(
        actor=actor,
        action="information.emergency_numbers_set",
        subject_kind="organisation",
        subject_id=str(organisation_id),
        changes={"numbers": [before, [f"{entry.name} {entry.number}" for entry in numbers]]},
    )


def set_offices(*, actor: Actor, offices: Sequence[OfficeInformation]) -> None:
    """Replaces the list, in the order given. Raises NotAllowed."""
    require(actor=actor, act="inform")
    organisation_id = current_organisation_id()
    before = [asdict(entry) for entry in list_offices()]
    Office.objects.filter(organisation_id=organisation_id).delete()
    Office.objects.bulk_create(
        Office(
            organisation_id=organisation_id,
            name=entry.name,
            address=entry.address,
            hours=entry.hours,
            phone=entry.phone,
            latitude=entry.latitude,
            longitude=entry.longitude,
            order=order,
        )
        for order, entry in enumerate(offices)
    )
    record(
        actor=actor,
        action="information.offices_set",
        subject_kind="organisation",
        subject_id=str(organisation_id),
        changes={"offices": [before, [asdict(entry) for entry in offices]]},
    )
