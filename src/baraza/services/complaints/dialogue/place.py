"""Where it is: a pin, or an address or landmark in words; menus are in place_menus."""

from baraza.capabilities.geography.engine import BadCoordinate
from baraza.capabilities.geography.queries import find_place, get_area, list_wards, locate
from baraza.capabilities.geography.records import Located
from baraza.conversation.engine.contract import (
    Choice,
    Context,
    Go,
    Input,
    InputKind,
    JsonValue,
    Next,
    Prompt,
    Retry,
    Step,
    Want,
)
from baraza.services.complaints.dialogue.place_menus import take_municipality
from baraza.services.complaints.dialogue.where import SHORTEST_PLACE, after_place, area_data
from baraza.services.complaints.dialogue.wording import organisation, yes_or

_MOST_CANDIDATES = 3


def _ask_place(context: Context) -> Prompt:
    t = context.t
    choices = (Choice(id="list", label=t("Choose from a list")),) if _has_list(context) else ()
    if context.channel.takes_location:
        return Prompt(
            text=t("Where is it? Share the location, or write the address or a landmark near it."),
            wants=frozenset({Want.LOCATION, Want.TEXT}),
        )
    return Prompt(
        text=t("Where is it? Write the street and suburb, or a landmark near it."),
        short=t("Where is it? Write street and suburb, or a landmark."),
        wants=frozenset({Want.TEXT}),
        choices=choices,
    )


def _has_list(context: Context) -> bool:
    """Menus help where typing is hard: municipalities if the organisation serves many, wards if we know them."""
    if not context.channel.small_screen:
        return False
    served = organisation(context)
    return not served.home_area_code or bool(
        list_wards(country=served.country, municipality_code=served.home_area_code),
    )


def _take_place(context: Context, given: Input) -> Next:
    if given.kind is InputKind.LOCATION:
        assert given.latitude is not None
        assert given.longitude is not None
        return _pinned(context, latitude=given.latitude, longitude=given.longitude, name=given.place_name)
    if given.kind is InputKind.CHOICE and given.choice_id == "list":
        return Go(step="ward" if organisation(context).home_area_code else "province")
    if given.kind is not InputKind.TEXT:
        return Retry(why=context.t("Please share the location, or write the address or a landmark."))
    text = given.text.strip()
    if len(text) < SHORTEST_PLACE:
        return Retry(why=context.t("Please write a little more, so that the team finds the place."))
    return _written(context, text)


def _pinned(context: Context, *, latitude: float, longitude: float, name: str) -> Next:
    served = organisation(context)
    try:
        located = locate(latitude=latitude, longitude=longitude, country=served.country)
    except BadCoordinate:
        located = None
    if located is None:
        return Retry(
            why=context.t("That place is in the sea or outside the country. Share another one, or write the address."),
        )
    put: dict[str, JsonValue] = {
        "latitude": latitude,
        "longitude": longitude,
        "place_text": name,
        **area_data(code=located.code, name=located.name, edition=located.edition, approximate=located.approximate),
    }
    return _with_area(context, put=put, located=located)


def _with_area(context: Context, *, put: dict[str, JsonValue], located: Located) -> Next:
    home = organisation(context).home_area_code
    if home and located.code != home:
        return Go(step="place_elsewhere", put=put)
    if located.approximate:
        return Go(step="place_confirm", put=put)
    return after_place(context, put=put)


def _written(context: Context, text: str) -> Next:
    served = organisation(context)
    put: dict[str, JsonValue] = {"place_text": text, "latitude": None, "longitude": None}
    if served.home_area_code:
        home = get_area(country=served.country, code=served.home_area_code)
        name = home.name if home else served.name
        edition = home.edition if home else ""
        put |= area_data(code=served.home_area_code, name=name, edition=edition, approximate=False)
        return after_place(context, put=put)
    found = find_place(country=served.country, text=text)[:_MOST_CANDIDATES]
    if not found:
        return Go(step="province", put=put, say=(context.t("Thank you. Which municipality is that in?"),))
    put["candidates"] = [[place.municipality_code, place.municipality] for place in found]
    return Go(step="place_candidates", put=put)


def _ask_candidates(context: Context) -> Prompt:
    seen = dict(context.data["candidates"])
    return Prompt(
        text=context.t("Which municipality is that in?"),
        list_label=context.t("Choose"),
        choices=(
            *(Choice(id=f"area:{code}", label=name) for code, name in seen.items()),
            Choice(id="other", label=context.t("Another one")),
        ),
    )


def _take_candidates(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE and given.choice_id == "other":
        return Go(step="province")
    return take_municipality(context, given)


def _ask_confirm(context: Context) -> Prompt:
    return Prompt(
        text=context.t(
            "We are not sure: the nearest municipality is %(area)s. Is it there?", area=context.data["area_name"]
        ),
        choices=yes_or(context, other_id="other", other_label=context.t("Another one")),
    )


def _take_confirm(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE and given.choice_id == "yes":
        return after_place(context, put={})
    if given.kind is InputKind.CHOICE and given.choice_id == "other":
        return Go(step="province")
    return Retry(why=context.t("Please choose one of these."))


def _ask_elsewhere(context: Context) -> Prompt:
    names = {"area": context.data["area_name"], "name": organisation(context).name}
    return Prompt(
        text=context.t(
            "That place is in or near %(area)s. %(name)s looks after its own area. What would you like to do?", **names
        ),
        short=context.t("That is in %(area)s, not %(name)s.", **names),
        choices=(
            Choice(id="again", label=context.t("Give another place")),
            Choice(id="anyway", label=context.t("Report it anyway")),
        ),
    )


def _take_elsewhere(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE and given.choice_id == "anyway":
        return after_place(context, put={})
    if given.kind is InputKind.CHOICE and given.choice_id == "again":
        return Go(step="place")
    if given.kind is InputKind.LOCATION:
        return _take_place(context, given)
    return Retry(why=context.t("Please choose one of these."))


STEPS = (
    Step(id="place", ask=_ask_place, take=_take_place),
    Step(id="place_candidates", ask=_ask_candidates, take=_take_candidates),
    Step(id="place_confirm", ask=_ask_confirm, take=_take_confirm),
    Step(id="place_elsewhere", ask=_ask_elsewhere, take=_take_elsewhere),
)
