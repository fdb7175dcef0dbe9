"""Every address of the console gets what no page of ours would send: it answers, and never falls over.

An exception in a view comes out of the test's browser, so what is not asserted here fails all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from django.db import transaction
from django.test import Client
from tests.web.console.conftest import City
from tests.web.console.routes.table import Route
from tests.web.console.test_who_may import PERMISSIONS, ROUTES, browser

ZERO_BYTE, NUMBER = "a\x00b", "9" * 40
WORDS = (ZERO_BYTE, NUMBER)
# What the lists of the console read of their address, together, and some that none reads.
ASKED = (
    "q", "page", "cursor", "after", "before", "sort", "group", "state", "priority", "category", "channel", "team",
    "from", "to", "since", "until", "period", "days", "month", "agent", "client", "view", "kind", "actor", "bbox",
    "zoom", "next", "tab", "limit", "version", "area", "ward", "language", "assignee", "range", "organisation",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_whatever_is_sent_gets_an_answer(db: None, standing: City, name: str) -> None:
    route, words = ROUTES[name], standing.words()
    client = browser(standing, "super_admin" if PERMISSIONS[name] == "platform.manage" else "org_admin")
    path = "/console/" + route.path.format(**words)

    found = [client.get(path, dict.fromkeys(ASKED, word)).status_code for word in WORDS]
    if "{" in route.path:
        found += [
            client.get("/console/" + route.path.format(**dict.fromkeys(words, word))).status_code for word in WORDS
        ]
    found += [_posted(client, path, form) for form in _forms(route, words)]

    assert max(found) < 500


def _forms(route: Route, words: Mapping[str, int | str]) -> Iterator[dict[str, str]]:
    """The right one with one field wrong at a time, then numbers in all of them, then none at all."""
    if route.post is None:
        return
    right = {field: value.format(**words) for field, value in route.post.items()}
    for field in right:
        yield {**right, field: ZERO_BYTE}
    yield dict.fromkeys(right, NUMBER)
    yield {}


def _posted(client: Client, path: str, form: Mapping[str, str]) -> int:
    """What it did is taken back, so that the next one finds everything as it was."""
    with transaction.atomic():
        status = client.post(path, form).status_code
        transaction.set_rollback(True)
    return status
