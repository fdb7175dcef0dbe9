"""A city and a browser of its admin, for the pages of settings."""

import pytest
from django.test import Client
from tests.factories.core import make_member, make_organisation
from tests.web.console.conftest import browser_of

from baraza.core.organisations.queries import OrganisationProfile


@pytest.fixture
def city() -> OrganisationProfile:
    return make_organisation(name="Umngeni Bay")


@pytest.fixture
def admin(city: OrganisationProfile) -> Client:
    return browser_of(make_member(organisation_id=city.id, role="org_admin").id)
