"""Which organisations have certain rows, asked of many at once: each answer is about one organisation alone."""

import pytest
from django.db.models import F
from pytest_django import DjangoAssertNumQueries
from tests.factories.core import make_connection, make_organisation

from baraza.core.ingress.models import Connection
from baraza.core.tenancy import searching
from baraza.core.tenancy.scope import organisation_scope
from baraza.core.tenancy.searching import organisations_having

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[int]:
    """The second has a connection named 100 %, the third one named otherwise, the first has none."""
    ids = [make_organisation().id for _ in range(3)]
    make_connection(organisation_id=ids[1], name="100 % 'ours'")
    make_connection(organisation_id=ids[2], name="Another")
    return ids


def test_those_with_a_row_are_found_in_the_order_in_which_they_were_named(three: list[int]) -> None:
    assert organisations_having(Connection.objects.all(), among=three[::-1]) == [three[2], three[1]]
    assert organisations_having(Connection.objects.filter(name="100 % 'ours'"), among=three) == [three[1]]
    assert organisations_having(Connection.objects.all(), among=three[:1]) == []


def test_one_of_several_kinds_of_rows_is_enough(three: list[int]) -> None:
    by_name = [Connection.objects.filter(name=name) for name in ("Another", "100 % 'ours'", "Nobody's")]

    assert organisations_having(*by_name, among=three) == three[1:]


def test_rows_may_be_compared_with_their_organisation_and_known_emptiness_is_not_asked_for(
    three: list[int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    theirs = Connection.objects.filter(organisation__id=F("organisation_id"))
    assert organisations_having(theirs, Connection.objects.none(), among=three) == three[1:]

    with django_assert_num_queries(0):
        assert organisations_having(Connection.objects.none(), among=three) == []


def test_many_are_asked_in_several_trips_and_nothing_stays_told(
    three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_AT_ONCE", 2)

    assert organisations_having(Connection.objects.all(), among=three) == three[1:]
    assert Connection.objects.count() == 0


def test_it_is_no_question_of_one_organisation(three: list[int]) -> None:
    with organisation_scope(organisation_id=three[0]), pytest.raises(AssertionError):
        organisations_having(Connection.objects.all(), among=three)
