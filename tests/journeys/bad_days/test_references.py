"""A thousand reports at the same moment: every one has a reference of its own."""

from __future__ import annotations

import itertools
import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from tests.journeys.desk import City

from baraza.core.identity.actor import resident
from baraza.services.complaints.actions import open as opening
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.models import Complaint

pytestmark = [pytest.mark.journey, pytest.mark.badday]

REPORTS = 1_000
AT_ONCE = 8


def _open(city: City, source_key: str) -> str:
    new = NewComplaint(
        source_key=source_key,
        channel="web",
        language="en",
        description="Burst pipe in front of the school",
        category="burst_pipe",
        priority="high",
    )
    with city.scope():
        return open_complaint(actor=resident(contact_id=None), new=new)


def _open_all(city: City, source_keys: list[str]) -> list[str]:
    def share(keys: list[str]) -> list[str]:
        try:
            return [_open(city, key) for key in keys]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = pool.map(share, [source_keys[start::AT_ONCE] for start in range(AT_ONCE)])
        return list(itertools.chain.from_iterable(shares))


def test_a_thousand_reports_at_once_have_a_thousand_references(city: City) -> None:
    references = _open_all(city, [f"crowd:{number}" for number in range(REPORTS)])

    assert len(set(references)) == REPORTS
    assert [reference for reference in references if not re.fullmatch(r"[A-Z]{2}-\d{4}-[A-Z0-9]{6}", reference)] == []
    with city.scope():
        assert set(Complaint.objects.values_list("reference", flat=True)) == set(references)


def test_when_the_dice_fall_the_same_the_database_decides_and_another_is_drawn(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given dice with few sides, so that many draws meet
    dice = random.Random(7)
    monkeypatch.setattr(opening, "new_reference", lambda **_: f"MI-2026-AAA{dice.randrange(400):03d}")

    references = _open_all(city, [f"few:{number}" for number in range(150)])

    assert len(set(references)) == 150


def test_the_same_act_at_the_same_moment_opens_one_report(city: City) -> None:
    references = _open_all(city, ["the same"] * 64)

    assert len(set(references)) == 1
    with city.scope():
        assert Complaint.objects.count() == 1
