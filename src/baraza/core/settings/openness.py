"""How much of its reports an organisation shows to everybody: how far positions are blurred, and whether words are shown."""

from dataclasses import asdict, dataclass
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.settings.sections import claim_section, section_previous
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope

SECTION: Final = "openness"
BLURS: Final = ("off", "100", "500", "ward")


@dataclass(frozen=True, kw_only=True)
class Openness:
    """`blur` is in metres, "off" for the exact place, "ward" for no position; `words` shows descriptions."""

    blur: str = "100"
    words: bool = False


class BlurUnknown(ValueError):
    """None of `BLURS`."""


def get_openness() -> Openness:
    """Of the organisation in scope, read once per scope."""
    return kept_in_scope(key="settings.openness", make=_read)


def set_openness(*, actor: Actor, openness: Openness, version: int) -> None:
    """Raises NotAllowed, SettingsChanged, BlurUnknown."""
    require(actor=actor, permission="settings.manage")
    if openness.blur not in BLURS:
        raise BlurUnknown(openness.blur)
    before, after = asdict(_read()), asdict(openness)
    claim_section(name=SECTION, expected=version, previous=after)
    record(
        actor=actor,
        action="settings.openness_changed",
        subject_kind="organisation",
        subject_id=str(current_organisation_id()),
        changes={name: [before[name], after[name]] for name in after if before[name] != after[name]},
    )


def _read() -> Openness:
    return Openness(**(section_previous(name=SECTION) or {}))
