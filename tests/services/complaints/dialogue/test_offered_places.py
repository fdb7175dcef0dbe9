"""A location that comes for a report that is sent already; and who is told that their words are public."""

from datetime import timedelta

import pytest
import time_machine
from tests.conversation.talking import Resident
from tests.factories.core import make_member
from tests.services.complaints.dialogue.residents import (
    BURST,
    DURBAN,
    a_complainant,
    a_report,
    complaints,
    entries,
    keys,
    pins,
    says,
    step_of,
    taps,
    the_complaint,
)

from baraza.core.settings.openness import SECTION, Openness, set_openness
from baraza.core.settings.sections import section_version
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.lib.gsm7 import septets
from baraza.services.complaints.models import Entry
from baraza.services.complaints.rules.offered import OfferedPlace

pytestmark = pytest.mark.django_db

ADDED = "Thank you. We added this location to {} for staff to see."
PUBLIC = "Everybody can read your words on our public pages, so write no names or phone numbers in them."


def offers(resident: Resident) -> list[OfferedPlace]:
    with organisation_scope(organisation_id=resident.organisation.id):
        read = [OfferedPlace.of(entry.changes) for entry in Entry.objects.order_by("id")]
    return [offer for offer in read if offer is not None]


@pytest.mark.parametrize(
    ("choice", "step"),
    [("", "report"), ("comment", "report"), ("report_photo", "report_photo")],
    ids=["at the report", "as a comment", "instead of a photo"],
)
def test_a_location_for_a_report_is_kept_for_staff_and_moves_nothing(choice: str, step: str) -> None:
    resident = a_complainant()
    reference = a_report(resident).reference
    says(resident, reference)
    if choice:
        taps(resident, choice)

    shown = pins(resident, **DURBAN, place_name="Checkers, Umlazi")

    assert shown.startswith(ADDED.format(reference))
    assert step_of(resident) == step
    (offer,) = offers(resident)
    assert (offer.name, offer.area, offer.approximate) == ("Checkers, Umlazi", "eThekwini", True)
    assert ("comment", "Checkers, Umlazi\n-29.86000, 31.02000") in entries(resident)
    assert the_complaint(resident).latitude is None


def test_a_location_in_the_sea_is_refused_for_a_report_too() -> None:
    resident = a_complainant()
    says(resident, a_report(resident).reference)

    assert pins(resident, -34.9, 18.0).startswith("That place is in the sea or outside the country.")
    assert offers(resident) == []


def test_a_location_right_after_a_report_without_one_may_be_its_place() -> None:
    resident = a_complainant()
    reference = a_report(resident).reference

    assert pins(resident, **DURBAN) == f"Is this the place of your report {reference}? [Yes][No, it is another]"
    assert taps(resident, "this").startswith(ADDED.format(reference))
    assert len(offers(resident)) == 1
    says(resident, "menu")
    assert pins(resident, **DURBAN).startswith("Thank you for the location.")


def test_a_location_right_after_a_report_may_begin_another() -> None:
    resident = a_complainant()
    a_report(resident)
    pins(resident, **DURBAN)

    assert taps(resident, "other").startswith("Thank you for the location.\n\nTell us in your own words")
    says(resident, "street light is broken", "yes")
    assert says(resident, "no photo").startswith("Is that in eThekwini?")
    says(resident, "yes", "yes")
    assert [report.latitude for report in complaints(resident)] == [None, DURBAN["latitude"]]
    assert offers(resident) == []


def test_a_location_days_after_a_report_begins_a_new_one() -> None:
    resident = a_complainant()
    a_report(resident)

    with time_machine.travel(now() + timedelta(days=2), tick=True):
        assert pins(resident, **DURBAN).startswith("Thank you for the location.\n\nTell us in your own words")


def whose_words_are_public(*, language: str = "en") -> Resident:
    resident = a_complainant(language=language)
    admin = make_member(organisation_id=resident.organisation.id, role="org_admin")
    with organisation_scope(organisation_id=resident.organisation.id):
        set_openness(actor=admin, openness=Openness(words=True), version=section_version(name=SECTION))
    return resident


def test_where_words_are_published_it_is_said_where_they_are_written() -> None:
    resident = whose_words_are_public()

    assert taps(resident, "describe") == (
        f"Tell us in your own words what is wrong. You can send a photo too.\n{PUBLIC}"
    )


def test_who_writes_at_the_menu_is_told_that_words_are_published() -> None:
    assert says(whose_words_are_public(), BURST).startswith(f"{PUBLIC}\n\nThis looks like: Burst pipe.")


@pytest.mark.parametrize("language", ["en", "af", "zu", "xh"])
def test_on_a_small_screen_one_page_says_it(language: str) -> None:
    resident = whose_words_are_public(language=language)
    resident.dials("")

    shown = keys(resident, "1")

    assert septets(shown) <= 160
    assert "98" not in shown
    assert shown.count("\n") == 2
