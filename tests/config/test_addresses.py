"""What production answers under its addresses, seen by a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.config.test_production import GOOD

ADDRESSES = """
import django; django.setup()
from django.urls import Resolver404, resolve
for path in ("/demo/phones/", "/ui/icons/", "/livez", "/metrics", "/console/sign-in/"):
    try:
        print(path, resolve(path).view_name or "served")
    except Resolver404:
        print(path, "absent")
"""


def test_the_demonstration_is_absent_and_the_living_page_is_guarded(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "BARAZA_RUN_DIRECTORY": str(tmp_path), **GOOD}
    environment["DJANGO_SETTINGS_MODULE"] = "baraza.config.settings.production"
    done = subprocess.run(
        [sys.executable, "-c", ADDRESSES], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "/demo/phones/ absent",
        "/ui/icons/ ui:icons",
        "/livez livez",
        "/metrics metrics",
        "/console/sign-in/ console:sign-in",
    ]
