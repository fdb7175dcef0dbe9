"""The API's figures are those of the console's CSV, number by number; a key of another organisation has its own."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.access import make_api_key
from tests.factories.core import make_organisation
from tests.web.console.conftest import City
from tests.web.console.test_analytics import filled  # noqa: F401 - the fixture

from baraza.lib.clock import now

# What the reports were made in, whatever the day.
DAYS = f"first={now().date() - timedelta(days=365)}&last={now().date() + timedelta(days=30)}"


def asked(city_id: int, query: str) -> Any:
    key = make_api_key(organisation_id=city_id, scopes=("complaints.read",)).key
    return Client().get(f"/api/v1/figures?{query}", headers={"Authorization": f"Bearer {key}"})


def downloaded(city: City, query: str) -> dict[tuple[str, str], str]:
    answer = city.signed_in("org_viewer").get(f"/console/analytics/figures.csv?{query}&compare=no")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {
        (row["Figure"], row["By"] or (row["From"] if "week" in row["Figure"] else "")): row["Number"] for row in rows
    }


@pytest.mark.parametrize("narrowed", ["", "&category=noise", "&channel=ussd&language=zu"])
def test_they_equal_the_download(filled: City, narrowed: str) -> None:  # noqa: F811
    found, file = asked(filled.profile.id, DAYS + narrowed).json(), downloaded(filled, DAYS + narrowed)

    assert found["counts"] == {name: int(file[name, ""]) for name in found["counts"]}
    assert found["counts"]["opened"] > 0
    for ours, theirs in (
        (found["in_time_percent"], "share done in time, per cent"),
        (found["reopened_percent"], "share opened again, per cent"),
        (found["until_staff_act"]["median_hours"], "median hours until staff act"),
        (found["until_staff_act"]["ninetieth_hours"], "90th percentile hours until staff act"),
        (found["until_done"]["median_hours"], "median hours until done"),
        (found["until_done"]["ninetieth_hours"], "90th percentile hours until done"),
        (found["average_stars"], "average stars"),
    ):
        assert ours == (float(file[theirs, ""]) if file[theirs, ""] else None)
    assert found["ratings"] == int(file["ratings", ""])
    assert sum(week["opened"] for week in found["weeks"]) == found["counts"]["opened"]
    assert sorted(week["opened"] for week in found["weeks"] if week["opened"]) == sorted(
        int(number) for (figure, _), number in file.items() if figure == "opened by week"
    )
    for dimension in ("ward", "category", "channel", "language"):
        assert sorted(one["count"] for one in found["opened_by"][dimension]) == sorted(
            int(number) for (figure, _), number in file.items() if figure == f"opened by {dimension}"
        )


def test_another_organisation_has_its_own(filled: City) -> None:  # noqa: F811
    assert asked(make_organisation().id, DAYS).json()["counts"]["opened"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "first=soon",
        "first=2026-02-01&last=2026-01-01",
        "first=2020-01-01&last=2026-01-01",
        "last=9999-01-01",
        "wards=1",
        "priority=x",
    ],
)
def test_what_is_wrong_is_said(query: str) -> None:
    answer = asked(make_organisation().id, query)
    assert (answer.status_code, answer.json()["title"]) == (400, "Bad Request")
