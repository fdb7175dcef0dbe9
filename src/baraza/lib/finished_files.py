"""A file takes its name when all of it is on the disk; whoever hears of it afterwards finds it, also after a power cut."""

import os
from pathlib import Path


def take_name(*, unfinished: Path, target: Path) -> None:
    """The content was written and synchronised before; here its name is."""
    unfinished.replace(target)
    keep_names(folder=target.parent)


def keep_names(*, folder: Path) -> None:
    """Until then a power cut may take a new file out of its folder, however well its content is kept."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
