"""Tells open pages what happened, and members what concerns them; both become true with the caller's commit."""

import json
from collections.abc import Mapping

from django.db import connection

from baraza.capabilities.live.events import CHANNEL, MEMBER_FACT, MOST_BYTES, Fact
from baraza.capabilities.live.kinds import permission_for
from baraza.capabilities.live.models import MemberNotice
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock

_NOTIFY = """
    SELECT pg_notify(%s, json_build_object(
        'organisation', %s::bigint, 'sequence', nextval('live_event_sequence'),
        'kind', %s::text, 'subject', %s::text, 'facts', %s::json)::text)
"""


class EventTooLarge(ValueError):
    """Facts are small ids and counts; what is larger is read from its table by whoever wants to see it."""


def publish(*, kind: str, subject: str, facts: Mapping[str, Fact] | None = None) -> None:
    """After the commit every open page of the organisation whose member may read `kind` gets the event.

    `subject` is a reference or an id. Facts are ids, codes and counts, never a person's words; with the fact
    `member` (a user id) the event is for that member alone; whoever sees certain clients alone hears of those that the
    fact `client` names. Raises KindUnknown, EventTooLarge.
    """
    known = dict(facts or {})
    if MEMBER_FACT not in known:
        permission_for(kind)
    told = json.dumps(known)
    if len(told.encode()) + len(subject.encode()) + len(kind) > MOST_BYTES - 200:
        raise EventTooLarge(f"The event {kind} is larger than {MOST_BYTES} bytes.")
    with connection.cursor() as cursor:
        cursor.execute(_NOTIFY, [CHANNEL, current_organisation_id(), kind, subject, told])


def tell_member(*, member_id: int, kind: str, subject: str, key: str, facts: Mapping[str, Fact] | None = None) -> None:
    """Kept on the member's page of notifications and shown at once where they look; the same `key` tells once."""
    _, is_new = MemberNotice.objects.get_or_create(
        organisation_id=current_organisation_id(),
        user_id=member_id,
        key=key,
        defaults={"kind": kind, "subject": subject, "facts": dict(facts or {}), "at": clock.now()},
    )
    if is_new:
        publish(kind=kind, subject=subject, facts={**(facts or {}), MEMBER_FACT: member_id})


def mark_read(*, actor: Actor, notice_id: int | None = None) -> int:
    """One of the member's own notices, or all of them; returns how many were unread."""
    if actor.id is None:
        return 0
    mine = MemberNotice.objects.filter(
        organisation_id=current_organisation_id(), user_id=actor.id, read_at__isnull=True
    )
    if notice_id is not None:
        mine = mine.filter(pk=notice_id)
    changed = mine.update(read_at=clock.now())
    if changed:
        publish(kind="notices.read", subject=str(actor.id), facts={MEMBER_FACT: actor.id})
    return changed
