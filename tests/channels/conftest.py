"""The sandbox of the Graph API and a server that misbehaves, both over real sockets."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from tests.fakes.scripted_server import ScriptedServer, scripted_server

from baraza.operations.demo.graph_api import Sandbox, sandbox


@pytest.fixture(scope="package")
def running_sandbox() -> Iterator[Sandbox]:
    with sandbox() as running:
        yield running


@pytest.fixture
def graph(running_sandbox: Sandbox, settings: Settings) -> Sandbox:
    """Meta, as far as WhatsApp's adapter can tell; nobody has written yet."""
    running_sandbox.state.clear()
    settings.WHATSAPP_GRAPH_URL = running_sandbox.url
    settings.WHATSAPP_GRAPH_VERSION = "v25.0"
    return running_sandbox


@pytest.fixture
def scripted(settings: Settings) -> Iterator[ScriptedServer]:
    """A server in Meta's place that answers what the test says."""
    with scripted_server() as server:
        settings.WHATSAPP_GRAPH_URL = server.url
        settings.WHATSAPP_GRAPH_VERSION = "v25.0"
        yield server
