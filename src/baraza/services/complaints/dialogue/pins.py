"""A location that is shared before the place is asked for: it is kept, and answers that question when it comes."""

from collections.abc import Callable
from dataclasses import replace

from baraza.conversation.engine.contract import Context, Go, Input, InputKind, JsonValue, Next, Retry
from baraza.services.complaints.dialogue.place import take_pin

# In the answers: latitude, longitude, and the name that came with them.
PIN = "pin"

Take = Callable[[Context, Input], Next]


def noted(given: Input) -> dict[str, JsonValue]:
    return {PIN: [given.latitude, given.longitude, given.place_name]}


def kept(pin: JsonValue) -> Input:
    """What was noted, as it came."""
    latitude, longitude, name = pin
    return Input(kind=InputKind.LOCATION, latitude=latitude, longitude=longitude, place_name=name)


def thanks(context: Context) -> str:
    return context.t("Thank you for the location.")


def keeping_pin(*, step: str, take: Take) -> Take:
    """`take`, and before it: a location is kept, and `step` asks its own question again."""

    def taken(context: Context, given: Input) -> Next:
        if given.kind is not InputKind.LOCATION:
            return take(context, given)
        if context.data.get("editing"):
            # All is answered already: the new place takes that of the old one.
            return take_pin(context, given)
        return Go(step=step, put=noted(given), say=(thanks(context),))

    return taken


def on_to_place(context: Context, *, put: dict[str, JsonValue], say: tuple[str, ...] = ()) -> Go:
    """To the question where it is, or past it when a location came earlier."""
    pin = context.data.get(PIN)
    if not pin:
        return Go(step="place", put=put, say=say)
    found = take_pin(replace(context, data={**context.data, **put}), kept(pin))
    used: dict[str, JsonValue] = {**put, PIN: None}
    if isinstance(found, Retry):
        return Go(step="place", put=used, say=(*say, found.why))
    return replace(found, put={**used, **found.put}, say=(*say, *found.say))
