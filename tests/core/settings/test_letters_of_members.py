"""Letters to members look like the organisation in whose name they come."""

import pytest
from django.template.loader import render_to_string
from tests.factories.core import make_organisation

from baraza.core.settings.models import Branding
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db
FACTS = {
    "invited_by": "Naledi",
    "organisation": "City",
    "link": "https://desk.example.org/x/",
    "email": "a@example.org",
}


@pytest.mark.parametrize("letter", ["invitation", "reset"])
def test_a_letter_about_access_has_the_colour_of_the_organisation_and_ours_outside_any(letter: str) -> None:
    city = make_organisation(name="Stad")
    with organisation_scope(organisation_id=city.id):
        Branding.objects.create(organisation_id=city.id, brand="#7a1f3d")
        theirs = render_to_string(f"identity/{letter}.html", FACTS)

    ours = render_to_string(f"identity/{letter}.html", FACTS)

    assert (theirs.count("background:#7a1f3d"), theirs.count("Stad")) == (2, 2)
    assert (ours.count("#7a1f3d"), ours.count(">Baraza</strong>")) == (0, 1)
    assert theirs.count(FACTS["link"]) == ours.count(FACTS["link"]) == 2
