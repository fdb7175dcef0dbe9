"""What every way of saying the place ends in: the area in the data, then "known already?" or the check."""

from baraza.conversation.engine.contract import Context, Go, JsonValue, Next
from baraza.services.complaints.queries.nearby import find_nearby

SHORTEST_PLACE = 3


def area_data(*, code: str, name: str, edition: str, approximate: bool) -> dict[str, JsonValue]:
    return {"area_code": code, "area_name": name, "area_edition": edition, "area_approximate": approximate}


def after_place(context: Context, *, put: dict[str, JsonValue]) -> Next:
    """With a pin, ask first whether it is known already; then the check."""
    data = {**context.data, **put}
    if data.get("latitude") is not None and not data.get("editing"):
        near = find_nearby(category=data["category"], latitude=data["latitude"], longitude=data["longitude"])
        if near:
            known = [[hit.complaint.reference, hit.complaint.description, hit.metres] for hit in near]
            return Go(step="nearby", put={**put, "known": known})
    return Go(step="check", put=put)
