"""Loads and stores where a person stands: one row per contact, locked for the length of a turn."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from baraza.conversation.engine.state import State
from baraza.conversation.models import Session
from baraza.conversation.renderers.rendered import ScreenState
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock

logger = logging.getLogger(__name__)


# Asked at every turn, so written out: Django took longer to write them than PostgreSQL to answer.
_LOAD = """
    SELECT state, screen, channel, connection_id, version, updated_at
    FROM conversation_session WHERE contact_id = %s FOR UPDATE
"""
_SAVE = """
    UPDATE conversation_session
    SET state = %s, screen = %s, channel = %s, connection_id = %s, updated_at = %s, version = version + 1
    WHERE contact_id = %s AND version = %s
"""


class SessionChanged(RuntimeError):
    """Another turn of the same person was stored in the meantime."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`version` 0 is a person who never conversed before."""

    contact_id: int
    state: State | None = None
    screen: ScreenState = field(default_factory=dict)
    channel: str = ""
    connection_id: int | None = None
    version: int = 0
    updated_at: datetime | None = None


def load_for_update(*, contact_id: int) -> Standing:
    """Locks the row until the transaction ends; a new person is locked by the lock on their contact."""
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [contact_id])
        row = cursor.fetchone()
    if row is None:
        return Standing(contact_id=contact_id)
    state, screen, channel, connection_id, version, updated_at = row
    return Standing(
        contact_id=contact_id,
        state=_state(contact_id, state and orjson.loads(state)),
        screen=orjson.loads(screen),
        channel=channel,
        connection_id=connection_id,
        version=version,
        updated_at=updated_at,
    )


def find(*, contact_id: int) -> Standing:
    """The same, for reading only."""
    row = Session.objects.filter(contact_id=contact_id).first()
    return Standing(contact_id=contact_id) if row is None else _standing(row)


def save(
    *,
    standing: Standing,
    state: State | None,
    screen: ScreenState,
    channel: str,
    connection_id: int | None,
) -> None:
    """Raises SessionChanged when `standing` is no longer what is stored."""
    written = None if state is None else state.as_json()
    if standing.version == 0:
        Session.objects.create(
            organisation_id=current_organisation_id(),
            contact_id=standing.contact_id,
            version=1,
            state=written,
            screen=screen,
            channel=channel,
            connection_id=connection_id,
            updated_at=clock.now(),
        )
        return
    values = [_json(written), _json(screen), channel, connection_id, clock.now()]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [*values, standing.contact_id, standing.version])
        if not cursor.rowcount:
            raise SessionChanged(f"Contact {standing.contact_id} is past version {standing.version}.")


def take_out(*, contact_id: int, value: str) -> None:
    """Something that the person gave turned out to be unusable: it is no longer among their answers."""
    standing = load_for_update(contact_id=contact_id)
    if standing.state is None or (state := standing.state.without(value)) == standing.state:
        return
    save(
        standing=standing,
        state=state,
        screen=standing.screen,
        channel=standing.channel,
        connection_id=standing.connection_id,
    )


def merge(*, kept_id: int, gone_id: int) -> None:
    """Two contacts are one person: the conversation that moved last goes on."""
    rows = list(Session.objects.select_for_update().filter(contact_id__in=[kept_id, gone_id]).order_by("updated_at"))
    for older in rows[:-1]:
        older.delete()
    Session.objects.filter(contact_id=gone_id).update(contact_id=kept_id)


def forget(*, before: datetime) -> int:
    """Deletes conversations that nobody went on with since; returns how many."""
    deleted, _ = Session.objects.filter(updated_at__lt=before).delete()
    return deleted


def _standing(row: Session) -> Standing:
    return Standing(
        contact_id=row.contact_id,
        state=_state(row.contact_id, row.state),
        screen=row.screen,
        channel=row.channel,
        connection_id=row.connection_id,
        version=row.version,
        updated_at=row.updated_at,
    )


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _state(contact_id: int, stored: dict[str, Any] | None) -> State | None:
    """What another version of this program wrote and this one cannot read begins anew, instead of failing for ever."""
    if stored is None:
        return None
    try:
        return State.from_json(stored)
    except (KeyError, TypeError, ValueError):
        logger.exception("A stored conversation cannot be read", extra={"contact_id": contact_id})
        return None
