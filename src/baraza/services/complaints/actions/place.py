"""Staff correct where something is: the pin, the words, and the area that follows from the pin."""

from dataclasses import dataclass

from baraza.capabilities.geography.queries import get_area, locate
from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.move import ReasonMissing
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.policies import require

_WARD = "ward"


class WardUnknown(LookupError):
    """No ward of this code is in force."""


class HalfAPosition(ValueError):
    """A latitude without a longitude, or the other way round."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Without a position the area stays what it was; `ward_code` is chosen by hand where there is no pin."""

    latitude: float | None
    longitude: float | None
    text: str
    ward_code: str = ""


def correct_place(
    *, actor: Actor, reference: str, place: Place, reason: str, expected_version: int | None = None
) -> None:
    """The same place again changes nothing.

    Raises NotAllowed, ReasonMissing, HalfAPosition, WardUnknown, geography's BadCoordinate, ChangedMeanwhile,
    ComplaintUnknown.
    """
    require(actor=actor, act="place")
    if not reason.strip():
        raise ReasonMissing("place")
    if (place.latitude is None) != (place.longitude is None):
        raise HalfAPosition
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    before = _described(complaint)
    complaint.latitude, complaint.longitude = place.latitude, place.longitude
    complaint.place_text = place.text.strip()
    _find_area(complaint=complaint, place=place)
    after = _described(complaint)
    changes: dict[str, object] = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        save_change(complaint=complaint, actor=actor, changes={**changes, "reason": reason.strip()})


def _described(complaint: Complaint) -> dict[str, object]:
    """The position to about ten metres: finer than that nobody moved it on purpose."""
    position = "" if complaint.latitude is None else f"{complaint.latitude:.4f}, {complaint.longitude or 0.0:.4f}"
    return {
        "position": position,
        "place": complaint.place_text,
        "area": complaint.area_name,
        "ward": complaint.ward_code,
    }


def _find_area(*, complaint: Complaint, place: Place) -> None:
    country = get_organisation(organisation_id=current_organisation_id()).country
    if place.latitude is not None and place.longitude is not None:
        area = locate(latitude=place.latitude, longitude=place.longitude, country=country)
        complaint.area_code = area.code if area else ""
        complaint.area_name = area.name if area else ""
        complaint.area_edition = area.edition if area else ""
        complaint.area_approximate = area.approximate if area else False
        ward = locate(latitude=place.latitude, longitude=place.longitude, country=country, kind=_WARD)
        if ward is not None:
            complaint.ward_code = ward.code
            return
    if place.ward_code and get_area(country=country, code=place.ward_code, kind=_WARD) is None:
        raise WardUnknown(place.ward_code)
    complaint.ward_code = place.ward_code
