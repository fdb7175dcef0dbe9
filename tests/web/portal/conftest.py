"""A city, a resident at its pages, and the whole web process of two cities."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import Client
from pytest_django import Settings
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation
from tests.web.portal.resident import Resident
from tests.web.portal.standing_in import PAGE_SECONDS, Clock

from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.portal.public_pages import PublicPages


@pytest.fixture
def city(db: None) -> OrganisationProfile:
    return make_organisation(name="Umngeni Bay")


@pytest.fixture
def resident(client: Client, city: OrganisationProfile, settings: Settings, tmp_path: Path) -> Resident:
    settings.MEDIA_ROOT = tmp_path
    return Resident(client, city)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def city_web(committed_database: CommittedDatabase, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """The whole web process."""
    # It reads the models of languages, which nobody needs who only collects tests.
    from baraza.config import asgi

    await sync_to_async(make_organisation)(slug="city", name="Ours", languages=("en", "zu"))
    await sync_to_async(make_organisation)(slug="town", name="Theirs", languages=("en", "zu"))
    transport = httpx.ASGITransport(app=PublicPages(behind=asgi.application, seconds=PAGE_SECONDS, clock=clock))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client
    await sync_to_async(connections.close_all)()
