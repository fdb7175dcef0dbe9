"""Addresses that nobody was given: not found, whatever they hold."""

import pytest
from tests.web.portal.resident import Resident

ODD = ["%00", "MI-2026-%00AAAAA", "%F0%9F%92%A7", "a" * 3000, "..%2f..%2fetc"]


@pytest.mark.parametrize("reference", ODD)
@pytest.mark.parametrize("path", ["track/{}/", "report/{}/sent/"])
def test_a_reference_that_cannot_be_one_is_not_found(resident: Resident, path: str, reference: str) -> None:
    assert resident.get(path.format(reference)).status_code == 404


@pytest.mark.parametrize("reference", ODD)
@pytest.mark.parametrize("path", ["track/{}/comment/", "track/{}/reopen/"])
def test_nothing_is_said_to_a_reference_that_cannot_be_one(resident: Resident, path: str, reference: str) -> None:
    key = "00000000-0000-4000-8000-000000000007"
    assert resident.post(path.format(reference), text="Hello there", key=key).status_code == 404


@pytest.mark.parametrize("media_id", ["%00", "..%2f..%2fetc"])
def test_a_photo_of_no_draft_is_not_found(resident: Resident, media_id: str) -> None:
    assert resident.get(f"report/photos/{media_id}/").status_code == 404
