"""Runs every benchmark, one after the other, and prints all figures in one table: `make bench`.

python benchmarks/run.py [--quick] [--only ingress ussd_turn]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import figures, machine

FOLDER = Path(__file__).resolve().parent
NAMES = (
    "engine_turn",
    "call_stack",
    "area_lookup",
    "triage",
    "ingress",
    "voice_ingress",
    "ussd_turn",
    "messages",
    "complaint_list",
    "calls",
    "console",
    "dashboard",
    "exports",
    "live",
    "portal",
    "server_choice",
    "statement",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few requests each: shows that they run")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    chosen = parser.parse_args()
    made, failed = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen.only:
            print(f"\n── {name}", flush=True)
            began, file = time.monotonic(), Path(folder) / f"{name}.json"
            command = [sys.executable, str(FOLDER / f"{name}.py"), "--json", str(file)]
            code = subprocess.run([*command, "--quick"] if chosen.quick else command, check=False).returncode
            print(f"({time.monotonic() - began:.0f} s)")
            if code or not file.exists():
                failed.append(name)
                continue
            made += figures.read(file)
    print(f"\n── all figures: {machine.describe()}\n")
    figures.print_table(made)
    if failed:
        print(f"\nDid not run to the end: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
