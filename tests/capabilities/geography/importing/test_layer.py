"""From a file's rows to areas: fields, projections, repairs, and what is refused with its row."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import shapely
from tests.capabilities.geography.layers import feature, square, write_geojson, write_zipped_shapefile

from baraza.capabilities.geography.importing.errors import ImportRefused
from baraza.capabilities.geography.importing.files import open_layer_file
from baraza.capabilities.geography.importing.layer import CleanLayer, make_layer
from baraza.capabilities.geography.importing.presets import PRESETS, FieldPlan
from baraza.capabilities.geography.importing.reader import read_layer

PLAIN = FieldPlan(code=("code",), name=("name",))


@pytest.fixture
def load(tmp_path: Path):
    def loaded(path: Path, plan: FieldPlan = PLAIN, *, country: str = "ZA", kind: str = "municipality") -> CleanLayer:
        workspace = tmp_path / "unpacked"
        workspace.mkdir(exist_ok=True)
        raw = read_layer(open_layer_file(path=path, workspace=workspace))
        return make_layer(raw=raw, plan=plan, country=country, kind=kind)

    return loaded


@pytest.fixture
def load_rows(load, tmp_path: Path):
    def loaded(*rows, plan: FieldPlan = PLAIN, country: str = "ZA", kind: str = "municipality", **more) -> CleanLayer:
        return load(write_geojson(tmp_path / "rows.geojson", rows, **more), plan, country=country, kind=kind)

    return loaded


def test_a_zipped_shapefile_in_utm_comes_out_in_degrees_where_it_was_drawn(load, tmp_path) -> None:
    drawn = [square(27, -26, 0.5), square(27.5, -26, 0.5)]
    path = write_zipped_shapefile(
        tmp_path / "m.zip",
        polygons=drawn,
        fields={
            "CAT_B": ["GT1", "GT2"], "MUNICNAME": ["Khâi-Ma", "!Kheis"], "DISTRICT": ["DC1", "DC1"],
            "DISTRICT_N": ["One", "One"], "CATEGORY": ["B", "B"], "PROVINCE": ["GT", "GT"],
        },
    )  # fmt: skip
    layer = load(path, PRESETS["za-mdb"].plan)
    assert [(a.code, a.name, a.parent_code) for a in layer.areas] == [
        ("GT1", "Khâi-Ma", "DC1"),
        ("GT2", "!Kheis", "DC1"),
    ]
    assert layer.areas[0].properties == {
        "district_code": "DC1", "district": "One", "category": "B", "province_code": "GT", "province": "Gauteng",
    }  # fmt: skip
    assert (layer.repaired, layer.merged, layer.vertices) == (0, 0, 10)
    for area, polygon in zip(layer.areas, drawn, strict=True):
        assert shapely.hausdorff_distance(area.polygon, polygon) < 1e-8


def test_names_of_a_shapefile_without_a_code_page_are_read_as_utf8_when_they_are(load, tmp_path) -> None:
    path = write_zipped_shapefile(
        tmp_path / "m.zip", polygons=[square(27, -26)], fields={"code": ["A"], "name": ["Khâi-Ma"]}, without=[".cpg"]
    )
    assert [area.name for area in load(path).areas] == ["Khâi-Ma"]


def test_a_shapefile_without_its_coordinate_system_is_refused(load, tmp_path) -> None:
    path = write_zipped_shapefile(
        tmp_path / "m.zip", polygons=[square(27, -26)], fields={"code": ["A"], "name": ["B"]}, without=[".prj"]
    )
    with pytest.raises(ImportRefused, match="does not say its coordinate system"):
        load(path)


def test_an_odd_coordinate_system_is_refused(load, tmp_path) -> None:
    path = write_zipped_shapefile(
        tmp_path / "m.zip", polygons=[square(27, -26)], fields={"code": ["A"], "name": ["B"]}, without=[".prj"]
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("m.prj", 'LOCAL_CS["Site grid",UNIT["metre",1]]')
    with pytest.raises(ImportRefused, match="not one of positions on the earth"):
        load(path)


@pytest.mark.parametrize("position", ["beginning", "end"])
def test_geojson_that_names_a_coordinate_system_is_held_to_it(load, tmp_path, position) -> None:
    rows = json.dumps([feature(square(600_000, 7_100_000, 1000), code="A", name="B")])
    for name, says in (("EPSG::999999", "not understood"), ("EPSG::4978", "not one of positions on the earth")):
        crs = json.dumps({"type": "name", "properties": {"name": f"urn:ogc:def:crs:{name}"}})
        members = [f'"crs": {crs}', f'"features": {rows}']
        ordered = members if position == "beginning" else members[::-1]
        path = tmp_path / "a.geojson"
        path.write_text(f'{{"type": "FeatureCollection", {", ".join(ordered)}}}')
        with pytest.raises(ImportRefused, match=says):
            load(path)


def test_geojson_in_a_projection_it_names_is_turned_into_degrees(load_rows) -> None:
    layer = load_rows(
        feature(square(600_000, 7_100_000, 1000), code="A", name="B"),
        crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32735"}},
    )
    assert shapely.bounds(layer.areas[0].polygon).round(2).tolist() == [28.0, -26.22, 28.01, -26.21]


def test_a_ring_that_was_left_open_is_closed_and_remarked(tmp_path) -> None:
    rows = feature(square(27, -26), code="A", name="B")
    rows["geometry"]["coordinates"] = [rows["geometry"]["coordinates"][0][:-1]]
    raw = read_layer(write_geojson(tmp_path / "a.geojson", [rows]))
    assert raw.remarks == ("Non closed ring detected",)
    assert raw.shapes[0].equals(square(27, -26))


def test_coordinates_in_metres_that_claim_to_be_degrees_are_refused(load_rows) -> None:
    with pytest.raises(ImportRefused, match=r"row 1 \(code A\) lies at longitude 500000 .* not on earth"):
        load_rows(feature(square(500_000, 7_000_000, 1000), code="A", name="B"))


def test_a_missing_field_is_named_with_the_fields_that_exist(load_rows) -> None:
    with pytest.raises(ImportRefused, match="no field code for the code; the file has these fields: CODE_2, naam"):
        load_rows(feature(square(27, -26), CODE_2="A", naam="B"))
    with pytest.raises(ImportRefused, match="no field name for the name; the file has these fields: code"):
        load_rows(feature(square(27, -26), code="A"))
    with pytest.raises(ImportRefused, match="no field DIST for the parent"):
        load_rows(
            feature(square(27, -26), code="A", name="B"),
            plan=FieldPlan(code=("code",), name=("name",), parent=("DIST",)),
        )


def test_capital_letters_in_field_names_do_not_matter(load_rows) -> None:
    assert [a.code for a in load_rows(feature(square(27, -26), CODE="A", Name="B")).areas] == ["A"]


def test_a_preset_falls_back_to_code_and_name(load_rows) -> None:
    row = feature(
        square(125, 7), code="1102319001", name="Apokon", city_code="1102319000", city="Tagum", province="Davao"
    )
    area = load_rows(row, plan=PRESETS["ph-psa"].plan, country="PH", kind="barangay").areas[0]
    assert (area.code, area.name, area.parent_code) == ("1102319001", "Apokon", "1102319000")
    assert (area.properties["district"], area.properties["province"]) == ("Tagum", "Davao")


def test_codes_kept_as_numbers_regain_their_leading_zeros_and_lose_their_decimals(load_rows) -> None:
    row = feature(square(125, 7), adm4_psgc=102801001, adm4_en="Adams", adm3_psgc=102801000)
    area = load_rows(row, plan=PRESETS["ph-psa"].plan, country="PH", kind="barangay").areas[0]
    assert (area.code, area.parent_code) == ("0102801001", "0102801000")
    assert [a.code for a in load_rows(feature(square(1, 1), code=11.0, name="X")).areas] == ["11"]


def test_a_rwandan_sector_belongs_to_the_district_its_code_begins_with(load_rows) -> None:
    layer = load_rows(
        feature(square(30, -2), id=1101, name="Gitega"), plan=PRESETS["rw-nisr"].plan, country="RW", kind="sector"
    )
    assert [(a.code, a.parent_code) for a in layer.areas] == [("1101", "11")]


def test_a_shape_that_crosses_itself_is_repaired_and_counted(load_rows) -> None:
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    layer = load_rows(feature(bow_tie, code="A", name="B"), feature(square(5, 5), code="C", name="D"))
    assert layer.repaired == 1
    assert layer.areas[0].polygon.is_valid
    assert layer.areas[0].polygon.area == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (shapely.Point(1, 1), r"row 2 \(code B\) is a Point, not a polygon"),
        (shapely.LineString([(0, 0), (1, 1)]), r"row 2 \(code B\) is a LineString, not a polygon"),
        (None, r"row 2 \(code B\) has no shape"),
        (
            shapely.Polygon([(0, 0), (1, 1), (2, 2), (0, 0)]),
            r"row 2 \(code B\) is no valid polygon and cannot be repaired",
        ),
    ],
)
def test_a_row_that_is_no_polygon_is_refused_by_its_number(load_rows, shape, says) -> None:
    with pytest.raises(ImportRefused, match=says):
        load_rows(feature(square(5, 5), code="A", name="A"), feature(shape, code="B", name="B"))


@pytest.mark.parametrize(
    ("code", "name", "says"),
    [
        (None, "B", r"row 2 \(code missing\) has no code"),
        ("  ", "B", r"row 2 \(code missing\) has no code"),
        ("B", None, r"row 2 \(code B\) has no name"),
        ("B" * 41, "B", "a code longer than 40 signs"),
    ],
)
def test_a_row_without_a_usable_code_or_name_is_refused_by_its_number(load_rows, code, name, says) -> None:
    with pytest.raises(ImportRefused, match=says):
        load_rows(feature(square(5, 5), code="A", name="A"), feature(square(6, 6), code=code, name=name))


def test_islands_given_as_rows_of_their_own_are_joined(load_rows) -> None:
    layer = load_rows(
        feature(square(1, 1), code="A", name="Isles"),
        feature(square(9, 9), code="B", name="B"),
        feature(square(5, 5), code="A", name="Isles"),
    )
    assert [(a.code, len(shapely.get_parts(a.polygon))) for a in layer.areas] == [("A", 2), ("B", 1)]
    assert layer.merged == 1


def test_one_code_with_two_names_is_refused_naming_both_rows(load_rows) -> None:
    with pytest.raises(ImportRefused, match=r"row 2 \(code A\) is named 'Two' but row 1 \(code A\) .* 'One'"):
        load_rows(feature(square(1, 1), code="A", name="One"), feature(square(5, 5), code="A", name="Two"))


def test_heights_are_dropped(load_rows) -> None:
    high = shapely.force_3d(square(1, 1), 250.0)
    assert not load_rows(feature(high, code="A", name="B")).areas[0].polygon.has_z


@pytest.mark.parametrize(
    "text", ['{"type": "FeatureCollection", "features": []}', '{"type": "Topology"}', "{broken", "{}"]
)
def test_a_file_without_rows_or_of_broken_json_is_refused(load, tmp_path, text) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text)
    with pytest.raises(ImportRefused):
        load(path)


def test_the_same_content_has_the_same_digest_whatever_the_wrapping_and_the_order(load, load_rows, tmp_path) -> None:
    one, two = feature(square(1, 1), code="A", name="A"), feature(square(5, 5), code="B", name="B")
    packed = load(write_geojson(tmp_path / "x.geojson.gz", [two, one]))
    assert load_rows(one, two).digest == packed.digest
    assert load_rows(one).digest != packed.digest
