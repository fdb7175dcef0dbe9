"""Every page that takes a file gets what is none of its kind: it is refused in words, and nothing of it is kept."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.capabilities.media.photos import jpeg, png_bomb, zip_bomb
from tests.web.console.case.desk import wrote_on_a_chat
from tests.web.console.conftest import City

# The test word of virus scanners, in two parts so that none of them takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FILES = {
    "a virus scanner's test word": EICAR,
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a PDF": b"%PDF-1.7 " + b"0" * 500,
    "a program": b"\x7fELF" + b"\0" * 500,
    "an archive that grows": zip_bomb(),
    "a photo that grows": png_bomb(),
    "a photo with its end cut off": jpeg()[:400],
}
PLACES = {
    "reply on a case": ("complaints/{reference}/reply/", "photo", {"text": "See the photo"}),
    "logo": ("settings/branding/", "logo", {"version": "1", "brand": "#0b5563"}),
    "film": (
        "settings/sign-videos/",
        "film",
        {"page": "home", "sign_language": "sasl", "captions_language": "en"},
    ),
    "areas": (
        "settings/areas/",
        "file",
        {"edition": "2021", "kind": "municipality", "code_field": "code", "name_field": "name"},
    ),
}


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_file_that_is_none_is_refused_and_not_kept(
    city: City, settings: Settings, tmp_path: Path, place: str
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    admin: Client = city.signed_in("org_admin")
    wrote_on_a_chat(city)
    path, field, fields = PLACES[place]
    before = {table: len(rows) for table, rows in city.everything().items()}

    found = {}
    for name, content in FILES.items():
        sent = {**fields, "key": str(uuid.uuid4()), field: SimpleUploadedFile("photo.jpg", content, "image/jpeg")}
        found[name] = admin.post("/console/" + path.format(reference=city.reference), sent).status_code

    assert found == dict.fromkeys(FILES, 422)
    assert {table: len(rows) for table, rows in city.everything().items()} == before
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []
