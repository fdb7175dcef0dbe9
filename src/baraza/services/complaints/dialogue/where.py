"""What every way of saying the place ends in: the area in the data, then "known already?" or the check."""

from baraza.conversation.engine.contract import Context, Go, JsonValue
from baraza.services.complaints.queries.nearby import find_nearby

_SHORTEST_PLACE = 3
# As long as the record keeps.
LONGEST_PLACE = 500


def area_data(*, code: str, name: str, edition: str, approximate: bool) -> dict[str, JsonValue]:
    return {"area_code": code, "area_name": name, "area_edition": edition, "area_approximate": approximate}


def why_not_a_place(context: Context, text: str) -> str:
    """Empty when the words can be taken as an address or a landmark."""
    if len(text) < _SHORTEST_PLACE:
        return context.t("Please write a little more, so that the team finds the place.")
    if len(text) > LONGEST_PLACE:
        return context.t("That is too long for a place. Please write only the address or a landmark.")
    return ""


def after_place(context: Context, *, put: dict[str, JsonValue]) -> Go:
    """With a pin, ask first whether it is known already; then the check."""
    data = {**context.data, **put}
    if data.get("latitude") is not None and not data.get("editing"):
        near = find_nearby(category=data["category"], latitude=data["latitude"], longitude=data["longitude"])
        if near:
            known = [[hit.complaint.reference, hit.complaint.description, hit.metres] for hit in near]
            return Go(step="nearby", put={**put, "known": known})
    return Go(step="check", put=put)
