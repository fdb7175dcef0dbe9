"""What is read once per scope is never another organisation's, nor an earlier scope's."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from baraza.core.organisations.actions import NewOrganisation, found_organisation
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import kept_in_scope, organisation_scope

pytestmark = pytest.mark.django_db


def _organisation(name: str) -> int:
    new = NewOrganisation(slug="kept", name=name, country="ZA", languages=("en",), phone_region="ZA")
    return found_organisation(new=new)


def test_a_scope_reads_its_organisation_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    organisation_id = _organisation("Kept")
    with organisation_scope(organisation_id=organisation_id):
        get_organisation(organisation_id=organisation_id)
        with django_assert_num_queries(0):
            assert get_organisation(organisation_id=organisation_id).name == "Kept"


def test_the_next_scope_sees_what_was_changed_in_between() -> None:
    organisation_id = _organisation("Before")
    with organisation_scope(organisation_id=organisation_id):
        get_organisation(organisation_id=organisation_id)
    _organisation("After")

    with organisation_scope(organisation_id=organisation_id):
        assert get_organisation(organisation_id=organisation_id).name == "After"


def test_outside_any_scope_nothing_is_kept() -> None:
    answers = iter([1, 2])

    assert kept_in_scope(key="number", make=lambda: next(answers)) == 1
    assert kept_in_scope(key="number", make=lambda: next(answers)) == 2
