"""Questions of several packages are answered by one statement, each right, and once in a scope."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from baraza.core.organisations.actions import NewOrganisation, found_organisation
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.questions import Question, answers, how_many
from baraza.core.tenancy.scope import forget_in_scope, organisation_scope, platform_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation_id() -> int:
    for slug in ("one", "two"):
        new = NewOrganisation(slug=slug, name=slug.title(), country="ZA", languages=("en",), phone_region="ZA")
        made = found_organisation(new=new)
    return made


def all_of_them(*, most: int | None = None) -> Question:
    return how_many(key="all", rows=Organisation.objects.filter(slug__in=["one", "two"]), most=most)


def rename() -> None:
    with platform_scope():
        assert Organisation.objects.filter(slug="one").update(slug="other") == 1


def test_counts_and_values_are_answered_in_their_order_by_one_statement(
    organisation_id: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    name = Question(
        key="name", rows=Organisation.objects.filter(slug="two").values_list("name"), counted=False, read=str.upper
    )
    none = how_many(key="none", rows=Organisation.objects.none())

    with django_assert_num_queries(1):
        assert answers([none, name, all_of_them()]) == [0, "TWO", 2]


def test_a_count_stops_where_it_is_told_to(organisation_id: int) -> None:
    assert answers([all_of_them(most=1)]) == [1]


def test_what_does_not_exist_has_no_value(organisation_id: int) -> None:
    nobody = Organisation.objects.filter(slug="nobody").values_list("name")

    assert answers([Question(key="nobody", rows=nobody, counted=False, read=lambda found: found)]) == [None]


def test_a_scope_asks_once_until_it_is_told_to_forget(
    organisation_id: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with organisation_scope(organisation_id=organisation_id):
        assert answers([all_of_them(), all_of_them()]) == [2, 2]
        rename()
        with django_assert_num_queries(0):
            assert answers([all_of_them()]) == [2]
        forget_in_scope(key="all")
        assert answers([all_of_them()]) == [1]


def test_outside_a_scope_nothing_is_kept(organisation_id: int) -> None:
    assert answers([all_of_them()]) == [2]
    rename()
    assert answers([all_of_them()]) == [1]
