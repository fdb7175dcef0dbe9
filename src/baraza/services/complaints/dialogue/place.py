"""Where it is: a pin, or an address or landmark in words; menus are in place_menus."""

from dataclasses import replace

from baraza.capabilities.geography.engine import BadCoordinate
from baraza.capabilities.geography.queries import find_place, get_area, list_wards, locate
from baraza.capabilities.geography.records import PlaceCandidate
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
from baraza.services.complaints.dialogue.photos import keeping_photos, thanks, with_photo
from baraza.services.complaints.dialogue.place_menus import take_municipality
from baraza.services.complaints.dialogue.where import LONGEST_PLACE, after_place, area_data, why_not_a_place
from baraza.services.complaints.dialogue.wording import organisation

_MOST_CANDIDATES = 3
_SHORTEST_STEM = 4


def _ask_place(context: Context) -> Prompt:
    t = context.t
    if context.channel.takes_location:
        return Prompt(
            text=t("Where is it? Share the location, or write the address or a landmark near it."),
            wants=frozenset({Want.LOCATION, Want.TEXT, Want.PHOTO}),
        )
    choices = (Choice(id="list", label=t("Choose from a list")),) if _has_list(context) else ()
    return Prompt(
        text=t("Where is it? Write the street and suburb, or a landmark near it."),
        short=t("Where is it? Write street and suburb, or a landmark."),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
        choices=choices,
    )


def _help_place(context: Context) -> str:
    return context.t("For example: 12 Main Road, Umlazi, near the clinic.")


def _has_list(context: Context) -> bool:
    """Menus help where typing is hard: municipalities if the organisation serves many, wards if we know them."""
    if not context.channel.small_screen:
        return False
    served = organisation(context)
    return not served.home_area_code or bool(
        list_wards(country=served.country, municipality_code=served.home_area_code),
    )


def _take_place(context: Context, given: Input) -> Next:
    if given.kind is InputKind.PHOTO:
        return _photographed(context, given)
    if given.kind is InputKind.LOCATION:
        return take_pin(context, given)
    if given.kind is InputKind.CHOICE:
        return Go(step="ward" if organisation(context).home_area_code else "province")
    text = given.text.strip()
    why = why_not_a_place(context, text)
    return Retry(why=why) if why else _written(context, text)


def _photographed(context: Context, given: Input) -> Next:
    """A photo is kept; what is written under it answers the question."""
    photos = with_photo(context, given)
    text = given.text.strip()
    if not text or why_not_a_place(context, text):
        return Go(step="place", put={"photos": photos}, say=(thanks(context),))
    following = _written(replace(context, data={**context.data, "photos": photos}), text)
    return replace(following, put={**following.put, "photos": photos})


def take_pin(context: Context, given: Input) -> Go | Retry:
    """The place of an input that is a location, at whatever step it comes."""
    assert given.latitude is not None
    assert given.longitude is not None
    try:
        found = _area_at(context, latitude=given.latitude, longitude=given.longitude)
    except BadCoordinate:
        found = {}
    if not found:
        return Retry(why=not_here(context))
    pin = {"latitude": given.latitude, "longitude": given.longitude, "place_text": given.place_name[:LONGEST_PLACE]}
    put = {**pin, **found}
    home = organisation(context).home_area_code
    if home and found["area_code"] != home:
        return Go(step="place_elsewhere", put=put)
    if found["area_approximate"] and not home:
        return Go(step="place_confirm", put=put)
    return after_place(context, put=put)


def not_here(context: Context) -> str:
    return context.t("That place is in the sea or outside the country. Share another one, or write the address.")


def _area_at(context: Context, *, latitude: float, longitude: float) -> dict[str, JsonValue]:
    """The municipality, and the ward where wards are known; nothing for a place outside of the country."""
    country = organisation(context).country
    ward = locate(latitude=latitude, longitude=longitude, country=country, kind="ward")
    if ward is not None and not ward.approximate:
        area = get_area(country=country, code=ward.parent_code)
        if area is not None:
            known = area_data(code=area.code, name=area.name, edition=area.edition, approximate=False)
            return {**known, "ward_code": ward.code}
    located = locate(latitude=latitude, longitude=longitude, country=country)
    if located is None:
        return {}
    found = area_data(code=located.code, name=located.name, edition=located.edition, approximate=located.approximate)
    return {**found, "ward_code": None}


def _written(context: Context, text: str) -> Go:
    served = organisation(context)
    put: dict[str, JsonValue] = {"place_text": text, "latitude": None, "longitude": None, "ward_code": None}
    if served.home_area_code:
        home = get_area(country=served.country, code=served.home_area_code)
        name = home.name if home else served.name
        edition = home.edition if home else ""
        put |= area_data(code=served.home_area_code, name=name, edition=edition, approximate=False)
        return after_place(context, put=put)
    found = {place.municipality_code: place.municipality for place in _places(served.country, text)[:_MOST_CANDIDATES]}
    if not found:
        return Go(step="province", put=put)
    if len(found) > 1:
        return Go(step="place_candidates", put={**put, "candidates": [[code, name] for code, name in found.items()]})
    [(code, name)] = found.items()
    area = get_area(country=served.country, code=code)
    put |= area_data(code=code, name=name, edition=area.edition if area else "", approximate=False)
    return Go(step="place_confirm", put=put)


def _places(country: str, text: str) -> list[PlaceCandidate]:
    """Places named in the words; in isiZulu and isiXhosa "in Soweto" is "eSoweto", and "in Umlazi" is "eMlazi"."""
    found = find_place(country=country, text=text)
    for word in text.split() if not found else ():
        stem = word[1:]
        if word[0] in "eE" and len(stem) >= _SHORTEST_STEM:
            found = next(filter(None, (find_place(country=country, text=name) for name in (stem, f"u{stem}"))), [])
        if found:
            break
    return found


def _ask_candidates(context: Context) -> Prompt:
    seen = dict(context.data["candidates"])
    return Prompt(
        text=context.t("Which municipality is that in?"),
        list_label=context.t("Choose"),
        wants=frozenset({Want.PHOTO}),
        choices=(
            *(Choice(id=f"area:{code}", label=name) for code, name in seen.items()),
            Choice(id="other", label=context.t("Another one")),
        ),
    )


def _take_candidates(context: Context, given: Input) -> Next:
    return Go(step="province") if given.choice_id == "other" else take_municipality(context, given)


def _ask_confirm(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Is that in %(area)s?", area=context.data["area_name"]),
        wants=frozenset({Want.PHOTO}),
        choices=(
            Choice(id="yes", label=context.t("Yes")),
            Choice(id="other", label=context.t("No, somewhere else")),
        ),
    )


def _take_confirm(context: Context, given: Input) -> Next:
    return after_place(context, put={}) if given.choice_id == "yes" else Go(step="province")


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
    return after_place(context, put={}) if given.choice_id == "anyway" else Go(step="place")


STEPS = (
    Step(id="place", ask=_ask_place, take=_take_place, help=_help_place),
    Step(
        id="place_candidates",
        ask=_ask_candidates,
        take=keeping_photos(step="place_candidates", take=_take_candidates),
    ),
    Step(id="place_confirm", ask=_ask_confirm, take=keeping_photos(step="place_confirm", take=_take_confirm)),
    Step(id="place_elsewhere", ask=_ask_elsewhere, take=_take_elsewhere),
)
