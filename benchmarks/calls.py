"""How long the list of calls and the boards take with a million calls, and how fast a back-fill brings calls.

    python benchmarks/calls.py [--large 1000000] [--usual 100000] [--backfilled 50000] [--times 100]

The list is asked as a signed-in supervisor of an agency with all of them, its statements are counted and printed; the
boards are those of an agency with the usual number in twelve months, the rest being another's. The back-fill runs the
real job against the local stand-in of the provider's API. Words, which are asked for call by call, are told beside.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from measuring import figures, machine
from measuring.complaints import STAFF
from measuring.database import own_database, prepare
from measuring.figures import Figure
from measuring.one_city import Cost, page_cost
from measuring.voice_calls import Agency, agent_of, found_agency, write_calls

PAGE_MS, PAGE_STATEMENTS, BOARD_MS, BACKFILL_SECONDS = 120.0, 8, 300.0, 60.0
WORDED = 5_000
LIST, BOARD = "/console/calls/", "/console/calls/boards/"


def calls_of_two_days(count: int) -> list[dict[str, object]]:
    """As the provider keeps them, all begun before the moment up to which a pass asks."""
    from baraza.services.call_analytics.actions.passing import GRACE

    last, step = int((time.time() - GRACE.total_seconds() - 60) * 1000), 2 * 86_400_000 // count
    return [
        {
            "call_type": "phone_call", "call_id": f"asked_{number:09d}", "agent_id": agent_of("benchmark"), "call_status": "ended",
            "direction": "inbound", "from_number": "+27820000001", "to_number": "+27100000001",
            "start_timestamp": last - (count - number) * step,
            "end_timestamp": last - (count - number) * step + 60_000, "duration_ms": 60_000,
            "disconnection_reason": "user_hangup",
            "transcript": "Agent: Good morning. User: I want to book for Monday. " * 20,
            "call_cost": {"product_costs": [{"product": "gpt_4o", "unit_price": 0.08, "cost": 5.1}], "combined_cost": 5.1},
        }
        for number in range(count)
    ]  # fmt: skip


def backfilled(agency: Agency, *, count: int, worded: int) -> tuple[Taken, Taken]:
    """The job with `count` calls at the provider, of the last two days; then the words of `worded` of them."""
    from django.conf import settings

    from baraza.operations.demo.retell_api import RetellApi, RetellState, retell_sandbox
    from baraza.services.call_analytics import jobs

    calls = calls_of_two_days(count)
    with retell_sandbox(api=RetellApi(state=RetellState(calls=calls))) as server:
        settings.RETELL_API_URL = server.url
        pages = taken(lambda: jobs.backfill(organisation_id=agency.organisation_id, connection_id=agency.connection_id))
        names = [str(one["call_id"]) for one in calls[:worded]]

        def words() -> None:
            for first in range(0, worded, 50):
                jobs.complete(
                    organisation_id=agency.organisation_id,
                    connection_id=agency.connection_id,
                    external_ids=names[first : first + 50],
                )

        return pages, taken(words)


@dataclass(frozen=True)
class Taken:
    """By the clock, and of processor time by this process, the provider's stand-in among it."""

    seconds: float
    processor: float


def taken(act: Callable[[], object]) -> Taken:
    began, processor = time.perf_counter(), time.process_time()
    act()
    return Taken(time.perf_counter() - began, time.process_time() - processor)


def brought(organisation_id: int) -> int:
    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.call_analytics.models import Call

    with organisation_scope(organisation_id=organisation_id):
        return Call.objects.filter(external_id__startswith="asked_").count()


def print_statements(*, path: str) -> int:
    """Of the page, warm, with how long each took; how many read, without what begins and ends transactions."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from baraza.core.identity.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=STAFF))
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert b"Front desk" in client.get(path).content
    reading = 0
    for one in captured.captured_queries:
        print(f"    {float(one['time']) * 1000:4.0f} ms  {' '.join(one['sql'].split())[:150]}")
        reading += one["sql"].lstrip().startswith(("SELECT", "WITH"))
    return reading


def narrowed_by(agency: Agency) -> str:
    several = [("agent", str(one)) for one in agency.agent_ids[:3]]
    return urlencode([*several, ("outcome", "voicemail"), ("outcome", "no_answer")])


def boards(*, times: int) -> dict[str, Cost]:
    today = date.today()  # noqa: DTZ011 - a day more or less of a year
    year = f"{BOARD}?first={today - timedelta(days=364)}&last={today}"
    return {"30 days": page_cost(path=BOARD, times=times), "12 months": page_cost(path=year, times=times)}


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--large", type=int, default=1_000_000)
    options.add_argument("--usual", type=int, default=100_000, help="calls of the agency whose boards are asked")
    options.add_argument("--backfilled", type=int, default=50_000)
    options.add_argument("--times", type=int, default=100)
    chosen = options.parse_args(arguments)
    large, usual, asked, times = chosen.large, chosen.usual, chosen.backfilled, chosen.times
    if chosen.quick:
        large, usual, asked, times = 300, 200, 100, 3
    patience, worded = 0.0 if chosen.quick else chosen.patience, min(asked, 50 if chosen.quick else WORDED)
    with own_database() as server:
        print(machine.describe(server))
        prepare()
        agency, another = found_agency(slug="benchmark"), found_agency(slug="another")
        machine.wait_until_quiet(seconds=patience)
        pages, words = backfilled(agency, count=asked, worded=worded)
        assert brought(agency.organisation_id) == asked, f"{brought(agency.organisation_id)} of {asked} were brought."
        print(f"  {asked:,} calls in {_took(pages)}; the words of {worded:,} in {_took(words)}")
        write_calls(agency, count=usual)
        write_calls(another, count=large - usual)
        machine.wait_until_quiet(seconds=patience)
        drawn = boards(times=max(times // 5, 2))
        write_calls(agency, count=large - usual)
        machine.wait_until_quiet(seconds=patience)
        listed, count = page_cost(path=LIST, times=times), print_statements(path=LIST)
        several = page_cost(path=f"{LIST}?{narrowed_by(agency)}", times=times)
    made = [
        _figure(
            f"list of calls with {large:,}, median", f"{listed.median:.1f} ms (p95 {listed.p95:.0f})",
            listed.median / PAGE_MS, "≤ 120 ms", f"{times}",
        ),
        _figure("its reading statements", str(count), count / PAGE_STATEMENTS, "≤ 8", "1"),
        _figure(
            "the same of three agents and two outcomes", f"{several.median:.1f} ms (p95 {several.p95:.0f})",
            several.median / PAGE_MS, "≤ 120 ms", f"{times}",
        ),
        *(
            _figure(
                f"board of {name}", f"{one.median:.0f} ms (p95 {one.p95:.0f}), {one.statements} statements",
                one.median / BOARD_MS, "≤ 300 ms", f"{usual:,} calls of {large:,}",
            )
            for name, one in drawn.items()
        ),
        _figure(f"back-fill of {asked:,} calls", _took(pages), pages.seconds / BACKFILL_SECONDS, "≤ 60 s", "1"),
        Figure(
            what="words of a call, asked for one by one", ours=f"{words.seconds / worded * 1000:.1f} ms",
            reference=f"{words.processor / worded * 1000:.1f} ms of processor time", ratio=None, target="–", met=None,
            samples=str(worded),
        ),
    ]  # fmt: skip
    figures.publish(made, file=chosen.json)
    return 0


def _took(one: Taken) -> str:
    return f"{one.seconds:.1f} s, processor {one.processor:.1f} s"


def _figure(what: str, ours: str, ratio: float, target: str, samples: str) -> Figure:
    return Figure(
        what=what, ours=ours, reference="the limit", ratio=ratio, target=target, met=ratio <= 1, samples=samples
    )


if __name__ == "__main__":
    sys.exit(main())
