"""A layer uploaded on a page is imported by a job with a report, by whom it concerns alone, and its file does not stay."""

import json

import pytest
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.geography.models import AreaImport
from baraza.capabilities.geography.queries import list_editions
from baraza.capabilities.geography.uploads import (
    BYTES_AT_MOST,
    LayerUpload,
    UploadRefused,
    give_up_import,
    list_imports,
    may_upload,
    run_import,
    upload_layer,
)
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db
SQUARE = [[[29.0, -2.0], [30.0, -2.0], [30.0, -1.0], [29.0, -1.0], [29.0, -2.0]]]
LAYER = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"id": "S1", "label": "Kacyiru"},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
    ],
}


def upload(**changes: object) -> LayerUpload:
    values: dict[str, object] = {
        "content": json.dumps(LAYER).encode(),
        "file_name": "../sectors.geojson",
        "country": "RW",
        "edition": "2012",
        "kind": "sector",
        "code_field": "id",
        "name_field": "label",
        **changes,
    }
    return LayerUpload(**values)  # type: ignore[arg-type]


@pytest.fixture
def city() -> int:
    return make_organisation().id


def test_a_layer_is_imported_reported_and_its_file_forgotten(city: int) -> None:
    with organisation_scope(organisation_id=city):
        number = upload_layer(actor=SYSTEM, upload=upload())
    run_import(organisation_id=city, import_id=number)
    with organisation_scope(organisation_id=city):
        (one,) = list_imports()
        row = AreaImport.objects.get(pk=number)

    assert (one.file_name, one.state, one.running, row.content) == ("sectors.geojson", "done", False, None)
    assert "Writing 1 areas" in one.lines
    assert "This edition is now the active one." in one.lines
    assert [(edition.country, edition.label, edition.areas) for edition in list_editions()] == [("RW", "2012", 1)]


def test_the_same_job_again_does_nothing(city: int) -> None:
    with organisation_scope(organisation_id=city):
        number = upload_layer(actor=SYSTEM, upload=upload())
    run_import(organisation_id=city, import_id=number)
    with organisation_scope(organisation_id=city):
        finished = list_imports()[0].finished_at
    run_import(organisation_id=city, import_id=number)
    with organisation_scope(organisation_id=city):
        assert list_imports()[0].finished_at == finished


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"content": b"not json"}, "is not GeoJSON"),
        ({"code_field": "nowhere"}, "nowhere"),
        ({"file_name": "layer.zip", "content": b"PK\x03\x04 broken"}, "Not imported"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_the_report(city: int, changes: dict[str, object], words: str) -> None:
    with organisation_scope(organisation_id=city):
        number = upload_layer(actor=SYSTEM, upload=upload(**changes))
    run_import(organisation_id=city, import_id=number)
    with organisation_scope(organisation_id=city):
        (one,) = list_imports()

    assert one.state == "refused"
    assert words in one.lines[-1]
    assert list_editions() == []


def test_a_layer_whose_import_is_given_up_says_so_and_leaves_what_was_done_as_it_is(city: int) -> None:
    with organisation_scope(organisation_id=city):
        number, done = (upload_layer(actor=SYSTEM, upload=upload()) for _ in range(2))
    run_import(organisation_id=city, import_id=done)

    for import_id in (number, done):
        give_up_import(organisation_id=city, import_id=import_id)

    with organisation_scope(organisation_id=city):
        found = {one.id: (one.state, one.lines[-1], one.finished_at is not None) for one in list_imports()}
    given_up = "Not imported: it failed here several times. The operator can see why."
    assert found[number] == ("refused", given_up, True)
    assert found[done][0] == "done"


@pytest.mark.parametrize(
    "changes", [{"file_name": "layer.exe"}, {"content": b""}, {"content": b"x" * (BYTES_AT_MOST + 1)}]
)
def test_what_is_no_layer_is_not_taken(city: int, changes: dict[str, object]) -> None:
    with organisation_scope(organisation_id=city):
        with pytest.raises(UploadRefused):
            upload_layer(actor=SYSTEM, upload=upload(**changes))

        assert list_imports() == []


def test_an_admin_may_alone_and_not_where_others_share_the_areas(city: int) -> None:
    admin, clerk = (make_member(organisation_id=city, role=role) for role in ("org_admin", "agent"))
    assert (may_upload(actor=admin), may_upload(actor=clerk)) == (True, False)

    make_organisation()

    with organisation_scope(organisation_id=city):
        assert not may_upload(actor=admin)
        with pytest.raises(NotAllowed):
            upload_layer(actor=admin, upload=upload())
