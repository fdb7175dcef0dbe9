"""How tests ask pages of settings."""

from collections.abc import Mapping

from django.test import Client

BASE = "/console/settings/"


def page(client: Client, path: str) -> str:
    return client.get(BASE + path).content.decode()


def refused(client: Client, path: str, sent: Mapping[str, object], *, status: int = 422) -> str:
    answer = client.post(BASE + path, sent)
    assert answer.status_code == status
    found = answer.content.decode()
    assert "There is a problem" in found
    return found
