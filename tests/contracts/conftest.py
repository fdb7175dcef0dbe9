"""A provider's server that answers what a test says, with time-outs short enough to wait for."""

from collections.abc import Iterator

import httpx
import pytest
from pytest_django import Settings
from tests.fakes.scripted_server import ScriptedServer, scripted_server

from baraza.channels.sms import calls
from baraza.channels.whatsapp import graph
from baraza.lib.http import HttpClient


@pytest.fixture
def remote(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted_server() as server, HttpClient(allowed_hosts=("127.0.0.1",), timeout=httpx.Timeout(0.4)) as client:
        settings.WHATSAPP_GRAPH_URL = settings.TWILIO_API_URL = settings.EMAIL_API_URL = server.url
        settings.PROVIDER_TIMEOUT_SECONDS = 0.4
        settings.PUBLIC_URL = "https://baraza.example"
        monkeypatch.setattr(graph, "_client", lambda _: client)
        monkeypatch.setattr(calls, "_client", lambda _: client)
        yield server
