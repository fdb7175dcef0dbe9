"""Databases with many complaints, and a process for each that is asked how long its lists take."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from baraza.services.complaints.queries.sorting import Place

ORGANISATIONS = 50
STAFF = "benchmark@example.org"
# Three in ten are open; the newest are written last, as in life. Columns without a default of the database are named.
_ROWS = """
INSERT INTO complaints_complaint (organisation_id, reference, source_key, channel, language, description, category,
    priority, guessed_category, guessed_priority, guess_model, emergency, latitude, longitude, place_text, area_code,
    area_name, area_edition, area_approximate, ward_code, state, assignee_id, due_at, opened_at, changed_at, version)
SELECT %(organisation)s, 'BM-2026-' || lpad(to_hex(n), 6, '0'), 'benchmark:' || n, 'whatsapp', 'en',
    'There has been no water in our street since this morning, number ' || n || '. ' || repeat('Please come. ', 8),
    (%(categories)s::text[])[1 + n %% %(category_count)s], (ARRAY['high', 'medium', 'low'])[1 + n %% 3],
    'water_supply', 'medium', 'benchmark', false, -26.2 + (n %% 1000) / 10000.0, 28.0 + (n %% 997) / 10000.0,
    'Main Street ' || n, 'JHB', 'City of Johannesburg', '2018', false, '',
    CASE WHEN n %% 10 < 3 THEN (ARRAY['SUBMITTED', 'ASSIGNED', 'IN_PROGRESS'])[1 + n %% 10] ELSE 'CLOSED' END,
    CASE WHEN n %% 5 = 0 THEN %(member)s::bigint END, at + interval '5 days', at, at, 1
FROM (SELECT n, now() - interval '400 days' + n * (interval '400 days' / %(count)s) AS at
      FROM generate_series(1, %(count)s) AS n) AS numbered
"""
T = TypeVar("T")


class Clerk:
    """A process with Django on one database, so that two sizes can be asked in turn in one run."""

    def __init__(self, *, url: str) -> None:
        self._here, there = multiprocessing.Pipe()
        spawned = multiprocessing.get_context("spawn")
        self._process = spawned.Process(target=_serve, args=(url, there), daemon=True)
        self._process.start()

    def ask(self, question: Callable[..., T], **arguments: object) -> T:
        """Calls a function of this module in the process."""
        self._here.send((question.__name__, arguments))
        outcome, found = self._here.recv()
        if outcome == "error":
            raise RuntimeError(found)
        answer: T = found
        return answer

    def leave(self) -> None:
        self._here.send(None)
        self._process.join(20)


def _serve(url: str, pipe: Connection) -> None:
    os.environ["DATABASE_URL"] = url
    from measuring.database import prepare

    prepare()
    while (asked := pipe.recv()) is not None:
        name, arguments = asked
        try:
            pipe.send(("answer", globals()[name](**arguments)))
        except Exception as error:  # noqa: BLE001 - told to whoever asked
            pipe.send(("error", repr(error)))


def load_complaints(*, total: int, organisations: int = ORGANISATIONS) -> list[int]:
    """The ids of the organisations, of which one has a member of staff."""
    import psycopg
    from django.conf import settings

    from baraza.core.identity.actions import enrol_member
    from baraza.services.complaints.rules.categories import CATEGORIES
    from measuring.database import found_benchmark_organisation

    ids = [found_benchmark_organisation(slug=f"benchmark-{number}") for number in range(organisations)]
    member = enrol_member(
        email=STAFF, name="B", password=os.urandom(16).hex(), organisation_id=ids[organisations // 2], role="agent"
    )
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        for organisation_id in ids:
            with owner.transaction():
                owner.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(organisation_id)])
                values = {"organisation": organisation_id, "count": total // organisations, "member": member}
                owner.execute(_ROWS, {**values, "categories": list(CATEGORIES), "category_count": len(CATEGORIES)})
        owner.execute("VACUUM ANALYZE complaints_complaint")
    return ids


def write_complaints(*, organisation_id: int, count: int) -> None:
    """Into one organisation, without what only searches need."""
    import psycopg
    from django.conf import settings

    from baraza.services.complaints.rules.categories import CATEGORIES

    values = {"organisation": organisation_id, "count": count, "member": None}
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        owner.execute("ALTER TABLE complaints_complaint DISABLE TRIGGER USER")
        owner.execute("DROP INDEX IF EXISTS complaint_facets")
        with owner.transaction():
            owner.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(organisation_id)])
            owner.execute(_ROWS, {**values, "categories": list(CATEGORIES), "category_count": len(CATEGORIES)})
        owner.execute("ALTER TABLE complaints_complaint ENABLE TRIGGER USER")
        owner.execute("VACUUM ANALYZE complaints_complaint")


def list_milliseconds(*, organisation_id: int, times: int, group: str, deep: bool) -> float:
    """The median time of a page with its transaction, as the application's role."""
    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.complaints.queries.filters import Filter
    from baraza.services.complaints.queries.lists import PAGE_SIZE, list_complaints

    place = _place_in_the_middle(organisation_id) if deep else None
    took = []
    for _ in range(times):
        began = time.perf_counter()
        with organisation_scope(organisation_id=organisation_id):
            page = list_complaints(wanted=Filter(group=group), place=place)
        took.append((time.perf_counter() - began) * 1000)
        assert len(page.complaints) == PAGE_SIZE
    return statistics.median(took)


def explained(*, organisation_id: int) -> str:
    """What PostgreSQL does for the first page, as the role that row-level security binds."""
    from django.db import connection

    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.complaints.queries.filters import Filter
    from baraza.services.complaints.queries.lists import list_complaints

    seen: list[tuple[str, Any]] = []

    def see(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with organisation_scope(organisation_id=organisation_id), connection.cursor() as cursor:
        with connection.execute_wrapper(see):
            list_complaints(wanted=Filter())
        sql, params = seen[-1]
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
        lines = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT current_user || ', row-level security ' || current_setting('row_security')")
        return "\n".join([f"as {cursor.fetchone()[0]}:", *lines])


def session_cookie() -> str:
    """Of a member of staff who signed in."""
    from django.conf import settings
    from django.test import Client

    from baraza.core.identity.models import User

    client = Client()
    client.force_login(User.objects.get(email=STAFF))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _place_in_the_middle(organisation_id: int) -> Place:
    from django.db.models import Max, Min

    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.complaints.models import Complaint
    from baraza.services.complaints.queries.sorting import Place

    with organisation_scope(organisation_id=organisation_id):
        rows = Complaint.objects.filter(organisation_id=organisation_id)
        ends = rows.aggregate(low=Min("opened_at"), high=Max("opened_at"))
        return Place(key=(ends["low"] + (ends["high"] - ends["low"]) / 2, 0))
