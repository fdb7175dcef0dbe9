"""Is it alive, is it ready, what are its figures: for load balancers, operators at night, and Prometheus."""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import choose_encoder

from baraza.core.jobs.queries import queue_age_seconds, worker_heartbeat_age_seconds
from baraza.operations.figures import all_figures

# A worker says that it is well every few seconds; a queue older than this is not being worked off.
HEARTBEAT_LIMIT_SECONDS = 60.0
QUEUE_AGE_WARNING_SECONDS = 60.0
_MIGRATIONS_KNOWN_FOR_SECONDS = 30.0

_migrations_checked: dict[str, float] = {}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line of the answer, in the words of the health+json draft: pass, warn or fail."""

    name: str
    kind: str
    status: str
    value: float | None = None
    unit: str = ""

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"componentType": self.kind, "status": self.status}
        if self.value is not None:
            found |= {"observedValue": round(self.value, 3), "observedUnit": self.unit}
        return found


@never_cache
@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "pass"}, content_type="application/health+json")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Database, migrations, queue and worker; 503 when a request could not be served or would not be worked on."""
    checks = [_database()]
    if checks[0].status == "pass":
        checks += [_migrations(), _queue(), _worker()]
    worst = max(checks, key=lambda check: ("pass", "warn", "fail").index(check.status)).status
    body = {"status": worst, "checks": {check.name: [check.as_json()] for check in checks}}
    return JsonResponse(body, status=503 if worst == "fail" else 200, content_type="application/health+json")


def _asked(question: Callable[[], float | None]) -> tuple[bool, float | None]:
    """Whether the database answered, and what. Its error text stays in the log."""
    try:
        return True, question()
    except DatabaseError:
        return False, None


def _database() -> Check:
    def ping() -> float:
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return (time.perf_counter() - began) * 1000

    answered, milliseconds = _asked(ping)
    status = "pass" if answered else "fail"
    return Check(name="postgres:responseTime", kind="datastore", status=status, value=milliseconds, unit="ms")


def _migrations() -> Check:
    """Unapplied migrations mean that code and tables do not fit. Looked at every half minute: it reads all files."""
    name = "migrations:unapplied"
    if time.monotonic() - _migrations_checked.get(name, -_MIGRATIONS_KNOWN_FOR_SECONDS) < _MIGRATIONS_KNOWN_FOR_SECONDS:
        return Check(name=name, kind="component", status="pass", value=0, unit="migrations")

    def count() -> float:
        executor = MigrationExecutor(connections["default"])
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    answered, missing = _asked(count)
    if answered and missing == 0:
        _migrations_checked[name] = time.monotonic()
        return Check(name=name, kind="component", status="pass", value=0, unit="migrations")
    return Check(name=name, kind="component", status="fail", value=missing, unit="migrations")


def _queue() -> Check:
    answered, age = _asked(queue_age_seconds)
    status = "fail" if not answered else "pass" if (age or 0) < QUEUE_AGE_WARNING_SECONDS else "warn"
    return Check(name="queue:oldestJobAge", kind="component", status=status, value=age, unit="s")


def _worker() -> Check:
    answered, age = _asked(worker_heartbeat_age_seconds)
    well = answered and age is not None and age < HEARTBEAT_LIMIT_SECONDS
    return Check(
        name="worker:heartbeatAge",
        kind="component",
        status="pass" if well else "fail",
        value=age,
        unit="s",
    )


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus figures, for those who hold the token (or for all in the demonstration, where none is set)."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse(
            "Unauthorised", status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"}
        )
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(all_figures()), content_type=content_type)
