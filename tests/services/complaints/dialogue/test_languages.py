"""A whole report in each language: no English among the words, and no screen longer than a screen."""

from functools import cache

import pytest
from django.conf import settings
from tests.conversation.talking import Resident
from tests.factories.core import make_organisation
from tests.services.complaints.dialogue.residents import (
    DURBAN,
    a_complainant,
    keys,
    photographs,
    pins,
    says,
    taps,
    the_complaint,
)

from baraza.channels.ussd.limits import LIMITS as USSD_LIMITS
from baraza.conversation.engine.contract import ChannelFacts, Context, Person
from baraza.conversation.renderers import numbered
from baraza.conversation.translating import translator
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.gsm7 import septets, to_gsm7
from baraza.operations.translations.catalogues import catalogue_files, read
from baraza.services.complaints.dialogue import COMPLAINTS
from baraza.services.complaints.rules.categories import CATEGORIES

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "af", "zu", "xh")
REPORTS = {
    "en": "There is no electricity in our street",
    "af": "Daar is geen krag in ons straat nie",
    "zu": "Awukho ugesi emgwaqweni wethu",
    "xh": "Akukho mbane kwisitalato sethu",
}
COMMENTS = {
    "en": "It is still dark here",
    "af": "Dit is nog donker hier",
    "zu": "Kusemnyama lapha",
    "xh": "Kusemnyama apha",
}
# Where a text with parameters is shorter than this between them, it could stand in any language.
_TELLING = 12


@cache
def english_texts(language: str) -> frozenset[str]:
    """Texts, and what stands between the parameters of texts, that are others in this language."""
    (file,) = catalogue_files(folder=settings.LOCALE_PATHS[0], languages=[language])
    texts = set()
    for message in read(file=file):
        english, translated = message.id, message.string
        if isinstance(english, str) and english and english != translated:
            parts = english.replace("%(", "\0").replace(")s", "\0").split("\0")[::2]
            texts |= {part.strip(" .:,?") for part in parts if part == english or len(part) >= _TELLING}
    return frozenset(text for text in texts if text)


def english_in(shown: str, language: str) -> set[str]:
    """English texts that are a whole line or answer, or long enough to be recognised inside one."""
    spaced = shown.replace("[", "\n").replace("]", "\n")
    lines = {line.lstrip("0123456789 ").strip(" .:,?") for line in spaced.split("\n")}
    whole = to_gsm7(" ".join(shown.split()))
    return {
        text
        for text in english_texts(language)
        if text in lines or (len(text) >= _TELLING and " " in text and to_gsm7(text) in whole)
    }


def everything_on_a_small_screen(resident: Resident, language: str) -> list[str]:
    """Every step on the way, the menus, the ways out and the texts of help and trouble."""
    said = [resident.dials()]

    def key(*inputs: str) -> None:
        for given in inputs:
            said.append(keys(resident, given))
            while resident.session.screen.get("pages") and "98" in said[-1].split("\n")[-2]:
                said.append(keys(resident, "98"))

    key("blah", "blah", "?", "menu", "3", "menu", "4", "menu", "6", "menu", "2", "pothole", "pothole")
    key("MI-2026-4KX7QA", "menu", "1", "x", "?", REPORTS[language], "2", "?", "5", "x", "?", "1", "?", "4", "2")
    key("Umgeni", "?", "2", "3", "1", "menu", "1", "2", "x x x x", "menu", "1", "3", "1", REPORTS[language], "1")
    key("12 Main Road", "4", "2", "2", "1", f"{REPORTS[language]}!", "1")
    said.append(resident.dials("2"))
    key("1", "1", COMMENTS[language], "menu", "5", "?", COMMENTS[language], "cancel")
    return said


def everything_in_a_chat(resident: Resident, language: str) -> list[str]:
    said = [says(resident, "hello"), photographs(resident), says(resident, REPORTS[language])]
    said += [says(resident, given) for given in ("2", "blah", "menu", "1", "1")]
    said += [taps(resident, "more"), taps(resident, "electricity_outage")]
    said += [pins(resident, 0.0, 0.0), pins(resident, **DURBAN), taps(resident, "yes"), taps(resident, "change")]
    said += [taps(resident, "urgency"), taps(resident, "critical"), taps(resident, "change"), taps(resident, "photo")]
    said += [taps(resident, "skip"), taps(resident, "send")]
    reference = the_complaint(resident).reference
    said += [says(resident, reference), says(resident, COMMENTS[language]), says(resident, "cancel")]
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_by_telephone_reads_well(language: str) -> None:
    resident = a_complainant(language=language)
    said = everything_on_a_small_screen(resident, language)

    report = the_complaint(resident)
    assert (report.language, report.channel, report.category) == (language, "dial", "electricity_outage")
    assert [screen for screen in said if septets(screen.removesuffix(" [END]")) > 160] == []
    if language != "en":
        assert {text for screen in said for text in english_in(screen, language)} - {"English"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_by_chat_reads_well(language: str) -> None:
    resident = a_complainant(language=language)
    said = everything_in_a_chat(resident, language)

    assert (the_complaint(resident).language, the_complaint(resident).priority) == (language, "critical")
    if language != "en":
        assert {text for message in said for text in english_in(message, language)} == set()


def test_english_would_be_found() -> None:
    resident = a_complainant(language="en")

    assert "Report a problem" in english_in(resident.dials(), "zu")
    assert "What is wrong? Write it in a few words" in english_in(keys(resident, "1"), "zu")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CATEGORIES)
def test_whatever_was_reported_is_checked_on_one_screen_with_its_answers(language: str, code: str) -> None:
    t = translator(language)
    (check,) = (step for step in COMPLAINTS.steps if step.id == "check")
    words = {"description": "amanzi " * 50, "place_text": "umgwaqo " * 20, "area_name": "Nelson Mandela Bay"}
    organisation_id = make_organisation().id
    context = Context(
        t=t,
        language=language,
        languages=LANGUAGES,
        channel=ChannelFacts(name="ussd", small_screen=True),
        person=Person(organisation_id=organisation_id, contact_id=1),
        data={**words, "category": code, "priority": "critical", "emergency": True},
    )

    with organisation_scope(organisation_id=organisation_id):
        prompt = check.ask(context)
    rendered = numbered.render(say=(), prompt=prompt, limits=USSD_LIMITS, t=t, can_go_back=True)

    assert rendered.screen_state["pages"] == []
