"""How long the list of calls takes with a million of them, and how fast a back-fill brings calls from the provider.

    python benchmarks/calls.py [--large 1000000] [--backfilled 50000] [--times 100]

The list is asked over HTTP as a signed-in supervisor, its statements are counted and printed; the back-fill runs the
real job against the local stand-in of the provider's API. Words, which are asked for call by call, are told beside.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from measuring import figures, load, machine
from measuring.complaints import session_cookie
from measuring.database import found_benchmark_organisation, own_database, prepare
from measuring.figures import Figure
from measuring.load import Answer
from measuring.processes import uvicorn_serving

PAGE_MS, PAGE_STATEMENTS, BACKFILL_SECONDS = 120.0, 8, 60.0
WORDED = 5_000
AGENT, STAFF, KEY = "agent_benchmark", "benchmark@example.org", "benchmark-key"
_ROWS = """
INSERT INTO calls_call (organisation_id, connection_id, agent_id, source, external_id, agent_external_id, agent_version,
    medium, direction, from_number, to_number, at, started_at, ended_at, told_duration_ms, duration_ms, state, reason,
    outcome, sentiment, successful, in_voicemail, cost_micros, currency, billed_seconds, doubts, stage, first_heard_at,
    repaired, disposition, version)
SELECT %(organisation)s, %(connection)s, %(agent)s, 'voice.retell', 'bench_' || n, %(external)s, '1', 'phone',
    (ARRAY['inbound', 'outbound'])[1 + n %% 2], '+2782' || lpad(n::text, 7, '0'), '+27100000001', at, at,
    at + interval '1 minute', 60000, 60000, 'ENDED', 'user_hangup',
    (ARRAY['successful', 'unsuccessful', 'voicemail', 'no_answer'])[1 + n %% 4],
    (ARRAY['Positive', 'Neutral', 'Negative'])[1 + n %% 3], n %% 2 = 0, false, 12500000, 'USD', 60, '{}', 4, at, false,
    '', 1
FROM (SELECT n, now() - interval '400 days' + n * (interval '400 days' / %(count)s) AS at
      FROM generate_series(1, %(count)s) AS n) AS numbered
"""


def set_up() -> tuple[int, int, int]:
    """Organisation, connection and agent."""
    from baraza.core.identity.actions import enrol_member
    from baraza.core.identity.actor import SYSTEM
    from baraza.core.ingress.connections import open_connection
    from baraza.core.organisations.models import Organisation
    from baraza.core.tenancy.scope import organisation_scope, platform_scope
    from baraza.services.call_analytics.actions.agents import NewAgent, add_agent

    organisation_id = found_benchmark_organisation()
    with platform_scope():
        Organisation.objects.filter(pk=organisation_id).update(services=["complaints", "call_analytics"])
    enrol_member(
        email=STAFF, name="B", password=os.urandom(16).hex(), organisation_id=organisation_id, role="supervisor"
    )
    connection_id = open_connection(
        organisation_id=organisation_id, source="voice.retell", name="Benchmark", secrets={"api_key": KEY}, options={}
    ).id
    with organisation_scope(organisation_id=organisation_id):
        agent_id = add_agent(
            actor=SYSTEM, connection_id=connection_id, new=NewAgent(external_id=AGENT, name="Front desk")
        )
    return organisation_id, connection_id, agent_id


def write_calls(ids: tuple[int, int, int], *, count: int) -> None:
    import psycopg
    from django.conf import settings

    values = dict(zip(("organisation", "connection", "agent"), ids, strict=True)) | {"external": AGENT, "count": count}
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        owner.execute("ALTER TABLE calls_call DISABLE TRIGGER USER")
        with owner.transaction():
            owner.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(ids[0])])
            owner.execute(_ROWS, values)
        owner.execute("ALTER TABLE calls_call ENABLE TRIGGER USER")
        owner.execute("VACUUM ANALYZE calls_call")


def calls_of_two_days(count: int) -> list[dict[str, object]]:
    """As the provider keeps them, all begun before the moment up to which a pass asks."""
    from baraza.services.call_analytics.actions.passing import GRACE

    last, step = int((time.time() - GRACE.total_seconds() - 60) * 1000), 2 * 86_400_000 // count
    return [
        {
            "call_type": "phone_call", "call_id": f"asked_{number:09d}", "agent_id": AGENT, "call_status": "ended",
            "direction": "inbound", "from_number": "+27820000001", "to_number": "+27100000001",
            "start_timestamp": last - (count - number) * step,
            "end_timestamp": last - (count - number) * step + 60_000, "duration_ms": 60_000,
            "disconnection_reason": "user_hangup",
            "transcript": "Agent: Good morning. User: I want to book for Monday. " * 20,
            "call_cost": {"product_costs": [{"product": "gpt_4o", "unit_price": 0.08, "cost": 5.1}], "combined_cost": 5.1},
        }
        for number in range(count)
    ]  # fmt: skip


def backfilled(ids: tuple[int, int, int], *, count: int, worded: int) -> tuple[Taken, Taken]:
    """The job with `count` calls at the provider, of the last two days; then the words of `worded` of them."""
    from django.conf import settings

    from baraza.operations.demo.retell_api import RetellApi, RetellState, retell_sandbox
    from baraza.services.call_analytics import jobs

    calls = calls_of_two_days(count)
    with retell_sandbox(api=RetellApi(state=RetellState(calls=calls))) as server:
        settings.RETELL_API_URL = server.url
        pages = taken(lambda: jobs.backfill(organisation_id=ids[0], connection_id=ids[1]))
        names = [str(one["call_id"]) for one in calls[:worded]]

        def words() -> None:
            for first in range(0, worded, 50):
                jobs.complete(organisation_id=ids[0], connection_id=ids[1], external_ids=names[first : first + 50])

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


def page_milliseconds(*, path: str, times: int) -> float:
    cookie = session_cookie()
    requests = iter([load.get(path=path, headers=f"cookie: {cookie}\r\n")] * times)

    def following(answer: Answer | None) -> bytes | None:
        assert answer is None or b"Front desk" in answer.body
        return next(requests, None)

    with uvicorn_serving("baraza.config.asgi:application") as (port, _):
        return load.run(port, [following]).p50


def statements(*, path: str) -> int:
    """Of the page, warm, transactions and the scope's own among them."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from baraza.core.identity.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=STAFF))
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    asked = [one["sql"].strip() for one in captured.captured_queries]
    for sql in asked:
        print(f"    {' '.join(sql.split())[:150]}")
    return sum(sql.upper().startswith(("SELECT", "WITH")) for sql in asked)


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--large", type=int, default=1_000_000)
    options.add_argument("--backfilled", type=int, default=50_000)
    options.add_argument("--times", type=int, default=100)
    chosen = options.parse_args(arguments)
    large, asked, times = (2_000, 300, 5) if chosen.quick else (chosen.large, chosen.backfilled, chosen.times)
    worded = min(asked, 50 if chosen.quick else WORDED)
    with own_database() as server:
        print(machine.describe(server))
        prepare()
        ids = set_up()
        machine.wait_until_quiet(seconds=0.0 if chosen.quick else chosen.patience)
        pages, words = backfilled(ids, count=asked, worded=worded)
        assert brought(ids[0]) == asked, f"{brought(ids[0])} of {asked} calls were brought."
        print(f"  {asked:,} calls in {_took(pages)}; the words of {worded:,} in {_took(words)}")
        write_calls(ids, count=large)
        machine.wait_until_quiet(seconds=0.0 if chosen.quick else chosen.patience)
        path = "/console/calls/"
        took, count = page_milliseconds(path=path, times=times), statements(path=path)
    made = [
        _figure(f"list of calls with {large:,}, median", f"{took:.1f} ms", took / PAGE_MS, "≤ 120 ms", f"{times}"),
        _figure("its reading statements", str(count), count / PAGE_STATEMENTS, "≤ 8", "1"),
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
