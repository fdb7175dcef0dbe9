"""Letters to members wear the colours, the name and the logo of their organisation."""

import pytest
from django.template.loader import render_to_string
from pytest_django import Settings
from tests.factories.core import make_organisation

from baraza.core.identity.actor import SYSTEM
from baraza.core.settings.branding import set_branding
from baraza.core.settings.looks import OUR_BRAND, Colours
from baraza.core.tenancy.scope import organisation_scope

LETTERS = ("call_analytics/alert.html", "webhooks/stopped.html", "exports/letter.html")
LINK = "https://desk.example.org/console/x/"


@pytest.mark.django_db
@pytest.mark.parametrize("template", LETTERS)
def test_a_letter_is_in_the_look_of_its_organisation_and_of_nobody_else(template: str, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://desk.example.org"
    plain, dressed = make_organisation(), make_organisation()
    with organisation_scope(organisation_id=dressed.id):
        set_branding(actor=SYSTEM, colours=Colours(brand="#5b2a86"), version=1, logo=b"png")

    with organisation_scope(organisation_id=plain.id):
        ours = render_to_string(template, {"link": LINK})
    with organisation_scope(organisation_id=dressed.id):
        theirs = render_to_string(template, {"link": LINK})

    assert (OUR_BRAND in ours, "<img" in ours, plain.name in ours) == (True, False, True)
    assert (OUR_BRAND in theirs, "#5b2a86" in theirs, dressed.name in theirs) == (False, True, True)
    assert f'<img src="https://desk.example.org/{dressed.slug}/logo' in theirs
    assert theirs.count(f'href="{LINK}"') == 1
