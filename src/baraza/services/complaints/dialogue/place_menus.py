"""The place from menus: province, district, municipality, ward; then the street in words."""

from baraza.capabilities.geography.menus import LONGEST_MENU, list_districts, list_municipalities, list_provinces
from baraza.capabilities.geography.queries import get_area, list_wards
from baraza.conversation.engine.contract import (
    Choice,
    Context,
    Go,
    Input,
    JsonValue,
    Next,
    Prompt,
    Retry,
    Step,
    Want,
)
from baraza.services.complaints.dialogue.where import after_place, area_data, why_not_a_place
from baraza.services.complaints.dialogue.wording import organisation


def _ask_province(context: Context) -> Prompt:
    provinces = list_provinces(country=organisation(context).country)
    return Prompt(
        text=context.t("Which province is it in?"),
        list_label=context.t("Choose"),
        choices=tuple(Choice(id=f"province:{row.code}", label=row.name) for row in provinces),
    )


def _take_province(context: Context, given: Input) -> Next:
    province = given.choice_id.removeprefix("province:")
    areas = list_municipalities(country=organisation(context).country, province=province)
    step = "municipality" if len(areas) <= LONGEST_MENU else "district"
    return Go(step=step, put={"province": province, "district": None})


def _ask_district(context: Context) -> Prompt:
    districts = list_districts(country=organisation(context).country, province=context.data["province"])
    return Prompt(
        text=context.t("Which district?"),
        list_label=context.t("Choose"),
        choices=tuple(Choice(id=f"district:{row.code}", label=row.name) for row in districts),
    )


def _take_district(context: Context, given: Input) -> Next:
    district = given.choice_id.removeprefix("district:")
    areas = list_municipalities(
        country=organisation(context).country, province=context.data["province"], district=district
    )
    if len(areas) == 1:
        # A metropolitan municipality is a district of its own.
        return _chosen_municipality(context, areas[0].code)
    return Go(step="municipality", put={"district": district})


def _ask_municipality(context: Context) -> Prompt:
    areas = list_municipalities(
        country=organisation(context).country,
        province=context.data["province"],
        district=context.data.get("district"),
    )
    return Prompt(
        text=context.t("Which municipality?"),
        list_label=context.t("Choose"),
        choices=tuple(Choice(id=f"area:{area.code}", label=area.name) for area in areas),
    )


def take_municipality(context: Context, given: Input) -> Next:
    return _chosen_municipality(context, given.choice_id.removeprefix("area:"))


def _chosen_municipality(context: Context, code: str) -> Next:
    area = get_area(country=organisation(context).country, code=code)
    if area is None:
        # The areas were imported anew since the menu was shown.
        return Retry(why=context.t("The list has changed. Please choose again."))
    put = area_data(code=area.code, name=area.name, edition=area.edition, approximate=False)
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
    served = organisation(context)
    home = get_area(country=served.country, code=served.home_area_code)
    put: dict[str, JsonValue] = {"ward_code": given.choice_id.removeprefix("ward:")}
    put |= area_data(
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
    text = given.text.strip()
    why = why_not_a_place(context, text)
    return Retry(why=why) if why else after_place(context, put={"place_text": text})


def _help_menus(context: Context) -> str:
    return context.t("Not sure? Choose the nearest. Next you can write the street.")


STEPS = (
    Step(id="province", ask=_ask_province, take=_take_province, help=_help_menus),
    Step(id="district", ask=_ask_district, take=_take_district, help=_help_menus),
    Step(id="municipality", ask=_ask_municipality, take=take_municipality, help=_help_menus),
    Step(id="ward", ask=_ask_ward, take=_take_ward, help=_help_menus),
    Step(id="place_words", ask=_ask_words, take=_take_words),
)
