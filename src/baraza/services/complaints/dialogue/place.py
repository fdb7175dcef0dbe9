"""Where it is: a pin, an address or landmark in words, or municipality and ward from menus."""

from baraza.capabilities.geography.queries import (
    Located,
    find_place,
    get_area,
    list_municipalities,
    list_provinces,
    list_wards,
    locate,
)
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
from baraza.services.complaints.dialogue.wording import organisation, yes_or
from baraza.services.complaints.queries.nearby import find_nearby

_SHORTEST_PLACE = 3
_MOST_CANDIDATES = 3


def _area(*, code: str, name: str, edition: str, approximate: bool) -> dict[str, JsonValue]:
    return {"area_code": code, "area_name": name, "area_edition": edition, "area_approximate": approximate}


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
    if len(text) < _SHORTEST_PLACE:
        return Retry(why=context.t("Please write a little more, so that the team finds the place."))
    return _written(context, text)


def _pinned(context: Context, *, latitude: float, longitude: float, name: str) -> Next:
    served = organisation(context)
    located = locate(latitude=latitude, longitude=longitude, country=served.country)
    if located is None:
        return Retry(
            why=context.t("That place is in the sea or outside the country. Share another one, or write the address."),
        )
    put: dict[str, JsonValue] = {
        "latitude": latitude,
        "longitude": longitude,
        "place_text": name,
        **_area(code=located.code, name=located.name, edition=located.edition, approximate=located.approximate),
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
        put |= _area(code=served.home_area_code, name=name, edition=edition, approximate=False)
        return after_place(context, put=put)
    found = find_place(country=served.country, text=text)[:_MOST_CANDIDATES]
    if not found:
        return Go(step="province", put=put, say=(context.t("Thank you. Which municipality is that in?"),))
    put["candidates"] = [[place.municipality_code, place.municipality_name] for place in found]
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
    return _take_municipality(context, given)


def _ask_province(context: Context) -> Prompt:
    provinces = list_provinces(country=organisation(context).country)
    return Prompt(
        text=context.t("Which province?"),
        list_label=context.t("Choose"),
        choices=tuple(Choice(id=f"province:{name}", label=name) for name in provinces),
    )


def _take_province(context: Context, given: Input) -> Next:
    if given.kind is InputKind.CHOICE and given.choice_id.startswith("province:"):
        return Go(step="municipality", put={"province": given.choice_id.removeprefix("province:")})
    return Retry(why=context.t("Please choose one of these."))


def _ask_municipality(context: Context) -> Prompt:
    areas = list_municipalities(country=organisation(context).country, province=context.data["province"])
    return Prompt(
        text=context.t("Which municipality?"),
        list_label=context.t("Choose"),
        choices=tuple(Choice(id=f"area:{area.code}", label=area.name) for area in areas),
    )


def _take_municipality(context: Context, given: Input) -> Next:
    if given.kind is not InputKind.CHOICE or not given.choice_id.startswith("area:"):
        return Retry(why=context.t("Please choose one of these."))
    code = given.choice_id.removeprefix("area:")
    area = get_area(country=organisation(context).country, code=code)
    if area is None:
        return Retry(why=context.t("Please choose one of these."))
    put = _area(code=area.code, name=area.name, edition=area.edition, approximate=False)
    if not context.data.get("place_text"):
        return Go(step="place_words", put=put)
    return after_place(context, put=put)


def _ask_ward(context: Context) -> Prompt:
    served = organisation(context)
    wards = list_wards(country=served.country, municipality_code=served.home_area_code)
    return Prompt(
        text=context.t("Which ward?"),
        list_label=context.t("Choose"),
        choices=tuple(Choice(id=f"ward:{ward.code}", label=ward.name) for ward in wards),
    )


def _take_ward(context: Context, given: Input) -> Next:
    if given.kind is not InputKind.CHOICE or not given.choice_id.startswith("ward:"):
        return Retry(why=context.t("Please choose one of these."))
    served = organisation(context)
    home = get_area(country=served.country, code=served.home_area_code)
    put: dict[str, JsonValue] = {"ward_code": given.choice_id.removeprefix("ward:")}
    put |= _area(
        code=served.home_area_code,
        name=home.name if home else served.name,
        edition=home.edition if home else "",
        approximate=False,
    )
    return Go(step="place_words", put=put)


def _ask_words(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Which street, or what is near it?"),
        wants=frozenset({Want.TEXT}),
    )


def _take_words(context: Context, given: Input) -> Next:
    if given.kind is not InputKind.TEXT or len(given.text.strip()) < _SHORTEST_PLACE:
        return Retry(why=context.t("Please write a little more, so that the team finds the place."))
    return after_place(context, put={"place_text": given.text.strip()})


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


def after_place(context: Context, *, put: dict[str, JsonValue]) -> Next:
    """With a pin, ask first whether it is known already; then the check."""
    data = {**context.data, **put}
    if data.get("latitude") is not None and not data.get("editing"):
        near = find_nearby(category=data["category"], latitude=data["latitude"], longitude=data["longitude"])
        if near:
            known = [[hit.complaint.reference, hit.complaint.description, hit.metres] for hit in near]
            return Go(step="nearby", put={**put, "known": known})
    return Go(step="check", put=put)


STEPS = (
    Step(id="place", ask=_ask_place, take=_take_place),
    Step(id="place_candidates", ask=_ask_candidates, take=_take_candidates),
    Step(id="province", ask=_ask_province, take=_take_province),
    Step(id="municipality", ask=_ask_municipality, take=_take_municipality),
    Step(id="ward", ask=_ask_ward, take=_take_ward),
    Step(id="place_words", ask=_ask_words, take=_take_words),
    Step(id="place_confirm", ask=_ask_confirm, take=_take_confirm),
    Step(id="place_elsewhere", ask=_ask_elsewhere, take=_take_elsewhere),
)
