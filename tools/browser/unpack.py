"""Unpacks the Chromium of the npm package; run by the project's own Python, which has brotli."""

import io
import shutil
import sys
import tarfile
from pathlib import Path
from xml.sax.saxutils import escape

import brotli

# The package's own fonts.conf names folders of another system, and without any font the pages crash.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""
# The libraries of the package go first: a bare machine has none of them.
START = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH="$here/libraries/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
FONTCONFIG_FILE="$here/fonts/fonts.conf"
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "$here/chromium" "$@"
"""


def unpack(*, packed: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    _extract(packed / "al2023.tar.br", target / "libraries")
    _extract(packed / "fonts.tar.br", target / "fonts")
    _extract(packed / "swiftshader.tar.br", target)
    _write(target / "chromium", brotli.decompress((packed / "chromium.br").read_bytes()), executable=True)
    _write(target / "fonts" / "fonts.conf", FONTS.format(folder=escape(str(target / "fonts"))).encode())
    _write(target / "chromium.sh", START.encode(), executable=True)


def _extract(archive: Path, folder: Path) -> None:
    """Only plain files: Debian's Python 3.11.2 does not yet know the safe `extractall(filter="data")`."""
    content = io.BytesIO(brotli.decompress(archive.read_bytes()))
    with tarfile.open(fileobj=content) as files:
        for member in files:
            path = (folder / member.name).resolve()
            source = files.extractfile(member) if member.isfile() else None
            if source is not None and path.is_relative_to(folder.resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, source.read())


def _write(path: Path, content: bytes, *, executable: bool = False) -> None:
    path.write_bytes(content)
    path.chmod(0o755 if executable else 0o644)


if __name__ == "__main__":
    unpack(packed=Path(sys.argv[1]), target=Path(sys.argv[2]))
