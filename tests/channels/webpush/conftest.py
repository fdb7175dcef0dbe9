"""A push service on this machine, and a browser that it belongs to."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from tests.fakes.push_service import FakeBrowser
from tests.fakes.scripted_server import ScriptedServer, scripted_server


@pytest.fixture
def push_service(settings: Settings) -> Iterator[ScriptedServer]:
    settings.WEBPUSH_INSIDE_HOSTS = ["127.0.0.1"]
    settings.PROVIDER_TIMEOUT_SECONDS = 2
    with scripted_server() as server:
        yield server


@pytest.fixture
def browser(push_service: ScriptedServer) -> FakeBrowser:
    return FakeBrowser(push_service)
