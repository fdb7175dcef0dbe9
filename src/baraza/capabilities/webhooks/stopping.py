"""An endpoint that takes nothing any more is stopped, and admins are told: on their pages at once, by letter soon."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.live.actions import tell_member
from baraza.capabilities.staff_letters import choices
from baraza.capabilities.staff_letters.writing import addressed_to
from baraza.capabilities.webhooks.models import Endpoint
from baraza.capabilities.webhooks.policies import MANAGE, STOPPED
from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import actor_for, list_members
from baraza.core.jobs.queue import enqueue
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib.clock import now

logger = logging.getLogger(__name__)

TELL: Final = "webhooks.stopped_letter"
# Whoever comes back to the desk after that reads it on their page.
_TRIED_FOR: Final = timedelta(hours=36)
_SHORTEST, _LONGEST = timedelta(minutes=2), timedelta(hours=3)


def stop(*, endpoint: Endpoint, because: str) -> None:
    """The caller holds the endpoint."""
    endpoint.state, endpoint.stopped_because = Endpoint.State.STOPPED, because
    endpoint.version += 1
    endpoint.save(update_fields=["state", "stopped_because", "version"])
    record(
        actor=SYSTEM, action="webhook.stopped", subject_kind="webhook", subject_id=str(endpoint.pk),
        changes={"because": because},
    )  # fmt: skip
    logger.warning("Webhook endpoint %d was stopped: %s", endpoint.pk, because)
    for member in list_members():
        if _may_manage(member.id):
            _tell(endpoint, member.id)


def send_letter(*, organisation_id: int, endpoint_id: int, version: int, user_id: int, stopped_at: str) -> None:
    """Nothing when it was started again meanwhile. The same Message-ID in each try. Raises RetryLater for a day and a half."""
    with organisation_scope(organisation_id=organisation_id):
        row = Endpoint.objects.filter(pk=endpoint_id, version=version, state=Endpoint.State.STOPPED).first()
        if row is None or not _may_manage(user_id):
            return
        message = _message(row, user_id)
    try:
        message.send()
    except Exception as error:
        logger.warning("The letter about a stopped webhook was not taken by the mail server: %s", type(error).__name__)
        waited = now() - datetime.fromisoformat(stopped_at)
        if waited >= _TRIED_FOR:
            raise
        # As long again as it has waited: soon at first, then rarely.
        raise RetryLater(min(max(waited, _SHORTEST), _LONGEST).total_seconds()) from error


def _may_manage(user_id: int) -> bool:
    actor = actor_for(user_id=user_id, organisation_id=current_organisation_id())
    return actor is not None and allows(actor=actor, permission=MANAGE)


def _tell(endpoint: Endpoint, user_id: int) -> None:
    tell_member(
        member_id=user_id, kind="webhooks.stopped", subject=str(endpoint.pk),
        key=f"webhooks.stopped:{endpoint.pk}:{endpoint.version}",
    )  # fmt: skip
    if not choices.wants(user_id=user_id, kind=STOPPED):
        return
    enqueue(
        job=TELL,
        organisation_id=endpoint.organisation_id,
        arguments={
            "endpoint_id": endpoint.pk, "version": endpoint.version, "user_id": user_id, "stopped_at": now().isoformat(),
        },
        key=f"{endpoint.pk}:{endpoint.version}:{user_id}",
    )  # fmt: skip


def _message(endpoint: Endpoint, user_id: int) -> EmailMultiAlternatives:
    with addressed_to(user_id=user_id) as member:
        return member.letter(
            kind=STOPPED,
            name=f"webhook-stopped-{endpoint.pk}-{endpoint.version}-{user_id}",
            subject=gettext("%(system)s is not told any more") % {"system": endpoint.name},
            template="webhooks/stopped",
            path=reverse("console:webhook", args=[endpoint.pk]),
            facts={
                "system": endpoint.name,
                "url": endpoint.url,
                "gone": endpoint.stopped_because == "gone",
                "since": endpoint.failing_since,
            },
        )
