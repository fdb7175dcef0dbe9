"""One organisation with very many complaints, people, teams and wards, and what each page of its console costs."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

CLERKS, TEAMS = 40, 8
# Most are settled; the newest are open. One in fifty thousand has a word of its own, one in ten mentions water.
_ROWS = """
INSERT INTO complaints_complaint (organisation_id, reference, source_key, channel, language, description, category,
    priority, guessed_category, guessed_priority, guess_model, emergency, latitude, longitude, place_text, area_code,
    area_name, area_edition, area_approximate, ward_code, state, assignee_id, team_id, due_at, opened_at, changed_at,
    version)
SELECT %(organisation)s, 'BM-2026-' || lpad(to_hex(n), 6, '0'), 'benchmark:' || n,
    (ARRAY['whatsapp', 'ussd', 'web', 'sms', 'whatsapp'])[1 + h %% 5], (ARRAY['en', 'af', 'zu', 'xh'])[1 + h %% 4],
    (%(openings)s::text[])[1 + h %% 10] || ' ' || (%(middles)s::text[])[1 + h / 7 %% 12] || ' '
        || (%(ends)s::text[])[1 + h / 11 %% 8] || CASE WHEN n %% 50000 = 7 THEN ' giraffe' ELSE '' END,
    (%(categories)s::text[])[1 + (h / 3 %% 17) * (h / 5 %% 17) / 17], (ARRAY['medium', 'high', 'low', 'medium'])[1 + h / 13 %% 4],
    'water_supply', 'medium', 'benchmark', h %% 997 = 0, -26.2 + (n %% 1000) / 10000.0, 28.0 + (n %% 997) / 10000.0,
    (%(streets)s::text[])[1 + h / 17 %% 40] || ' Street ' || h %% 900, 'JHB', 'City of Johannesburg', '2018', false,
    (h / 19 %% 135 + 1)::text,
    CASE WHEN n > %(count)s * 0.9 OR h %% 20 = 0
        THEN (ARRAY['SUBMITTED', 'ACKNOWLEDGED', 'ASSIGNED', 'IN_PROGRESS'])[1 + h / 23 %% 4]
        ELSE (ARRAY['CLOSED', 'CLOSED', 'CLOSED', 'RESOLVED', 'REJECTED'])[1 + h / 23 %% 5] END,
    CASE WHEN h %% 3 > 0 THEN (%(clerks)s::bigint[])[1 + h / 29 %% 40] END, (%(teams)s::bigint[])[1 + h / 31 %% 8],
    at + interval '5 days', at, at + interval '1 hour' * (h %% 300), 1
FROM (SELECT n, (hashint4(n) & 2147483647) AS h, now() - interval '700 days' + n * (interval '700 days' / %(count)s) AS at
      FROM generate_series(1, %(count)s) AS n) AS numbered
"""
_OPENINGS = [
    "Good day", "Please help", "For the third time", "Molo", "Sawubona", "Goeie dag", "Since Monday", "Again",
    "Our whole block says", "I report that",
]  # fmt: skip
_MIDDLES = [
    "a pipe has burst and water runs", "the street light is out", "there is a deep pothole", "refuse was not collected",
    "amanzi ayavuza", "die krag is af", "umbane ucimile", "sewage overflows", "somebody dumps rubble",
    "the robot does not work", "a tree has fallen", "the noise never stops",
]  # fmt: skip
_ENDS = [
    "in front of the primary school.", "behind the clinic, children play there.", "at the taxi rank.",
    "next to the church, an old woman fell.", "near the bridge.", "opposite the library.", "emgwaqweni wethu.",
    "by die winkel op die hoek.",
]  # fmt: skip
_STREETS = [f"{first}{last}" for first in ("Oak", "Vilakazi ", "Kerk", "Long", "Mandela ", "Rose", "Hill", "River") for last in ("", "side", "view", "field", "park")]  # fmt: skip
# What a page would otherwise do for each row of a million is done for all at once.
_WORDS = """
INSERT INTO complaints_search (complaint_id, organisation_id, document)
SELECT id, organisation_id, complaints_search_words(reference || ' ' || replace(reference, '-', ''), 'A')
    || complaints_search_names(reference, '') || complaints_search_words(description, 'B') || complaints_search_words(concat_ws(' ', place_text, area_name, ward_code), 'B')
FROM complaints_complaint
"""
_VOCABULARY = """
INSERT INTO complaints_search_word (organisation_id, word)
SELECT %s, word FROM ts_stat('SELECT document FROM complaints_search WHERE complaint_id %% 1000 = 7') WHERE word ~ '^[^@0-9]{4,40}$'
"""
_INDEX = "CREATE INDEX complaint_search_words ON complaints_search USING gin (organisation_id, document) WITH (fastupdate = off)"


@dataclass(frozen=True)
class Cost:
    """Of one page: milliseconds at the median and of the slowest in twenty, and statements to the database."""

    median: float
    p95: float
    statements: int


def load_city(*, total: int) -> None:
    import psycopg
    from django.conf import settings
    from django.test import override_settings

    from baraza.core.identity.actions.memberships import enrol_member
    from baraza.services.complaints.rules.categories import CATEGORIES
    from measuring.complaints import STAFF
    from measuring.database import found_benchmark_organisation

    organisation = found_benchmark_organisation()
    # Nobody signs in with these: the hash that takes a quarter of a second each would only be waited for.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        people = [
            enrol_member(
                email=STAFF if not number else f"clerk{number}@example.org", name=f"Clerk {number}",
                password="long enough a password", organisation_id=organisation, role="supervisor",
            )
            for number in range(CLERKS)
        ]  # fmt: skip
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner, owner.transaction():
        owner.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(organisation)])
        owner.execute("SET LOCAL maintenance_work_mem = '256MB'")
        owner.execute(
            "INSERT INTO identity_team (organisation_id, name, active) SELECT %s, 'Team ' || n, true FROM generate_series(1, %s) n",
            [organisation, TEAMS],
        )
        teams = [row[0] for row in owner.execute("SELECT id FROM identity_team ORDER BY id").fetchall()]
        owner.execute("ALTER TABLE complaints_complaint DISABLE TRIGGER USER")
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        owner.execute("DROP INDEX complaint_search_words")
        values = {"organisation": organisation, "count": total, "clerks": people, "teams": teams, "openings": _OPENINGS}
        texts = {"middles": _MIDDLES, "ends": _ENDS, "streets": _STREETS, "categories": list(CATEGORIES)}
        owner.execute(_ROWS, {**values, **texts})
        owner.execute(_WORDS)
        owner.execute(_VOCABULARY, [organisation])
        owner.execute(_INDEX)
        owner.execute("ALTER TABLE complaints_complaint ENABLE TRIGGER USER")
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE complaints_complaint, complaints_search, complaints_search_word")


def page_cost(*, path: str, times: int, part: bool = False) -> Cost:
    """Through the whole of Django as a signed-in supervisor, without a network; `part` is what a filter asks for."""
    from django.db import connection

    browser = _browser()
    headers = {"HTTP_HX_REQUEST": "true"} if part else {}
    statements: list[str] = []
    took = []
    for _ in range(times + 2):
        statements.clear()
        with connection.execute_wrapper(_seeing(statements)):
            began = time.perf_counter()
            answer = browser.get(path, **headers)
            took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
    # The first two only warm.
    took = sorted(took[2:])
    return Cost(statistics.median(took), took[int(len(took) * 0.95)], len(statements))


def deep_path(*, path: str, pages: int) -> str:
    """The address of a page far down the list, as the links of the pages lead there."""
    browser = _browser()
    for _ in range(pages):
        answer = browser.get(path)
        found = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
        if found is None:
            raise RuntimeError(f"{path} has no next page.")
        path = "/console/complaints/" + unescape(found[1])
    return path


def slowest_plans(*, path: str) -> str:
    """What PostgreSQL does for the page's slowest statement, as the role that row-level security binds."""
    from django.db import connection

    seen: list[tuple[float, str, Any]] = []

    def see(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        began = time.perf_counter()
        result = execute(sql, params, many, context)
        seen.append((time.perf_counter() - began, sql, params))
        return result

    browser = _browser()
    with connection.execute_wrapper(see):
        browser.get(path)
    _, sql, params = max((one for one in seen if "complaints_" in one[1]), key=lambda one: one[0])
    return _explained(sql, params)


def case_path() -> str:
    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.complaints.models import Complaint
    from measuring.database import found_benchmark_organisation

    with organisation_scope(organisation_id=found_benchmark_organisation()):
        reference = Complaint.objects.order_by("-id").values_list("reference", flat=True)[100]
    return f"/console/complaints/{reference}/"


def _explained(sql: str, params: Any) -> str:
    from django.db import connection

    from baraza.core.tenancy.scope import organisation_scope
    from measuring.database import found_benchmark_organisation

    with organisation_scope(organisation_id=found_benchmark_organisation()), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
        return "\n".join(row[0][:160] for row in cursor.fetchall())


def _browser() -> Any:
    from django.test import Client

    from baraza.core.identity.models import User
    from measuring.complaints import STAFF

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email=STAFF))
    return browser


def _seeing(statements: list[str]) -> Callable[..., Any]:
    def see(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        statements.append(sql)
        return execute(sql, params, many, context)

    return see
