"""What the pages that staff open all day ask of the database: exactly so many statements, however much there is.

Savepoints are of the tests; whoever asks and for which organisation goes along with the first statement.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.web.console.case.test_case_messages import act, wrote_on_a_chat
from tests.web.console.conftest import City

LIST = "/console/complaints/"
MOST = 10


def statements(browser: Client, path: str, query: dict[str, str], *, part: bool = False) -> list[str]:
    seen: list[str] = []

    def see(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")):
            seen.append(sql)
        return execute(sql, *rest)

    headers = {"HX-Request": "true"} if part else {}
    # The first visit of a minute is noted in the list of sessions as well.
    browser.get(path, query, headers=headers)
    with connection.execute_wrapper(see):
        assert browser.get(path, query, headers=headers).status_code == 200
    return seen


@pytest.mark.parametrize(
    ("query", "part", "expected"),
    [
        ({"group": "open"}, False, 8),
        ({"group": "open", "sort": "due", "category": "noise"}, False, 8),
        ({"group": "open", "category": "noise"}, True, 7),
        ({"group": "all", "q": "water"}, False, 9),
        ({"group": "all", "q": "wather streat"}, False, 10),
    ],
    ids=["first page", "filtered", "filter changed", "words", "mistyped words"],
)
def test_the_list_asks_this_much_with_one_row_and_with_many(
    city: City, query: dict[str, str], *, part: bool, expected: int
) -> None:
    clerk = city.signed_in("agent")
    city.complaint(category="noise", description="Water in the street")
    with_few = len(statements(clerk, LIST, query, part=part))
    for _ in range(24):
        city.complaint(category="noise", description="Water in the street")

    assert (with_few, len(statements(clerk, LIST, query, part=part))) == (expected, expected)
    assert expected <= MOST


def test_a_case_asks_this_much_before_and_after_it_was_answered(city: City) -> None:
    clerk, path = city.signed_in("agent"), f"/console/complaints/{city.reference}/"
    wrote_on_a_chat(city)
    before = len(statements(clerk, path, {}))
    act(clerk, city, "reply", text="A team comes", key=str(uuid.uuid4()))

    # The second asks as well what became of the message.
    assert (before, len(statements(clerk, path, {}))) == (9, 10)


def test_the_dashboard_asks_no_more_with_many_complaints_than_with_one(city: City) -> None:
    supervisor = city.signed_in("supervisor")
    before = len(statements(supervisor, "/console/", {}))
    for _ in range(10):
        city.complaint()

    assert (before, len(statements(supervisor, "/console/", {}))) == (20, 20)
