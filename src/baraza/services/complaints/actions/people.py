"""Residents who want to talk to a person, and the answer they get."""

from baraza.capabilities.notifications.actions import notify
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.models import PersonRequest
from baraza.services.complaints.policies import require


class RequestUnknown(LookupError):
    """No such open request in this organisation."""


def ask_person(*, actor: Actor, text: str, connection_id: int | None, source_key: str) -> None:
    """Raises NotAllowed. The same `source_key` again asks nothing twice."""
    require(actor=actor, act="ask_person")
    assert actor.id is not None
    PersonRequest.objects.get_or_create(
        source_key=source_key,
        defaults={
            "organisation_id": current_organisation_id(),
            "contact_id": actor.id,
            "connection_id": connection_id,
            "text": text,
        },
    )


def answer_person(*, actor: Actor, request_id: int, text: str) -> None:
    """Raises NotAllowed, RequestUnknown (also when a colleague has answered meanwhile)."""
    require(actor=actor, act="answer_person")
    request = PersonRequest.objects.select_for_update().filter(pk=request_id, answered_at__isnull=True).first()
    if request is None:
        raise RequestUnknown(request_id)
    request.answered_at, request.answered_by_id, request.answer = now(), actor.id, text.strip()
    request.save()
    notify(
        contact_id=request.contact_id,
        text=request.answer,
        template=None,
        key=f"complaints.person:{request.pk}",
        preferred_connection_id=request.connection_id,
    )
    record(actor=actor, action="person_request.answered", subject_kind="person_request", subject_id=str(request.pk))
