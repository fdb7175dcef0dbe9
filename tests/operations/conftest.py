"""Folders that the server's own account can reach, also when the tests run as root."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Pytest's own temporary folder is closed to other users, and PostgreSQL does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="baraza-test-", dir="/tmp"))
    folder.chmod(0o755 if os.geteuid() == 0 else 0o700)
    yield folder
    shutil.rmtree(folder)
