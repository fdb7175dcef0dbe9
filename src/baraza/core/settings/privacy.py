"""An organisation's own words on privacy, one text per language; where it wrote none, ours are shown."""

from collections.abc import Mapping
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.settings.models import PrivacyText
from baraza.core.settings.sections import claim_section
from baraza.core.tenancy.scope import current_organisation_id

SECTION: Final = "privacy"
LONGEST: Final = 10_000


def list_privacy_texts() -> dict[str, str]:
    """By language; languages without an own text are left out."""
    rows = PrivacyText.objects.filter(organisation_id=current_organisation_id())
    return dict(rows.values_list("language", "text"))


def privacy_text(*, language: str) -> str:
    """Empty where ours is shown."""
    rows = PrivacyText.objects.filter(organisation_id=current_organisation_id(), language=language)
    return rows.values_list("text", flat=True).first() or ""


def set_privacy_texts(*, actor: Actor, texts: Mapping[str, str], version: int) -> None:
    """An empty text brings ours back. Raises NotAllowed, SettingsChanged."""
    require(actor=actor, permission="settings.manage")
    claim_section(name=SECTION, expected=version)
    before = list_privacy_texts()
    changed = {language: text for language, text in texts.items() if before.get(language, "") != text}
    rows = PrivacyText.objects.filter(organisation_id=current_organisation_id())
    rows.filter(language__in=[language for language, text in changed.items() if not text]).delete()
    for language, text in changed.items():
        if text:
            PrivacyText.objects.update_or_create(
                organisation_id=current_organisation_id(), language=language, defaults={"text": text}
            )
    record(
        actor=actor,
        action="settings.privacy_changed",
        subject_kind="organisation",
        subject_id=str(current_organisation_id()),
        changes={language: "own" if text else "ours" for language, text in changed.items()},
    )
