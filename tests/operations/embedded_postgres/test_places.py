"""Where the data of the embedded PostgreSQL lies by default."""

import os
from pathlib import Path

import pytest

from baraza.operations.embedded_postgres import default_data_directory, places


def test_each_checkout_has_its_own_data(tmp_path: Path) -> None:
    one, other = default_data_directory(project=tmp_path / "a"), default_data_directory(project=tmp_path / "b")

    assert one.parent == other.parent
    assert one.name != other.name


def test_tests_do_not_share_the_data_of_the_desk(tmp_path: Path) -> None:
    desk = default_data_directory(project=tmp_path)

    assert default_data_directory(project=tmp_path, purpose="tests") == desk.with_name(f"{desk.name}-tests")


@pytest.mark.parametrize(
    ("user", "base", "expected"),
    [
        (0, "/home/ama/data", "/var/lib/baraza"),
        (1000, "/home/ama/data", "/home/ama/data/baraza"),
        (1000, "relative", "/home/ama/.local/share/baraza"),
        (1000, "", "/home/ama/.local/share/baraza"),
    ],
)
def test_root_keeps_data_out_of_its_home_and_others_follow_their_desktops_rule(
    monkeypatch: pytest.MonkeyPatch, user: int, base: str, expected: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setenv("HOME", "/home/ama")
    monkeypatch.setenv("XDG_DATA_HOME", base)

    assert places.data_root() == Path(expected)
