"""The organisation's profile: its name, where it is, how it writes times, money, numbers and references."""

from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.organisations.models import Organisation
from baraza.core.settings.sections import claim_section, section_previous
from baraza.core.tenancy.scope import current_organisation_id

SECTION: Final = "profile"


@dataclass(frozen=True, kw_only=True)
class Profile:
    name: str
    time_zone: str
    country: str
    currency: str
    languages: tuple[str, ...]
    phone_region: str
    reference_prefix: str
    home_area_code: str


class LanguageUnknown(ValueError):
    """We have no words in this language, or not enough of them for whoever chose none."""


class NothingToUndo(LookupError):
    """The last change cannot be taken back, or was taken back already."""


def set_profile(*, actor: Actor, profile: Profile, version: int) -> None:
    """Raises NotAllowed, SettingsChanged, LanguageUnknown."""
    require(actor=actor, permission="settings.manage")
    known = {code for code, _ in settings.LANGUAGES}
    complete = {code for code, _ in settings.COMPLETE_LANGUAGES}
    if not profile.languages or not set(profile.languages) <= known or profile.languages[0] not in complete:
        raise LanguageUnknown(profile.languages)
    row = Organisation.objects.select_for_update().get(pk=current_organisation_id())
    wanted = asdict(profile) | {"languages": list(profile.languages)}
    before = {name: getattr(row, name) for name in wanted}
    claim_section(name=SECTION, expected=version, previous=before)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=list(wanted))
    changes = {name: [before[name], wanted[name]] for name in wanted if before[name] != wanted[name]}
    record(
        actor=actor,
        action="settings.profile_changed",
        subject_kind="organisation",
        subject_id=str(row.pk),
        changes=changes,
    )


def undo_profile(*, actor: Actor, version: int) -> None:
    """Back to what it was before the last change. Raises NotAllowed, SettingsChanged, NothingToUndo."""
    require(actor=actor, permission="settings.manage")
    previous = section_previous(name=SECTION)
    if previous is None:
        raise NothingToUndo(SECTION)
    profile = Profile(**{**previous, "languages": tuple(previous["languages"])})
    set_profile(actor=actor, profile=profile, version=version)
