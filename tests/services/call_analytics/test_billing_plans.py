"""Questions about all calls of an organisation that the planner's statistics do not know yet (docs/decisions/0081)."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.core import make_organisation

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.queries import billing_calls
from baraza.services.call_analytics.queries.billing_calls import (
    included_of_calls_that_are_gone,
    not_booked,
    stretches_to_work_out,
)

pytestmark = pytest.mark.django_db
FIRST, ZONE = date(2026, 1, 1), ZoneInfo("Africa/Johannesburg")
Question = Callable[[], object]
QUESTIONS: dict[str, Question] = {
    "what is not booked": lambda: not_booked(first_day=FIRST, zone=ZONE),
    "which months change": lambda: stretches_to_work_out(first_day=FIRST, zone=ZONE),
    "minutes of calls that are gone": included_of_calls_that_are_gone,
}


def nodes(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["Node Type"]
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def plans(question: Question) -> list[set[str]]:
    """Of each of its joins, as it was when it was asked: nothing tells the planner how many rows there are."""
    with organisation_scope(organisation_id=make_organisation().id), CaptureQueriesContext(connection) as asked:
        question()
        with connection.cursor() as cursor:
            found = []
            for one in asked.captured_queries:
                if "enable_nestloop" in one["sql"]:
                    cursor.execute(one["sql"])
                elif "calls_ledger_standing" in one["sql"]:
                    cursor.execute(f"EXPLAIN (FORMAT JSON) {one['sql']}")
                    ((told,),) = cursor.fetchall()
                    found.append(set(nodes(told[0]["Plan"])))
    return found


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_no_table_is_gone_through_for_each_row_of_another(question: Question) -> None:
    found = plans(question)
    assert found
    assert [one for one in found if "Nested Loop" in one] == []


def test_left_to_itself_the_planner_would_go_through_one_for_each_row_of_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(billing_calls, "many_rows_expected", nullcontext)
    found = [one for question in QUESTIONS.values() for one in plans(question)]
    assert [one for one in found if "Nested Loop" in one] != []
