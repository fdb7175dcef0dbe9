"""Boundary files are opened without trusting them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.capabilities.geography.layers import feature, square, write_geojson, write_zipped_shapefile

from baraza.capabilities.geography.importing import files
from baraza.capabilities.geography.importing.errors import ImportRefused
from baraza.capabilities.geography.importing.files import open_layer_file


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_shapefile_in_a_folder_of_the_zip_is_unpacked_with_the_files_beside_it(tmp_path, workspace) -> None:
    packed = write_zipped_shapefile(
        tmp_path / "muni.zip", polygons=[square(27, -26)], fields={"CAT_B": ["A"]}, folder="MDB 2018/"
    )
    assert open_layer_file(path=packed, workspace=workspace) == workspace / "layer.shp"
    assert {p.suffix for p in workspace.iterdir()} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}


def test_geojson_is_taken_plain_gzipped_and_zipped(tmp_path, workspace) -> None:
    rows = [feature(square(27, -26), code="A")]
    plain = write_geojson(tmp_path / "a.geojson", rows)
    assert open_layer_file(path=plain, workspace=workspace) == plain
    packed = write_geojson(tmp_path / "a.geojson.gz", rows)
    assert open_layer_file(path=packed, workspace=workspace).read_bytes() == plain.read_bytes()
    archive = zipped(tmp_path / "a.zip", {"a.geojson": plain.read_bytes(), "__MACOSX/._a.geojson": b"x"})
    assert open_layer_file(path=archive, workspace=workspace).read_bytes() == plain.read_bytes()


@pytest.mark.parametrize(
    "name", ["../layer.shp", "/etc/layer.shp", "a/../../layer.shp", "..\\layer.shp", "C:/layer.shp"]
)
def test_a_path_that_leads_out_of_the_zip_is_refused(tmp_path, workspace, name) -> None:
    with pytest.raises(ImportRefused, match="unsafe path"):
        open_layer_file(path=zipped(tmp_path / "a.zip", {name: b"x"}), workspace=workspace)
    assert list(workspace.iterdir()) == []


def test_a_file_that_unpacks_to_far_more_than_itself_is_refused_before_it_fills_the_disk(tmp_path, workspace) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"a.geojson": b"{" + b" " * (60 * 1024 * 1024)})
    with pytest.raises(ImportRefused, match="more than 100 times its size"):
        open_layer_file(path=bomb, workspace=workspace)
    assert sum(p.stat().st_size for p in workspace.iterdir()) <= 20 * 1024 * 1024


def test_a_gzip_bomb_is_refused_too(tmp_path, workspace) -> None:
    import gzip

    bomb = tmp_path / "bomb.geojson.gz"
    bomb.write_bytes(gzip.compress(b"{" + b" " * (60 * 1024 * 1024)))
    with pytest.raises(ImportRefused, match="more than 100 times its size"):
        open_layer_file(path=bomb, workspace=workspace)


def test_the_size_is_counted_and_not_believed(tmp_path, workspace, monkeypatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    packed = zipped(tmp_path / "big.zip", {"a.geojson": b"{" + b"0" * 2000})
    content = bytearray(packed.read_bytes())
    # The size stated in the zip's directory is made a lie: 9 bytes instead of 2001.
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (9).to_bytes(4, "little")
    packed.write_bytes(bytes(content))
    with pytest.raises(ImportRefused):
        open_layer_file(path=packed, workspace=workspace)
    assert all(p.stat().st_size <= 1000 for p in workspace.iterdir())


def test_a_member_or_plain_file_above_the_limit_is_refused(tmp_path, workspace, monkeypatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    with pytest.raises(ImportRefused, match="unpacks to more than"):
        open_layer_file(path=zipped(tmp_path / "a.zip", {"a.geojson": b"{" * 2000}), workspace=workspace)
    plain = tmp_path / "a.geojson"
    plain.write_bytes(b"{" * 2000)
    with pytest.raises(ImportRefused, match="larger than"):
        open_layer_file(path=plain, workspace=workspace)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.zip", b"this is no zip file", "not a readable zip"),
        ("a.zip", b"", "not a readable zip"),
        ("a.geojson.gz", b"this is no gzip file", "not a readable gzip"),
        ("a.geojson", b"<OGRVRTDataSource></OGRVRTDataSource>", "not GeoJSON"),
        ("a.json", b"[1, 2]", "not GeoJSON"),
        ("a.shp", b"\x00\x00\x27\x0a", "expected a GeoJSON file"),
        ("a.gpkg", b"SQLite", "expected a GeoJSON file"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(tmp_path, workspace, name, content, says) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=says):
        open_layer_file(path=path, workspace=workspace)


def test_a_damaged_zip_is_refused(tmp_path, workspace) -> None:
    packed = write_zipped_shapefile(tmp_path / "a.zip", polygons=[square(27, -26)], fields={"CAT_B": ["A"]})
    content = bytearray(packed.read_bytes())
    content[60:90] = b"\xff" * 30
    packed.write_bytes(bytes(content))
    with pytest.raises(ImportRefused, match="not a readable zip"):
        open_layer_file(path=packed, workspace=workspace)


def test_a_zip_without_or_with_several_layers_is_refused_with_the_names(tmp_path, workspace) -> None:
    with pytest.raises(ImportRefused, match=r"holds no \.shp or \.geojson file, only: readme\.txt"):
        open_layer_file(path=zipped(tmp_path / "a.zip", {"readme.txt": b"x"}), workspace=workspace)
    with pytest.raises(ImportRefused, match=r"several layers \(a.shp, b.shp\)"):
        open_layer_file(path=zipped(tmp_path / "b.zip", {"b.shp": b"x", "a.shp": b"x"}), workspace=workspace)


def test_a_file_that_does_not_exist_is_named(tmp_path, workspace) -> None:
    with pytest.raises(ImportRefused, match=r"nothing\.zip is not a file"):
        open_layer_file(path=tmp_path / "nothing.zip", workspace=workspace)
