"""Tests a connection: asked for on a page, tried by the adapter in a job, kept for the page to show."""

import logging
from collections.abc import Mapping
from dataclasses import asdict

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.ingress.checks import begin_check, keep_check, last_event_at
from baraza.core.ingress.connections import MANAGE, connection_facts
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib.translation import gettext_noop
from baraza.messaging.check_report import CheckFacts, CheckLine, CheckReport, CheckState
from baraza.messaging.contract import ConnectionFacts
from baraza.messaging.registry import provider_named

logger = logging.getLogger(__name__)

CHECK_JOB = "messaging.check_connection"


def ask_check(*, actor: Actor, connection_id: int, webhook_url: str) -> None:
    """`webhook_url` is our address as the provider sees it. Raises NotAllowed, ConnectionUnknown."""
    require(actor=actor, permission=MANAGE)
    key = begin_check(connection_id=connection_id)
    enqueue(
        job=CHECK_JOB,
        organisation_id=current_organisation_id(),
        arguments={"connection_id": connection_id, "key": key, "webhook_url": webhook_url},
    )
    record(
        actor=actor, action="connection.tested", subject_kind="connection", subject_id=str(connection_id), changes={}
    )


def check_now(*, organisation_id: int, connection_id: int, key: str, webhook_url: str) -> None:
    """Reads, tries outside of any transaction, writes; what an adapter cannot finish is said and logged."""
    with organisation_scope(organisation_id=organisation_id):
        connection = connection_facts(connection_id=connection_id)
        facts = CheckFacts(webhook_url=webhook_url, last_event_at=last_event_at(connection_id=connection_id))
    report = _tried(connection, facts)
    with organisation_scope(organisation_id=organisation_id):
        keep_check(
            connection_id=connection_id,
            key=key,
            lines=[_kept(line) for line in report.lines],
            templates=[asdict(template) for template in report.templates],
        )


def _tried(connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
    try:
        return provider_named(connection.source).check(connection=connection, facts=facts)
    except Exception:
        logger.exception("The test of connection %s broke off", connection.id)
        line = CheckLine(
            code="broken",
            state=CheckState.WRONG,
            says=gettext_noop("The test itself broke off. The connection may be well."),
            fix=gettext_noop("Ask the operator to look into the log at this time."),
        )
        return CheckReport(lines=(line,))


def _kept(line: CheckLine) -> Mapping[str, object]:
    return {**asdict(line), "state": line.state.value}
