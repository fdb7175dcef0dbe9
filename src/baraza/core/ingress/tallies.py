"""How many requests of each connection the door turned away, day by day: counted in memory, written every few seconds.

Whoever knocks with a wrong signature costs a line in memory, not a statement.
"""

import asyncio
import logging
from collections import Counter
from datetime import UTC, date, datetime
from typing import Final

import orjson

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.door_database import DatabaseAway, DoorConnection
from baraza.lib import clock

logger = logging.getLogger(__name__)

COUNTED: Final = frozenset({"unverified", "unreadable", "too_large", "content_type"})
EVERY_SECONDS: Final = 2.0
_STORE = """
INSERT INTO ingress_refusal (organisation_id, connection_id, day, outcome, count, last_at)
SELECT organisation_id, connection_id, day, outcome, count, last_at
FROM jsonb_to_recordset(%s::jsonb)
     AS t(organisation_id bigint, connection_id bigint, day date, outcome text, count integer, last_at timestamptz)
ORDER BY connection_id, day, outcome
ON CONFLICT (connection_id, day, outcome)
DO UPDATE SET count = ingress_refusal.count + excluded.count, last_at = excluded.last_at
"""
_Key = tuple[int, int, date, str]


class Tallies:
    """One per process and event loop."""

    def __init__(self, *, database: DoorConnection) -> None:
        self._database = database
        self._counts: Counter[_Key] = Counter()
        self._last: dict[_Key, datetime] = {}
        self._task: asyncio.Task[None] | None = None

    def note(self, *, facts: ConnectionFacts, outcome: str) -> None:
        if outcome not in COUNTED:
            return
        at = clock.now()
        key = (facts.organisation_id, facts.id, at.astimezone(UTC).date(), outcome)
        self._counts[key] += 1
        self._last[key] = at
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_soon(), name="ingress-tallies")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
        await self.write()

    async def write(self) -> None:
        """What was counted so far; kept for the next time when the database is away."""
        counts, last = self._counts, self._last
        if not counts:
            return
        self._counts, self._last = Counter(), {}
        rows = [
            {
                "organisation_id": key[0],
                "connection_id": key[1],
                "day": key[2],
                "outcome": key[3],
                "count": count,
                "last_at": last[key],
            }
            for key, count in counts.items()
        ]
        try:
            await self._database.run(_STORE, [orjson.dumps(rows).decode()])
        except DatabaseAway:
            self._counts.update(counts)
            self._last = {**last, **self._last}
        except Exception:
            logger.exception("%d counts of refused requests were not kept", len(rows))

    async def _write_soon(self) -> None:
        while self._counts:
            await asyncio.sleep(EVERY_SECONDS)
            await self.write()
