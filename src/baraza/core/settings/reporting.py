"""Whether residents may report without saying who they are."""

from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.settings.sections import claim_section, section_previous
from baraza.core.tenancy.scope import current_organisation_id

SECTION: Final = "reporting"


def anonymous_allowed() -> bool:
    """Yes, until an organisation decides otherwise: whoever fears somebody must be able to report."""
    return bool((section_previous(name=SECTION) or {}).get("anonymous", True))


def allow_anonymous(*, actor: Actor, allowed: bool, version: int) -> None:
    """Raises NotAllowed, SettingsChanged."""
    require(actor=actor, permission="settings.manage")
    before = anonymous_allowed()
    claim_section(name=SECTION, expected=version, previous={"anonymous": allowed})
    record(
        actor=actor,
        action="settings.reporting_changed",
        subject_kind="organisation",
        subject_id=str(current_organisation_id()),
        changes={"anonymous": [before, allowed]},
    )
