"""Takes one provider's request from its address to its acknowledgement.

1. The address is well formed and within its limits. 2. It belongs to an active connection. 3. Method, content type and
length are acceptable. 4. The source verifies the raw body. 5. The source splits it into items. 6. They are committed,
or answered inside the request. 7. The source words the acknowledgement.
"""

import asyncio
import ipaddress
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.conf import settings

from baraza.core.ingress import refusals
from baraza.core.ingress.contract import Item, RawRequest, RawResponse, Unreadable
from baraza.core.ingress.directory import Directory, Entry
from baraza.core.ingress.door_database import DatabaseAway, DoorConnection
from baraza.core.ingress.inline import FAILED, InlineOutcome, answer_items
from baraza.core.ingress.limits import DoorLimits
from baraza.core.ingress.metrics import LIMITED, items_counter
from baraza.core.ingress.refusals import Refused
from baraza.core.ingress.requests import (
    Address,
    Receive,
    Scope,
    TooLarge,
    raw_request,
    read_body,
    read_headers,
)
from baraza.core.ingress.tallies import Tallies
from baraza.core.ingress.writer import Busy, GroupCommitWriter, NotStored
from baraza.lib.call_stack import with_room
from baraza.lib.correlation import new_correlation_id

logger = logging.getLogger(__name__)

# Measured: more threads answer no more turns a second, and let the slowest ones wait twice as long.
INLINE_THREADS = 4
MOST_INLINE_WAITING = 100
# What is longer is read in a thread, so that the others' requests go on meanwhile; few at a time, for the memory.
_LONG_BODY = 256 * 1024
_MOST_LONG_BODIES = 4


class Desk:
    """Belongs to one event loop: made at the first request, closed when the server stops."""

    def __init__(self) -> None:
        address = settings.DOOR_DATABASE.conninfo()
        self._directory_database = DoorConnection(conninfo=address, name="baraza-door-directory")
        self._directory = Directory(database=self._directory_database)
        self._writer = GroupCommitWriter(database=DoorConnection(conninfo=address, name="baraza-door-writer"))
        self._tallies = Tallies(database=self._directory_database)
        self._limits = DoorLimits(
            per_second=settings.INGRESS_GLOBAL_RATE, per_second_and_address=settings.INGRESS_CONNECTION_RATE
        )
        self._body_limit = settings.INGRESS_BODY_LIMIT_BYTES
        self._trusted = [ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES]
        self._threads = ThreadPoolExecutor(INLINE_THREADS, thread_name_prefix="inline")
        self._inline = 0
        self._long_bodies = asyncio.Semaphore(_MOST_LONG_BODIES)

    async def close(self) -> None:
        """After the last request: what waits is stored first."""
        await self._writer.close()
        await self._tallies.close()
        await self._directory_database.close()
        self._threads.shutdown()

    async def find(self, address: Address | None) -> Entry:
        """Within the limits, of an active connection. Raises Refused."""
        known = address is not None and self._directory.knows(address)
        limit = self._limits.refused(address.token if address and known else None)
        if limit is not None:
            LIMITED.labels(limit).inc()
            raise refusals.limited()
        if address is None:
            raise refusals.unknown()
        try:
            entry = await self._directory.find(address)
        except DatabaseAway as error:
            raise refusals.away() from error
        if entry is None:
            raise refusals.unknown()
        return entry

    async def serve(self, entry: Entry, scope: Scope, receive: Receive) -> RawResponse:
        """Raises Refused, or Incomplete when the client went away."""
        try:
            return await self._serve(entry, scope, receive)
        except Refused as refusal:
            self._tallies.note(facts=entry.facts, outcome=refusal.outcome)
            raise

    async def _serve(self, entry: Entry, scope: Scope, receive: Receive) -> RawResponse:
        headers = read_headers(scope)
        if scope["method"] == "GET":
            request = raw_request(scope, headers=headers, body=b"", trusted=self._trusted)
            return entry.source.handshake(request=request, connection=entry.facts)
        if scope["method"] != "POST":
            raise refusals.method_not_allowed()
        if headers.get("content-type", "").split(";", 1)[0].strip().lower() not in entry.source.content_types:
            raise refusals.content_type()
        largest: int = getattr(entry.source, "largest_body", self._body_limit)
        if largest > self._body_limit and not _is_short(headers):
            async with self._long_bodies:
                items = await self._read(entry, scope, receive, headers, largest)
        else:
            items = await self._read(entry, scope, receive, headers, self._body_limit)
        correlation = new_correlation_id()
        if entry.source.inline:
            return await self._answer(entry, items, correlation)
        await self._store(entry, items, correlation)
        return entry.source.acknowledge(answer=None)

    async def _read(
        self, entry: Entry, scope: Scope, receive: Receive, headers: dict[str, str], limit: int
    ) -> list[Item]:
        try:
            body = await read_body(receive, headers=headers, limit=limit)
        except TooLarge as error:
            raise refusals.too_large() from error
        request = raw_request(scope, headers=headers, body=body, trusted=self._trusted)
        if len(body) > _LONG_BODY:
            return await asyncio.to_thread(_verified_items, entry, request)
        return _verified_items(entry, request)

    async def _store(self, entry: Entry, items: list[Item], correlation: str) -> None:
        try:
            new = await self._writer.store(facts=entry.facts, items=items, correlation_id=correlation)
        except (Busy, DatabaseAway) as error:
            raise refusals.away() from error
        except Unreadable as error:
            raise refusals.unreadable() from error
        except NotStored as error:
            raise refusals.failed() from error
        _count(entry, new=new, repeated=len(items) - new)

    async def _answer(self, entry: Entry, items: list[Item], correlation: str) -> RawResponse:
        outcome = InlineOutcome(answer=FAILED)
        if self._inline < MOST_INLINE_WAITING:
            self._inline += 1
            try:
                outcome = await asyncio.get_running_loop().run_in_executor(
                    self._threads,
                    partial(with_room, answer_items, connection=entry.facts, items=items, correlation=correlation),
                )
            finally:
                self._inline -= 1
        else:
            logger.error("%d people wait for an answer already; one more was turned away", self._inline)
        _count(entry, new=outcome.new, repeated=outcome.repeated)
        return entry.source.acknowledge(answer=outcome.answer)


def _is_short(headers: dict[str, str]) -> bool:
    """Says so itself; read_body holds it to its word."""
    declared = headers.get("content-length", "")
    return declared.isdigit() and int(declared) <= _LONG_BODY


def _verified_items(entry: Entry, request: RawRequest) -> list[Item]:
    try:
        verified = entry.source.verify(request=request, connection=entry.facts)
    except Exception:
        # What cannot be judged is not verified; the adapter's defect is ours to see.
        logger.exception("%s could not judge a request", entry.facts.source)
        verified = False
    if not verified:
        raise refusals.unverified()
    try:
        return entry.source.items(request=request, connection=entry.facts)
    except (Unreadable, UnicodeError, RecursionError) as error:
        raise refusals.unreadable() from error


def _count(entry: Entry, *, new: int, repeated: int) -> None:
    if new:
        items_counter(entry.facts.source, "new").inc(new)
    if repeated:
        items_counter(entry.facts.source, "repeated").inc(repeated)
