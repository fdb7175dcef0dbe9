"""Appends to the audit trail, in the transaction of the act itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from baraza.core.audit.models import AuditEntry
from baraza.core.audit.origin import address_of_request
from baraza.core.audit.redaction import redact
from baraza.core.tenancy.questions import Question, answers, how_many
from baraza.core.tenancy.scope import current_organisation_id, forget_in_scope
from baraza.lib.clock import now
from baraza.lib.correlation import correlation_id

READ_AGAIN_AFTER = timedelta(minutes=15)
_LONGEST_NAME = 120
_LONGEST_SUBJECT = 60


class Acting(Protocol):
    """What the trail keeps of an actor (see core/identity); spelt here, so that identity may write to the trail."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


def record(
    *,
    actor: Acting,
    action: str,
    subject_kind: str,
    subject_id: str,
    changes: Mapping[str, object] | None = None,
) -> None:
    """`changes` maps a field to its new value or to [before, after]; never a person's words.

    What looks like a secret is taken out. The address is kept of staff alone.
    """
    impersonator = getattr(actor, "impersonator", None)
    AuditEntry.objects.create(
        organisation_id=current_organisation_id(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name[:_LONGEST_NAME],
        impersonator_id=impersonator.id if impersonator else None,
        impersonator_name=impersonator.name[:_LONGEST_NAME] if impersonator else "",
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id[:_LONGEST_SUBJECT],
        changes=redact(changes or {}),
        address=address_of_request() if actor.kind == "member" else "",
        correlation_id=correlation_id.get(),
    )


def record_read(
    *, actor: Acting, subject_kind: str, subject_id: str, changes: Mapping[str, object] | None = None
) -> None:
    """That a member looked at personal data: once per person and subject in a quarter of an hour."""
    question = read_question(actor=actor, subject_kind=subject_kind, subject_id=subject_id)
    is_known = answers([question])[0]
    # What was asked ahead is used once.
    forget_in_scope(key=question.key)
    if not is_known:
        record(
            actor=actor,
            action=f"{subject_kind}.read",
            subject_kind=subject_kind,
            subject_id=subject_id,
            changes=changes,
        )


def read_question(*, actor: Acting, subject_kind: str, subject_id: str) -> Question:
    """Whether `record_read` has this down already, for pages that ask together with what else stands around them."""
    mine = AuditEntry.objects.filter(organisation_id=current_organisation_id(), actor_id=actor.id)
    seen = mine.filter(
        at__gt=now() - READ_AGAIN_AFTER,
        actor_kind=actor.kind,
        action=f"{subject_kind}.read",
        subject_kind=subject_kind,
        subject_id=subject_id[:_LONGEST_SUBJECT],
    )
    return how_many(key=f"audit.read:{actor.kind}:{actor.id}:{subject_kind}:{subject_id}", rows=seen, most=1)
