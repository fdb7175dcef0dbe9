"""Which connection a webhook address belongs to, kept in the process for a few seconds, known and unknown alike."""

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass

from baraza.core.ingress.contract import ConnectionFacts, Source
from baraza.core.ingress.door_database import DatabaseAway, DoorConnection
from baraza.core.ingress.requests import Address
from baraza.core.ingress.secrets import SecretsUnreadable, unseal
from baraza.core.ingress.sources import source_named

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3.0
MOST_KEPT = 10_000
_QUERY = (
    "SELECT id, organisation_id, source, secrets_sealed, options FROM ingress_connection"
    " WHERE path_token = %s AND source = %s AND active"
)


@dataclass(frozen=True, slots=True)
class Entry:
    facts: ConnectionFacts
    source: Source


class Directory:
    """An address that is unknown costs the same as one that is inactive: one look-up, kept as long."""

    def __init__(self, *, database: DoorConnection) -> None:
        self._database = database
        # Apart, so that whoever tries out addresses pushes none of the known ones out.
        self._kept: OrderedDict[Address, tuple[float, Entry]] = OrderedDict()
        self._unknown: OrderedDict[Address, float] = OrderedDict()
        self._asked: dict[Address, asyncio.Task[Entry | None]] = {}

    def knows(self, address: Address) -> bool:
        """Whether an active connection was found there when it was last looked for."""
        return address in self._kept

    async def find(self, address: Address) -> Entry | None:
        """Raises DatabaseAway when the address was never known and cannot be looked up.

        While the database is away what was known holds on: nothing can be stored, but whoever dials hears an apology
        in their languages instead of the gateway's error.
        """
        kept = self._kept.get(address)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        if self._unknown.get(address, 0.0) > time.monotonic():
            return None
        task = self._asked.get(address)
        if task is None:
            task = asyncio.create_task(self._look_up(address))
            self._asked[address] = task
            task.add_done_callback(lambda _: self._asked.pop(address, None))
        # Shielded, because others wait for the same look-up.
        return await asyncio.shield(task)

    async def _look_up(self, address: Address) -> Entry | None:
        if not address.token.isascii() or "\0" in address.token or "\0" in address.source:
            return None
        try:
            rows = await self._database.run(_QUERY, [address.token, address.source])
        except DatabaseAway:
            kept = self._kept.get(address)
            if kept is None:
                raise
            return kept[1]
        entry = _entry(rows[0]) if rows else None
        self._keep(address, entry)
        return entry

    def _keep(self, address: Address, entry: Entry | None) -> None:
        until = time.monotonic() + KEPT_SECONDS
        if entry is None:
            self._kept.pop(address, None)
            self._unknown[address] = until
            self._unknown.move_to_end(address)
        else:
            self._unknown.pop(address, None)
            self._kept[address] = (until, entry)
            self._kept.move_to_end(address)
        for kept in (self._kept, self._unknown):
            while len(kept) > MOST_KEPT:
                kept.popitem(last=False)


def _entry(row: tuple[int, int, str, bytes, dict[str, object]]) -> Entry | None:
    connection_id, organisation_id, source_name, sealed, options = row
    source = source_named(source_name)
    if source is None:
        logger.error("Connection %d is of the source %s, which is not installed", connection_id, source_name)
        return None
    try:
        secrets = unseal(sealed, organisation_id=organisation_id)
    except SecretsUnreadable:
        logger.exception("Connection %d cannot be used", connection_id)
        return None
    facts = ConnectionFacts(
        id=connection_id, organisation_id=organisation_id, source=source_name, secrets=secrets, options=options
    )
    return Entry(facts, source)
