"""The language of a page: in its address, chosen before, or the browser's; and dates, numbers and plurals in each."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import ngettext
from tests.factories.core import make_organisation
from tests.web.portal.resident import words_of

from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.ui.language_names import language_label

TITLE = {
    "en": "Something is broken? Tell us.",
    "zu": "Kukhona okonakele? Sitshele.",
    "rw": "Hari ikitameze neza? Tubwire.",
    "fil": "May sira? Sabihin sa amin.",
}


@pytest.fixture
def begun(db: None) -> OrganisationProfile:
    """Switched on what is only begun."""
    return make_organisation(languages=("en", "zu", "rw", "fil"))


def language_of(client: Client, address: str, accepted: str = "") -> str:
    answer = client.get(address, headers={"Accept-Language": accepted} if accepted else {})
    return str(answer.headers["Content-Language"])


@pytest.mark.parametrize("language", ["en", "zu", "rw", "fil"])
def test_a_link_opens_in_the_language_of_its_address_and_the_next_page_remembers_it(
    client: Client, begun: OrganisationProfile, language: str
) -> None:
    page = client.get(f"/{begun.slug}/?lang={language}", headers={"Accept-Language": "xh"})

    assert f'<html lang="{language}"' in page.content.decode()
    assert TITLE[language] in words_of(page)
    assert language_of(client, f"/{begun.slug}/track/") == language


@pytest.mark.parametrize("asked", ["rw", "fil", "xx", "", "zu-ZA", "<script>"])
def test_a_language_that_the_organisation_does_not_offer_is_neither_shown_nor_remembered(
    client: Client, db: None, asked: str
) -> None:
    city = make_organisation(languages=("en", "zu"))

    assert language_of(client, f"/{city.slug}/?lang={asked}") == "en"
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("rw-RW,rw;q=0.9,en;q=0.5", "rw"), ("fil-PH", "fil"), ("de,zu;q=0.3", "zu"), ("xh", "en"), ("", "en")],
)
def test_the_browsers_language_is_offered_without_being_asked(
    client: Client, begun: OrganisationProfile, accepted: str, language: str
) -> None:
    assert language_of(client, f"/{begun.slug}/", accepted) == language


def test_what_was_chosen_goes_before_the_browsers_and_the_address_before_both(
    client: Client, begun: OrganisationProfile
) -> None:
    client.get("/i18n/language/?language=zu")

    assert language_of(client, f"/{begun.slug}/", "fil") == "zu"
    assert language_of(client, f"/{begun.slug}/?lang=rw", "fil") == "rw"


def test_pages_of_no_organisation_offer_complete_languages_alone(client: Client, begun: OrganisationProfile) -> None:
    page = client.get("/").content.decode()

    assert [code for code, _ in settings.LANGUAGES if f'value="{code}"' in page] == ["en", "af", "zu", "xh"]


@pytest.mark.parametrize(
    ("language", "name", "day", "one", "many"),
    [
        ("en", "English", "Monday 2 March 2026", "Messages: 1 day", "Messages: 3 days"),
        ("af", "Afrikaans", "Maandag 2 Maart 2026", "Boodskappe: 1 dag", "Boodskappe: 3 dae"),
        ("zu", "isiZulu", "uMsombuluko 2 Mashi 2026", "Imilayezo: usuku olungu-1", "Imilayezo: izinsuku ezingu-3"),
        ("xh", "isiXhosa", "uMvulo 2 Matshi 2026", "Imiyalezo: usuku olu-1", "Imiyalezo: iintsuku ezi-3"),
        ("rw", "Ikinyarwanda", "Ku wa mbere 2 Werurwe 2026", "Ubutumwa: umunsi 1", "Ubutumwa: iminsi 3"),
        ("fil", "Filipino", "Lunes 2 Marso 2026", "Mga mensahe: 1 araw", "Mga mensahe: 3 araw"),
    ],
)
def test_names_dates_and_plurals_are_right_in_each_language(
    language: str, name: str, day: str, one: str, many: str
) -> None:
    with translation.override(language):
        words = [ngettext("Messages: %(n)s day", "Messages: %(n)s days", n) % {"n": number_format(n)} for n in (1, 3)]
        found = (language_label(language), date_format(date(2026, 3, 2), "l j F Y"), *words)
    assert found == (name, day, one, many)
