"""Somebody says what they think; admins mark what they have read."""

from baraza.capabilities.feedback.models import Feedback
from baraza.capabilities.feedback.policies import READ
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now


class NothingSaid(ValueError):
    """The words are empty."""


def give(*, actor: Actor, words: str, mood: str, language: str, source_key: str) -> None:
    """Kept without whoever said it, once for each `source_key`. Raises NothingSaid."""
    said = words.strip()
    if not said:
        raise NothingSaid
    source = Feedback.Source.MEMBER if actor.kind == "member" else Feedback.Source.RESIDENT
    Feedback.objects.get_or_create(
        organisation_id=current_organisation_id(),
        source_key=source_key,
        defaults={"source": source, "mood": mood, "words": said, "language": language, "given_at": now()},
    )


def mark_read(*, actor: Actor, up_to: int) -> int:
    """All up to this one, the newest that the page showed; returns how many were new. Raises NotAllowed."""
    require(actor=actor, permission=READ)
    waiting = Feedback.objects.filter(organisation_id=current_organisation_id(), pk__lte=up_to, read_at__isnull=True)
    count = waiting.update(read_at=now(), read_by_name=actor.name[:120])
    if count:
        record(
            actor=actor,
            action="feedback.reviewed",
            subject_kind="organisation",
            subject_id=str(current_organisation_id()),
            changes={"read": count},
        )
    return count
