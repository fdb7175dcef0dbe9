"""Folders that the server's own account can reach, also when the tests run as root."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import scratch


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with scratch.open_folder("operations") as folder:
        yield folder
