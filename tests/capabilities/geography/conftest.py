"""The layers kept in this process must not outlive the test that imported them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from baraza.capabilities.geography.registry import LAYERS


@pytest.fixture(autouse=True)
def _layers_are_asked_for_again() -> Iterator[None]:
    LAYERS.look_again()
    yield
    LAYERS.look_again()
