"""What a municipality tells its residents is set as a whole: emergency numbers, offices."""

from collections.abc import Sequence

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import EmergencyNumber, Office
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.information import EmergencyContact, OfficeInformation


def set_emergency_numbers(*, actor: Actor, numbers: Sequence[EmergencyContact]) -> None:
    """Replaces the list, in the order given. Raises NotAllowed."""
    require(actor=actor, act="inform")
    organisation_id = current_organisation_id()
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
        changes={"numbers": [entry.number for entry in numbers]},
    )


def set_offices(*, actor: Actor, offices: Sequence[OfficeInformation]) -> None:
    """Replaces the list, in the order given. Raises NotAllowed."""
    require(actor=actor, act="inform")
    organisation_id = current_organisation_id()
    Office.objects.filter(organisation_id=organisation_id).delete()
    Office.objects.bulk_create(
        Office(
            organisation_id=organisation_id,
            name=entry.name,
            address=entry.address,
            hours=entry.hours,
            phone=entry.phone,
            order=order,
        )
        for order, entry in enumerate(offices)
    )
    record(
        actor=actor,
        action="information.offices_set",
        subject_kind="organisation",
        subject_id=str(organisation_id),
        changes={"offices": [entry.name for entry in offices]},
    )
