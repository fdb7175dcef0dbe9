"""A town with a list of numbers, and somebody who wants it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.capabilities.exports.town import Town
from tests.factories.core import make_member, make_organisation
from tests.factories.exports import Numbers, numbers_offered


@pytest.fixture
def town(db: None, settings: Settings, tmp_path: Path) -> Iterator[Town]:
    settings.MEDIA_ROOT = tmp_path
    profile = make_organisation(name="Umngeni Bay", time_zone="Africa/Johannesburg")
    clerk = make_member(organisation_id=profile.id, role="agent", name="Thandi")
    numbers = Numbers()
    with numbers_offered(numbers):
        yield Town(profile=profile, clerk=clerk, numbers=numbers, folder=tmp_path / "exports" / str(profile.id))
