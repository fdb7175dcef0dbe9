"""One import from file to database: editions, what changed between them, all or nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from tests.capabilities.geography.layers import feature, square, write_geojson

from baraza.capabilities.geography import queries
from baraza.capabilities.geography.importing.errors import ImportRefused
from baraza.capabilities.geography.importing.presets import FieldPlan
from baraza.capabilities.geography.importing.report import ImportReport, Rename
from baraza.capabilities.geography.importing.store import ImportRequest, import_areas
from baraza.capabilities.geography.models import Area, Edition
from baraza.capabilities.geography.registry import LAYERS

pytestmark = pytest.mark.django_db
PLAN = FieldPlan(code=("code",), name=("name",))


@pytest.fixture
def bring_in(tmp_path: Path):
    def brought(
        edition: str, names: dict[str, str], *, valid_from: dt.date | None = None, replace: bool = False
    ) -> ImportReport:
        rows = [feature(square(20 + 2 * n, -30), code=code, name=name) for n, (code, name) in enumerate(names.items())]
        request = ImportRequest(
            path=write_geojson(tmp_path / f"{edition}.geojson", rows), country="ZA", kind="municipality",
            edition=edition, plan=PLAN, valid_from=valid_from, replace=replace,
        )  # fmt: skip
        report = import_areas(request=request, progress=lambda _: None)
        LAYERS.look_again()
        return report

    return brought


def active() -> list[str]:
    return [edition.label for edition in queries.list_editions() if edition.active]


def test_an_import_keeps_each_area_with_its_box_and_a_point_inside(bring_in) -> None:
    report = bring_in("2018", {"A": "Alpha", "B": "Beta"})
    assert (report.areas, report.vertices, report.changed, report.active_edition) == (2, 10, True, "2018")
    area = Area.objects.get(code="B")
    assert (area.west, area.south, area.east, area.north) == (22.0, -30.0, 23.0, -29.0)
    assert (area.longitude, area.latitude) == (22.5, -29.5)
    assert Edition.objects.get().source == "2018.geojson"


def test_the_same_file_again_changes_nothing(bring_in) -> None:
    bring_in("2018", {"A": "Alpha"})
    before = list(Area.objects.values_list("pk", flat=True))
    report = bring_in("2018", {"A": "Alpha"})
    assert (report.changed, list(report.lines())) == (
        False,
        ["ZA municipality 2018: already imported, nothing changed."],
    )
    assert list(Area.objects.values_list("pk", flat=True)) == before


def test_the_next_edition_reports_what_was_added_gone_and_renamed_and_becomes_active(bring_in) -> None:
    bring_in("2016", {"A": "Alpha", "B": "Beta", "C": "Gamma"}, valid_from=dt.date(2016, 8, 3))
    report = bring_in("2018", {"A": "Alpha", "B": "Bravo", "D": "Delta"}, valid_from=dt.date(2019, 6, 25))
    assert report.difference is not None
    assert (report.difference.previous, report.difference.added, report.difference.gone) == ("2016", ("D",), ("C",))
    assert report.difference.renamed == (Rename(code="B", before="Beta", after="Bravo"),)
    assert "  renamed: 1 (B Beta → Bravo)" in list(report.lines())
    assert active() == ["2018"]
    assert Edition.objects.count() == 2


def test_an_older_edition_imported_later_does_not_take_over(bring_in) -> None:
    bring_in("2018", {"A": "Alpha"}, valid_from=dt.date(2019, 6, 25))
    report = bring_in("2016", {"A": "Old Alpha"}, valid_from=dt.date(2016, 8, 3))
    assert (report.active_edition, active()) == ("2018", ["2018"])


def test_an_edition_with_a_date_ahead_waits_for_its_day(bring_in, monkeypatch) -> None:
    bring_in("2018", {"A": "Alpha"}, valid_from=dt.date(2019, 6, 25))
    bring_in("2999", {"A": "Omega"}, valid_from=dt.date(2999, 1, 1))
    assert active() == ["2018"]
    monkeypatch.setattr("baraza.lib.clock.now", lambda: dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    LAYERS.look_again()
    assert active() == ["2999"]
    located = queries.locate(latitude=-29.5, longitude=20.5, country="ZA")
    assert located is not None
    assert (located.name, located.edition) == ("Omega", "2999")


def test_an_edition_without_a_date_counts_from_its_import(bring_in) -> None:
    bring_in("old", {"A": "Alpha"}, valid_from=dt.date(2019, 6, 25))
    bring_in("new", {"A": "Alpha"})
    assert active() == ["new"]


def test_other_content_under_the_same_label_is_refused_unless_it_is_a_correction(bring_in) -> None:
    bring_in("2018", {"A": "Alpha"})
    with pytest.raises(ImportRefused, match="already imported with other content"):
        bring_in("2018", {"A": "Altered"})
    assert Area.objects.get().name == "Alpha"
    report = bring_in("2018", {"A": "Altered"}, replace=True)
    assert report.difference is not None
    assert report.difference.renamed == (Rename(code="A", before="Alpha", after="Altered"),)
    located = queries.locate(latitude=-29.5, longitude=20.5, country="ZA")
    assert located is not None
    assert located.name == "Altered"


def test_an_import_that_finds_the_edition_written_by_another_meanwhile_is_refused(bring_in, monkeypatch) -> None:
    def other_import_finishes(*_: object) -> None:
        Edition.objects.create(
            country="ZA",
            kind="municipality",
            label="2018",
            imported_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            digest="",
        )

    monkeypatch.setattr("baraza.capabilities.geography.importing.store._difference", other_import_finishes)
    with pytest.raises(ImportRefused, match="is being imported by somebody else"):
        bring_in("2018", {"A": "Alpha"})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"edition": " "}, "a label of 1 to 60 signs"),
        ({"edition": "x" * 61}, "a label of 1 to 60 signs"),
        ({"country": "zaf"}, "two-letter country code"),
        ({"kind": "suburb"}, "not a known kind of area"),
        ({"source": "x" * 301}, "longer than 300 signs"),
    ],
)
def test_a_request_that_no_edition_can_hold_is_refused_before_the_file_is_opened(change, says) -> None:
    request = ImportRequest(path=Path("none.zip"), country="ZA", kind="ward", edition="1", plan=PLAN)
    with pytest.raises(ImportRefused, match=says):
        import_areas(request=dataclasses.replace(request, **change), progress=lambda _: None)


def test_a_failure_while_writing_leaves_nothing_behind(bring_in, monkeypatch) -> None:
    monkeypatch.setattr("baraza.capabilities.geography.importing.store._report", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring_in("2018", {"A": "Alpha"})
    assert (Edition.objects.count(), Area.objects.count()) == (0, 0)
