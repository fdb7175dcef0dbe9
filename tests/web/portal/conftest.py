"""A city, and a resident at its pages."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.core import make_organisation
from tests.web.portal.resident import Resident

from baraza.core.organisations.queries import OrganisationProfile


@pytest.fixture
def city(db: None) -> OrganisationProfile:
    return make_organisation(name="Umngeni Bay")


@pytest.fixture
def resident(client: Client, city: OrganisationProfile, settings: Settings, tmp_path: Path) -> Resident:
    settings.MEDIA_ROOT = tmp_path
    return Resident(client, city)
