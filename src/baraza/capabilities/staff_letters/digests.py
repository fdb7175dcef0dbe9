"""What is new and what waits, in one letter a day or a week."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.live.queries import unread_since
from baraza.capabilities.live.words import words_of
from baraza.capabilities.staff_letters.choices import next_time
from baraza.capabilities.staff_letters.kinds import DIGEST
from baraza.capabilities.staff_letters.models import Choice
from baraza.capabilities.staff_letters.parts import counted_for
from baraza.capabilities.staff_letters.writing import addressed_to
from baraza.core.identity.actor import Actor
from baraza.core.identity.queries import actor_for
from baraza.core.jobs.queue import enqueue
from baraza.core.jobs.registry import RetryLater
from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.quiet import quiet_until
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib.clock import now

logger = logging.getLogger(__name__)
SEND_JOB: Final = "staff_letters.send_digest"
# More than that nobody reads in a letter; the rest is on the page.
MOST_LINES: Final = 20
# What is of this morning is of no use tomorrow: the next one tells it.
_TRIED_FOR: Final = timedelta(hours=12)
_AGAIN_AFTER: Final = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Content:
    """`lines` are what was not read, newest first; `more` how many there are besides."""

    lines: list[str]
    more: int
    counts: list[tuple[str, int]]


def due_digests() -> QuerySet[Choice]:
    return Choice.objects.filter(next_at__lte=now())


def run_due() -> int:
    """Asks for the letters that are due in the organisation in scope; how many. In quiet hours they wait."""
    later = quiet_until(at=now())
    if later is not None:
        return 0
    due = due_digests().filter(organisation_id=current_organisation_id())
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for row in rows:
        since, row.told_until, row.next_at = row.told_until, now(), next_time(row)
        row.save(update_fields=["told_until", "next_at"])
        enqueue(
            job=SEND_JOB,
            organisation_id=row.organisation_id,
            arguments={
                "user_id": row.user_id,
                "since": (since or row.told_until).isoformat(),
                "until": row.told_until.isoformat(),
            },
            key=f"{row.user_id}:{row.told_until.isoformat()}",
        )
    return len(rows)


def send(*, organisation_id: int, user_id: int, since: str, until: str) -> None:
    """The same Message-ID in each try. Raises RetryLater for half a day."""
    with organisation_scope(organisation_id=organisation_id):
        message = _message(user_id, since=datetime.fromisoformat(since), until=datetime.fromisoformat(until))
    if message is None:
        return
    try:
        message.send()
    except Exception as error:
        logger.warning("A digest was not taken by the mail server: %s", type(error).__name__)
        if now() - datetime.fromisoformat(until) >= _TRIED_FOR:
            raise
        raise RetryLater(_AGAIN_AFTER.total_seconds()) from error


def content_for(*, actor: Actor, since: datetime, until: datetime) -> Content:
    """In the organisation's scope, with words in the language of the moment."""
    told = unread_since(actor=actor, since=since, until=until)
    return Content(
        lines=[words_of(kind=one.kind, subject=one.subject) for one in told[:MOST_LINES]],
        more=max(len(told) - MOST_LINES, 0),
        counts=[(gettext(label), count) for label, count in counted_for(actor)],
    )


def _message(user_id: int, *, since: datetime, until: datetime) -> EmailMultiAlternatives | None:
    """None when there is nothing to say, or it was stopped meanwhile. Whoever left takes their choices along."""
    organisation = get_organisation(organisation_id=current_organisation_id())
    rows = Choice.objects.filter(organisation_id=organisation.id, user_id=user_id)
    actor = actor_for(user_id=user_id, organisation_id=organisation.id)
    if actor is None:
        rows.delete()
        return None
    if not rows.exclude(digest=Choice.Digest.NONE).exists():
        return None
    with addressed_to(user_id=user_id) as member:
        content = content_for(actor=actor, since=since, until=until)
        if not content.lines and not content.counts:
            return None
        return member.letter(
            kind=DIGEST,
            name=f"digest-{organisation.id}-{user_id}-{until:%Y%m%d%H%M%S}",
            subject=gettext("What is new at %(organisation)s") % {"organisation": member.organisation},
            template="staff_letters/digest",
            path=reverse("console:notifications"),
            facts={
                "content": content,
                "since": since,
            },
        )
