"""The system check refuses settings with which tokens would travel in the clear."""

import pytest
from pytest_django import Settings

from baraza.channels.whatsapp.apps import check_graph_address


@pytest.mark.parametrize(
    ("demo", "url", "version", "found"),
    [
        (False, "https://graph.facebook.com", "v25.0", []),
        (False, "http://127.0.0.1:9010", "v25.0", ["whatsapp.E001"]),
        (True, "http://127.0.0.1:9010", "v25.0", []),
        (False, "https://graph.facebook.com", "25", ["whatsapp.E002"]),
        (False, "https://graph.facebook.com", "v25.0/../me", ["whatsapp.E002"]),
        (False, "", "", ["whatsapp.E001", "whatsapp.E002"]),
    ],
)
def test_the_address_is_https_and_the_version_one_of_metas(
    settings: Settings,
    demo: bool,  # noqa: FBT001
    url: str,
    version: str,
    found: list[str],
) -> None:
    settings.DEMO_MODE, settings.WHATSAPP_GRAPH_URL, settings.WHATSAPP_GRAPH_VERSION = demo, url, version
    assert [message.id for message in check_graph_address()] == found
