"""Residents rate what was dealt with, once, and may correct it."""

from collections.abc import Iterator

import pytest
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation

from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed, resident
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.rate import NotToRate, rate
from baraza.services.complaints.models import Rating
from baraza.services.complaints.queries.figures_read import figures_zone
from baraza.services.complaints.queries.figures_times import Stars, stars
from baraza.services.complaints.rules.figures import last_days
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db
RESIDENT = resident(contact_id=None)


@pytest.fixture(autouse=True)
def scope() -> Iterator[None]:
    with organisation_scope(organisation_id=make_organisation().id):
        yield


def resolved() -> str:
    reference = make_complaint().reference
    move(actor=SYSTEM, reference=reference, wanted=State.RESOLVED, reason="Mended")
    return reference


def week() -> Stars:
    return stars(period=last_days(7, today=figures_zone().today))


def test_the_last_rating_of_a_complaint_counts() -> None:
    reference, other = resolved(), resolved()

    rate(actor=RESIDENT, reference=reference, stars=1, comment="Still wet")
    rate(actor=RESIDENT, reference=reference, stars=4, comment=" Dry now ")
    rate(actor=RESIDENT, reference=other, stars=3)

    assert week() == Stars(number=2, average=3.5, good=1)
    assert Rating.objects.get(stars=4).comment == "Dry now"


def test_without_ratings_there_is_no_average() -> None:
    assert week() == Stars(number=0, average=None, good=0)


@pytest.mark.parametrize("number", [0, 6, -1])
def test_stars_are_one_to_five(number: int) -> None:
    reference = resolved()

    with pytest.raises(NotToRate):
        rate(actor=RESIDENT, reference=reference, stars=number)

    assert Rating.objects.count() == 0


def test_what_is_still_open_cannot_be_rated() -> None:
    reference = make_complaint().reference

    with pytest.raises(NotToRate):
        rate(actor=RESIDENT, reference=reference, stars=5)

    assert Rating.objects.count() == 0


def test_who_may_only_read_rates_nothing() -> None:
    reference = resolved()

    with pytest.raises(NotAllowed):
        rate(actor=Actor(kind="member", id=1, role="org_viewer"), reference=reference, stars=5)

    assert Rating.objects.count() == 0
