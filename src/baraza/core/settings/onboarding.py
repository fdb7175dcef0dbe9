"""Whether an organisation's admins have put the list of first steps away; what is done is read from what is there."""

from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.settings.sections import claim_section, section_previous, section_version
from baraza.core.tenancy.scope import current_organisation_id

SECTION: Final = "onboarding"


def onboarding_put_away() -> bool:
    return bool((section_previous(name=SECTION) or {}).get("put_away"))


def put_onboarding_away(*, actor: Actor, away: bool) -> None:
    """Raises NotAllowed."""
    require(actor=actor, permission="settings.manage")
    before = onboarding_put_away()
    if before == away:
        return
    claim_section(name=SECTION, expected=section_version(name=SECTION), previous={"put_away": away})
    record(
        actor=actor,
        action="settings.first_steps_put_away" if away else "settings.first_steps_taken_out",
        subject_kind="organisation",
        subject_id=str(current_organisation_id()),
        changes={"put_away": [before, away]},
    )
