"""`areas` as an operator types it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.capabilities.geography.layers import feature, square, write_geojson, write_zipped_shapefile

from baraza.capabilities.geography.models import Edition
from baraza.capabilities.geography.registry import LAYERS

pytestmark = pytest.mark.django_db


def areas(*arguments: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("areas", *map(str, arguments), stdout=out, stderr=err)
    LAYERS.look_again()
    return out.getvalue(), err.getvalue()


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def answers(*arguments: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(areas("locate", *arguments)[0])))


@pytest.fixture
def three_countries(tmp_path: Path) -> None:
    za = write_zipped_shapefile(
        tmp_path / "za.zip",
        polygons=[square(27, -27), square(28, -27)],
        fields={
            "CAT_B": ["JHB", "EKU"], "MUNICNAME": ["City of Johannesburg", "Ekurhuleni"], "CATEGORY": ["A", "A"],
            "DISTRICT": ["JHB", "EKU"], "DISTRICT_N": ["City of Johannesburg", "Ekurhuleni"], "PROVINCE": ["GT", "GT"],
        },
    )  # fmt: skip
    areas("import", za, "--preset", "za-mdb", "--edition", "2018", "--valid-from", "2019-06-25")
    district = write_geojson(tmp_path / "d.geojson", [feature(square(29.5, -2.5), code="11", name="Nyarugenge")])
    areas("import", district, "--preset", "rw-nisr", "--kind", "district", "--edition", "2012")
    rw = write_geojson(tmp_path / "rw.geojson.gz", [feature(square(29.5, -2.5), id=1101, name="Gitega")])
    areas("import", rw, "--preset", "rw-nisr", "--edition", "2012")
    ph = write_geojson(tmp_path / "ph.geojson", [feature(square(125, 7), code="1102319001", name="Apokon")])
    areas(
        "import", ph, "--country", "ph", "--kind", "barangay", "--edition", "2023", "--code", "code", "--name", "name"
    )


def test_an_import_reports_on_standard_output_and_shows_progress_on_standard_error(tmp_path) -> None:
    path = write_geojson(tmp_path / "a.geojson", [feature(square(27, -27), code="JHB", name="Johannesburg")])
    out, err = areas("import", path, "--preset", "za-mdb", "--edition", "2018", "--source", "MDB hub")
    assert out.splitlines() == [
        "ZA municipality 2018: 1 areas, 5 vertices; 0 repaired, 0 rows merged.",
        "This edition is now the active one.",
    ]
    assert err.splitlines() == ["Reading a.geojson", "Checking 1 rows", "Writing 1 areas"]
    assert Edition.objects.get().source == "MDB hub"
    assert areas("list")[0].startswith("ZA municipality 2018: 1 areas, active, valid from its import, imported ")


def test_a_refused_import_is_an_error_that_says_why_and_changes_nothing(tmp_path) -> None:
    path = write_geojson(tmp_path / "a.geojson", [feature(square(27, -27), kode="JHB", naam="Johannesburg")])
    with pytest.raises(CommandError, match=r"Not imported: no field CAT_B or code for the code; .* fields: kode, naam"):
        areas("import", path, "--preset", "za-mdb", "--edition", "2018")
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--edition", "1"], "without a preset these are needed: --country, --kind, --code, --name"),
        (["--edition", "1", "--country", "ZA", "--kind", "ward", "--code", "c"], "needed: --name"),
        (["--edition", "1", "--preset", "za-mdb", "--country", "RW"], "preset za-mdb is for ZA, not RW"),
        (["--edition", "1", "--country", "South Africa"], "not a two-letter country code"),
        (["--edition", "1", "--preset", "za-mdb", "--valid-from", "4 November"], "is not a day such as"),
        (["--preset", "za-mdb"], "--edition"),
    ],
)
def test_an_incomplete_import_says_what_is_missing(tmp_path, arguments, says) -> None:
    with pytest.raises(CommandError, match=says):
        areas("import", tmp_path / "a.zip", *arguments)


def test_without_any_import_the_list_says_that_the_built_in_table_answers() -> None:
    assert "built-in table" in areas("list")[0]


def test_each_row_of_a_table_gets_its_area_from_whichever_country_it_is_in(three_countries, tmp_path) -> None:
    path = table(
        tmp_path / "t.csv", "place,lat,lon\nSoweto,-26.5,27.5\nGitega,-2.0,30.0\nApokon,7.5,125.5\nOcean,-40,10\n"
    )
    rows = answers(path)
    assert [
        (r["place"], r["code"], r["name"], r["kind"], r["edition"], r["approximate"], r["error"]) for r in rows
    ] == [
        ("Soweto", "JHB", "City of Johannesburg", "municipality", "2018", "false", ""),
        ("Gitega", "1101", "Gitega", "sector", "2012", "false", ""),
        ("Apokon", "1102319001", "Apokon", "barangay", "2023", "false", ""),
        ("Ocean", "", "", "", "", "", ""),
    ]


def test_a_country_and_kind_can_be_chosen(three_countries, tmp_path) -> None:
    path = table(tmp_path / "t.csv", "lat,lon\n-2.0,30.0\n-26.5,27.5\n")
    assert [r["code"] for r in answers(path, "--country", "RW", "--kind", "district")] == ["11", ""]
    assert [r["code"] for r in answers(path, "--country", "ZA")] == ["", "JHB"]


def test_a_point_just_outside_is_marked_approximate_and_a_border_point_is_not(three_countries, tmp_path) -> None:
    path = table(tmp_path / "t.csv", "lat,lon\n-26.5,29.003\n-26.5,28.0\n")
    assert [(r["code"], r["approximate"]) for r in answers(path)] == [("EKU", "true"), ("EKU", "false")]


def test_bad_rows_get_an_error_and_the_others_are_answered(three_countries, tmp_path) -> None:
    text = 'lat,lon,note\n,27.5,a\nabc,27.5,b\nnan,27.5,c\n125.5,7.5,d\n27.5,-26.5,e\n-26.5\n-26.5,27.5,f,g\n-26.5,27.5,"last\nline"\n'
    out, err = areas("locate", table(tmp_path / "t.csv", text))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["error"] for r in rows] == [
        "lat is empty",
        "lat is not a number: 'abc'",
        "latitude and longitude must be finite numbers",
        "latitude 125.5 is outside -90 to 90; latitude and longitude look swapped",
        "lat and lon look swapped",
        "the row has 1 cells, the header has 3",
        "the row has 4 cells, the header has 3",
        "",
    ]
    assert [r["code"] for r in rows] == [""] * 7 + ["JHB"]
    assert rows[-1]["note"] == "last\nline"
    assert err.splitlines()[-1] == "1 found, 0 outside every area, 7 with an error"


def test_columns_of_the_table_that_have_our_names_are_kept_under_another(three_countries, tmp_path) -> None:
    path = table(tmp_path / "t.csv", "\ufeffname,LAT,lon,code\nmine,-26.5,27.5,X\n")
    assert answers(path)[0] == {
        "input_name": "mine", "LAT": "-26.5", "lon": "27.5", "input_code": "X", "code": "JHB",
        "name": "City of Johannesburg", "kind": "municipality", "edition": "2018", "approximate": "false", "error": "",
    }  # fmt: skip


def test_before_any_import_south_african_rows_are_answered_approximately(tmp_path) -> None:
    path = table(tmp_path / "t.csv", "lat,lon\n-25.75,28.19\n-1.95,30.06\n")
    assert [(r["code"], r["edition"], r["approximate"]) for r in answers(path)] == [
        ("TSH", "built-in", "true"),
        ("", "", ""),
    ]
    assert [r["code"] for r in answers(path, "--country", "RW")] == ["", ""]
    assert [r["code"] for r in answers(path, "--kind", "ward")] == ["", ""]


def test_wards_alone_do_not_take_the_municipalities_away(tmp_path) -> None:
    wards = write_geojson(tmp_path / "w.geojson", [feature(square(28, -26), code="W1", name="Ward 1")])
    areas("import", wards, "--country", "ZA", "--kind", "ward", "--edition", "1", "--code", "code", "--name", "name")
    path = table(tmp_path / "t.csv", "lat,lon\n-25.75,28.19\n-29.12,26.22\n")
    assert [(r["code"], r["kind"]) for r in answers(path)] == [("TSH", "municipality"), ("MAN", "municipality")]
    assert [r["code"] for r in answers(path, "--kind", "ward")] == ["W1", ""]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the table is empty"),
        (b"latitude_deg,lon\n1,2\n", "no column lat; it has: latitude_deg, lon"),
        (b"lat,y\n1,2\n", "no column lon"),
        (b"lat,lon\n\xff\xfe,1\n", "can't decode"),
    ],
)
def test_a_table_that_cannot_be_used_at_all_is_an_error(tmp_path, content, says) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        areas("locate", path)


def test_a_table_that_does_not_exist_is_an_error(tmp_path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        areas("locate", tmp_path / "none.csv")
