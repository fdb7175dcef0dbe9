"""What a member's digest counts: what is with them, what is late, what nobody has taken."""

from typing import Final

from django.db.models import QuerySet

from baraza.capabilities.staff_letters.parts import Part
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.models import Complaint


def _open() -> QuerySet[Complaint]:
    return Complaint.objects.filter(organisation_id=current_organisation_id(), settled=False)


def _with(actor: Actor) -> QuerySet[Complaint]:
    return _open().filter(assignee_id=actor.id)


PARTS: Final = (
    Part(
        name="complaints.own",
        label=gettext_noop("Open complaints with you"),
        permission="complaints.take",
        count=lambda actor: _with(actor).count(),
    ),
    Part(
        name="complaints.own_late",
        label=gettext_noop("Overdue complaints with you"),
        permission="complaints.take",
        count=lambda actor: _with(actor).filter(due_at__lt=now()).count(),
    ),
    Part(
        name="complaints.nobodys",
        label=gettext_noop("Open complaints that nobody has"),
        permission="complaints.assign",
        count=lambda _actor: _open().filter(assignee__isnull=True).count(),
    ),
)
