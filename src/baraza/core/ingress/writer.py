"""The group-commit writer: requests that are under way at the same time share one statement and one commit.

Nothing is acknowledged before the commit. Events and the jobs that will handle them are stored by the same statement.
"""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass

import orjson
import psycopg
from pgqueuer.domain.settings import db_settings

from baraza.core.ingress.contract import ConnectionFacts, Item
from baraza.core.ingress.door_database import DatabaseAway, DoorConnection
from baraza.core.ingress.handling import DRAIN
from baraza.core.ingress.metrics import GROUP_SIZE
from baraza.core.ingress.payloads import check_item, dump_payload

logger = logging.getLogger(__name__)

MOST_WAITING_REQUESTS = 2_000
MOST_WAITING_BYTES = 64 * 1024 * 1024
MOST_ITEMS_PER_GROUP = 500

# Ids are given in the order of arrival, because a sender's events are handled in the order of ids; rows are stored
# in the order of the unique key, because two processes that store the same items in different orders would deadlock.
_STORE = f"""
WITH arrived AS MATERIALIZED (
    SELECT nextval('ingress_event_id_seq') AS id, organisation_id, connection_id, item_id, kind, sender, payload,
           correlation_id
    FROM jsonb_to_recordset(%s::jsonb)
         AS t(organisation_id bigint, connection_id bigint, item_id text, kind text, sender text, payload jsonb,
              correlation_id text)
), stored AS (
    INSERT INTO ingress_event (id, organisation_id, connection_id, item_id, kind, sender, payload, correlation_id)
    SELECT id, organisation_id, connection_id, item_id, kind, sender, payload, correlation_id
    FROM arrived ORDER BY connection_id, item_id, id
    ON CONFLICT (connection_id, item_id) DO NOTHING
    RETURNING organisation_id, connection_id, item_id, sender
), enqueued AS (
    INSERT INTO {db_settings().qualified.queue_table} (priority, status, entrypoint, payload, headers)
    SELECT DISTINCT ON (stored.connection_id, stored.sender) 0, 'queued'::pgqueuer_status, '{DRAIN}',
           convert_to(json_build_object(
               'organisation_id', stored.organisation_id,
               'arguments', json_build_object('connection_id', stored.connection_id, 'sender', stored.sender)
           )::text, 'UTF8'),
           jsonb_build_object('correlation_id', arrived.correlation_id)
    FROM stored JOIN arrived USING (connection_id, item_id)
)
SELECT connection_id, item_id FROM stored
"""  # noqa: S608 - the table's name is the queue's own


class Busy(Exception):
    """So many requests wait for the database that one more would only wait in vain."""


class NotStored(Exception):
    """The database refused these items; a repetition will fare no better."""


@dataclass(slots=True)
class _Waiting:
    facts: ConnectionFacts
    items: list[Item]
    payloads: list[bytes]
    size: int
    correlation_id: str
    stored: "asyncio.Future[int]"


class GroupCommitWriter:
    """One per process and event loop."""

    def __init__(self, *, database: DoorConnection) -> None:
        self._database = database
        self._waiting: deque[_Waiting] = deque()
        self._bytes = 0
        self._work = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    async def store(self, *, facts: ConnectionFacts, items: list[Item], correlation_id: str) -> int:
        """Returns after the commit, with how many were new. Raises Busy, DatabaseAway, NotStored, Unreadable."""
        payloads = [dump_payload(check_item(item)) for item in items]
        size = sum(map(len, payloads))
        if self._closing or len(self._waiting) >= MOST_WAITING_REQUESTS or self._bytes + size > MOST_WAITING_BYTES:
            raise Busy
        entry = _Waiting(facts, items, payloads, size, correlation_id, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        self._bytes += size
        if self._task is None:
            self._task = asyncio.create_task(self._write(), name="ingress-writer")
        self._work.set()
        return await entry.stored

    async def close(self) -> None:
        """Takes no more, stores what waits, ends."""
        self._closing = True
        self._work.set()
        if self._task is not None:
            await self._task
        await self._database.close()

    async def _write(self) -> None:
        while self._waiting or not self._closing:
            if not self._waiting:
                self._work.clear()
                await self._work.wait()
                continue
            group = self._take_group()
            try:
                await self._store_group(group)
            except Exception as error:
                # Whatever it was, nobody may be left waiting and the next group must be written.
                logger.exception("A group of %d requests was not stored", len(group))
                _fail(group, NotStored(type(error).__name__))

    def _take_group(self) -> list[_Waiting]:
        group: list[_Waiting] = []
        count = 0
        while self._waiting and (not group or count + len(self._waiting[0].items) <= MOST_ITEMS_PER_GROUP):
            entry = self._waiting.popleft()
            self._bytes -= entry.size
            count += len(entry.items)
            group.append(entry)
        return group

    async def _store_group(self, group: list[_Waiting]) -> None:
        try:
            new = await self._store(group)
        except DatabaseAway as error:
            _fail(group, error)
        except psycopg.Error as error:
            if len(group) == 1:
                logger.exception("The database refused a request's items", extra=_about(group[0]))
                _fail(group, NotStored(str(error)))
                return
            # One request's items must not cost the others theirs.
            for entry in group:
                await self._store_group([entry])
        else:
            GROUP_SIZE.observe(len(group))
            for entry in group:
                if not entry.stored.done():
                    entry.stored.set_result(_count_new(entry, new))

    async def _store(self, group: list[_Waiting]) -> set[tuple[int, str]]:
        # One JSON document, because the elements of an array parameter are escaped one by one, in Python.
        rows = [
            {
                "organisation_id": entry.facts.organisation_id,
                "connection_id": entry.facts.id,
                "item_id": item.item_id,
                "kind": item.kind,
                "sender": item.sender,
                "payload": orjson.Fragment(payload),
                "correlation_id": entry.correlation_id,
            }
            for entry in group
            for item, payload in zip(entry.items, entry.payloads, strict=True)
        ]
        found = await self._database.run(_STORE, [orjson.dumps(rows).decode()]) if rows else []
        return {(row[0], row[1]) for row in found}


def _count_new(entry: _Waiting, new: set[tuple[int, str]]) -> int:
    """Takes what it counts out of the set, so that of two identical requests in a group one counts as new."""
    count = 0
    for item in entry.items:
        key = (entry.facts.id, item.item_id)
        if key in new:
            new.discard(key)
            count += 1
    return count


def _fail(group: list[_Waiting], error: Exception) -> None:
    for entry in group:
        if not entry.stored.done():
            entry.stored.set_exception(error)


def _about(entry: _Waiting) -> dict[str, object]:
    return {"correlation_id": entry.correlation_id, "connection_id": entry.facts.id}
