"""Loads and stores where a person stands: one row per contact, locked for the length of a turn."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from baraza.conversation.engine.state import State
from baraza.conversation.models import Session
from baraza.conversation.renderers.rendered import ScreenState
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock

logger = logging.getLogger(__name__)


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
    row = Session.objects.select_for_update(of=("self",)).filter(contact_id=contact_id).first()
    return Standing(contact_id=contact_id) if row is None else _standing(row)


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
    values = {
        "state": None if state is None else state.as_json(),
        "screen": screen,
        "channel": channel,
        "connection_id": connection_id,
        "updated_at": clock.now(),
    }
    if standing.version == 0:
        Session.objects.create(
            organisation_id=current_organisation_id(), contact_id=standing.contact_id, version=1, **values
        )
        return
    same = Session.objects.filter(contact_id=standing.contact_id, version=standing.version)
    if not same.update(**values, version=F("version") + 1):
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
        state=_state(row),
        screen=row.screen,
        channel=row.channel,
        connection_id=row.connection_id,
        version=row.version,
        updated_at=row.updated_at,
    )


def _state(row: Session) -> State | None:
    """What another version of this program wrote and this one cannot read begins anew, instead of failing for ever."""
    if row.state is None:
        return None
    try:
        return State.from_json(row.state)
    except (KeyError, TypeError, ValueError):
        logger.exception("A stored conversation cannot be read", extra={"contact_id": row.contact_id})
        return None
