"""The platform looks at all organisations; each one's trail says so."""

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import list_organisations
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.queries.insight import OrganisationCalls, calls_of

SERVICE = "call_analytics"


def look_at_all(*, actor: Actor, days: int) -> list[OrganisationCalls]:
    """One organisation after the other, each in its own scope. Raises NotAllowed for all but the platform's own."""
    require(actor=actor, act="margin")
    found = []
    for organisation in list_organisations():
        if SERVICE not in organisation.services:
            continue
        with organisation_scope(organisation_id=organisation.id):
            found.append(calls_of(actor=actor, organisation=organisation, days=days))
            record(
                actor=actor, action="call_figures.read_by_platform", subject_kind="organisation",
                subject_id=str(organisation.id), changes={"days": days},
            )  # fmt: skip
    return found
