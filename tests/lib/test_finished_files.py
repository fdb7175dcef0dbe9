"""Files that a row of the database speaks of."""

import os
from pathlib import Path

import pytest

from baraza.lib.finished_files import take_name


def test_the_new_name_is_on_the_disk_before_anybody_hears_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    kept = list[tuple[Path, list[str]]]()

    def synchronised(handle: int) -> None:
        kept.append((Path(f"/proc/self/fd/{handle}").readlink(), [one.name for one in tmp_path.iterdir()]))

    monkeypatch.setattr(os, "fsync", synchronised)
    (tmp_path / "1.part").write_bytes(b"sealed")

    # when
    take_name(unfinished=tmp_path / "1.part", target=tmp_path / "1.sealed")

    # then
    assert kept == [(tmp_path, ["1.sealed"])]
