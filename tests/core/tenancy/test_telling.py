"""The organisation goes to the database in front of the scope's first statement: every way of asking finds it told."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from baraza.core.organisations.actions import NewOrganisation, found_organisation
from baraza.core.tenancy.scope import key_scope, organisation_scope

pytestmark = pytest.mark.django_db

_ASK = "SELECT current_setting('baraza.organisation_id', true)"


def _organisation() -> int:
    new = NewOrganisation(slug="told", name="Told", country="ZA", languages=("en",), phone_region="ZA")
    return found_organisation(new=new)


def _answer(sql: str, parameters: object = None) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("parameters", [None, [], {}])
def test_the_first_question_knows_the_organisation_whatever_its_parameters(parameters: object) -> None:
    organisation_id = _organisation()
    with organisation_scope(organisation_id=organisation_id):
        assert _answer(_ASK, parameters) == str(organisation_id)


def test_a_savepoint_that_is_rolled_back_first_leaves_the_organisation_told() -> None:
    organisation_id = _organisation()
    with organisation_scope(organisation_id=organisation_id):
        with pytest.raises(DatabaseError), transaction.atomic():
            _answer("SELECT 1 / 0")
        assert _answer(_ASK) == str(organisation_id)


def test_many_rows_at_once_are_written_as_the_organisation() -> None:
    organisation_id = _organisation()
    with organisation_scope(organisation_id=organisation_id), connection.cursor() as cursor:
        cursor.executemany("SELECT %s", [[1], [2]])
        assert _answer(_ASK) == str(organisation_id)


def test_a_percent_sign_is_told_as_it_is() -> None:
    with key_scope(prefix="50%s '"):
        assert _answer("SELECT current_setting('baraza.api_key') || %s", ["!"]) == "50%s '!"


def test_the_end_of_a_scope_in_a_transaction_takes_the_telling_back() -> None:
    with organisation_scope(organisation_id=_organisation()):
        _answer("SELECT 1")
    assert _answer(_ASK) == ""


def test_a_scope_that_asked_nothing_tells_nothing() -> None:
    with organisation_scope(organisation_id=_organisation()):
        pass
    assert _answer(f"SELECT coalesce(({_ASK}), '')") == ""
