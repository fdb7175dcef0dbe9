"""Every address of the portal and the API gets what no page of ours would send: it answers, and never falls over.

An exception in a view comes out of the test's browser, so what is not asserted here fails all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver
from tests.factories.access import make_api_key
from tests.web.portal.resident import Resident

from baraza.core.identity.scopes import declared_scopes
from baraza.web.api.urls import urlpatterns as api
from baraza.web.portal.urls import urlpatterns as portal

ZERO_BYTE, NUMBER = "a\x00b", "9" * 40
FIELDS = (
    "description", "category", "place_text", "latitude", "longitude", "municipality", "ward", "name", "phone", "key",
    "reference", "code", "email", "text", "words", "comment", "rating", "reason", "endpoint", "p256dh", "auth",
    "channel", "language", "next", "q", "area", "state", "since", "until", "from", "to", "bbox", "zoom", "page",
    "cursor", "limit", "format", "point", "lat", "lon", "agent", "client", "opened_from", "after", "number", "title",
)  # fmt: skip


def _paths(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _paths(one.url_patterns, path)
        else:
            yield path.replace("<organisation:slug>", "")


PORTAL = sorted(set(_paths(portal)))
API = sorted(path for path in _paths(api) if not path.startswith("^"))


def _filled(path: str, word: str) -> str:
    """A number where the address takes only those."""
    return re.sub(r"<str:[^>]+>", word, re.sub(r"<int:[^>]+>", NUMBER, path))


@pytest.mark.parametrize("path", PORTAL)
def test_whatever_a_stranger_sends_gets_an_answer(resident: Resident, path: str) -> None:
    reference = resident.report()
    found = []
    for word in (ZERO_BYTE, NUMBER, reference):
        for given in (dict.fromkeys(FIELDS, ZERO_BYTE), dict.fromkeys(FIELDS, NUMBER)):
            address = resident.address(_filled(path, word))
            found += [resident.client.get(address, given), resident.client.post(address, given)]

    assert max(answer.status_code for answer in found) < 500


@pytest.mark.parametrize("path", API)
def test_whatever_another_system_asks_gets_an_answer(resident: Resident, path: str) -> None:
    scopes = tuple(scope.name for scope in declared_scopes())
    key = make_api_key(organisation_id=resident.city.id, scopes=scopes).key
    sent = {"Authorization": f"Bearer {key}"}
    found = []
    for word in (ZERO_BYTE, NUMBER, "2026-01"):
        address = f"/api/{_filled(path, word)}"
        found += [resident.client.get(address, headers=sent)]
        found += [resident.client.get(address, {field: ZERO_BYTE}, headers=sent) for field in ("cursor", "client")]
        found += [resident.client.get(address, {field: NUMBER}, headers=sent) for field in ("after", "agent", "limit")]

    assert max(answer.status_code for answer in found) < 500
