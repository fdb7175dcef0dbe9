"""Where many rows are expected the planner joins whole tables, and afterwards as it likes again."""

import pytest
from django.db import connection
from tests.factories.core import make_organisation

from baraza.core.tenancy.planning import many_rows_expected
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db


def nested_loops() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        return str(cursor.fetchone()[0])


def test_it_holds_for_what_is_asked_inside_and_no_longer() -> None:
    with organisation_scope(organisation_id=make_organisation().id):
        with many_rows_expected():
            inside = nested_loops()
        assert (inside, nested_loops()) == ("off", "on")
