"""Danger words: found in four languages and with slips, silent on harmless look-alikes."""

import pytest

from baraza.capabilities.triage.emergency import is_emergency

DANGERS = [
    "there is a live wire lying on the pavement",
    "cable is sparking by the school gate",
    "transformer on fire",
    "the shack is burning, send the fire brigade",
    "i smell gas in our building",
    "gas leak!!",
    "my child was shocked by the pole",
    "a boy got electrecuted",
    "a child fell into an open manhole",
    "manhole without a lid next to the creche",
    "people are trapped on the roof, the river is coming up",
    "the wall collapsed on two people",
    "someone is drowning in the canal",
    "we need an ambulance now",
    "there was a big explosion at the plant",
    "my father is on oxygen and there is no power",
    "Downed power line across the road",
    "'n lewendige kabel lê in die straat",
    "die kragpaal brand",
    "daar is 'n gaslek by die kliniek",
    "my kind is geskok deur die kragkas",
    "kind het in die mangat geval",
    "hokkies aan die brand stuur brandweer",
    "mense is vasgekeer, die rivier loop oor",
    "iemand het verdrink in die dam",
    "the pole at the bus stop is shocking people",
    "wire came down after the storm",
    "kinders speel by 'n oop kragkas",
    "die paal skok mense",
    "intambo kagesi iyaqhasha eduze kwamanzi",
    "ingane iwele ku-manhole",
    "ucingo lukagesi luwile emgwaqeni",
    "i-transformer iyaqhuma",
    "izikhukhula zithathe umuntu",
    "umntwana uwele kwi-manhole",
    "ucingo lombane luwile",
    "i-transformer iyagqabhuka",
    "umlambo uthathe umntu",
    "power cable ivulekile abantwana badlala apho",
    "ikhebula likhipha izinhlansi eduze kwezingane",
    "ingane ibanjwe ugesi",
    "kunomlilo omkhulu, umlilo usuqede imijondolo",
    "imijondolo iyasha sicela usizo",
    "ingane iwele emgodini wendle",
    "umuntu uyaminza emfuleni",
    "kunuka igesi endlini",
    "udonga luwele abantu",
    "sidinga i ambulensi ngokushesha",
    "intambo yombane ikhupha iintlantsi",
    "umntwana ubanjwe ngumbane",
    "amatyotyombe ayatsha",
    "umntwana uwele emngxunyeni",
    "umntu uyarhaxwa edameni",
    "kunuka igesi apha endlini",
    "udonga luwele abantu endlini",
]

HARMLESS = [
    "we need humps, a child was almost hit by a speeding taxi",
    "ucingo lwasepakini luwile",
    "kufakwe iipali ezintsha kodwa izibane azizange zikhanye",
    "izintambo zikagesi zebiwe",
    "ucingo lwami aluphendulwa",
    "fire hydrant leaking on the corner",
    "the park next to the fire station is dirty",
    "how do I book a fire inspection",
    "street lights are burning during the day",
    "is it load shedding now",
    "no fire, just a lot of dust",
    "dead dog in the road",
    "my bill exploded this month",
    "someone is burning rubbish every day",
    "brandkraan lek op die hoek",
    "straatligte brand bedags",
    "mense brand vullis op die veld",
    "bashisa udoti nsuku zonke",
    "ifaya hydrant iyavuza",
    "batshisa inkunkuma yonke imihla",
    "isibane sesitalato sitshile",
    "the sewer gas smell is bad",
    "water leak near the gas station",
    "grass is long in the park",
    "amanzi ayavuza emgwaqeni",
    "",
]


@pytest.mark.parametrize("text", DANGERS)
def test_danger_is_found_and_the_words_are_named(text: str) -> None:
    phrase = is_emergency(text)

    assert phrase


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_look_alike_is_silent(text: str) -> None:
    assert is_emergency(text) is None


def test_case_accents_and_punctuation_do_not_hide_danger() -> None:
    assert is_emergency("LIVE-WIRE!!! on the ground") == "live wire"


def test_a_harmless_phrase_does_not_hide_danger_beside_it() -> None:
    assert is_emergency("the fire hydrant is dry and the house is on fire") == "house is on fire"
