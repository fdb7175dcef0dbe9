"""Pages of settings are versioned, so that a form that was opened before a colleague's change does not undo it."""

from collections.abc import Mapping
from typing import Any

from baraza.core.settings.models import Section
from baraza.core.tenancy.scope import current_organisation_id


class SettingsChanged(Exception):
    """A colleague changed these settings since the page was opened."""


def section_version(*, name: str) -> int:
    """To be put into the form and given back with it."""
    row = Section.objects.filter(organisation_id=current_organisation_id(), name=name).only("version").first()
    return row.version if row else 1


def section_previous(*, name: str) -> dict[str, Any] | None:
    """What the last change can be undone to; None when there is nothing to undo."""
    row = Section.objects.filter(organisation_id=current_organisation_id(), name=name).first()
    return row.previous if row else None


def claim_section(*, name: str, expected: int, previous: Mapping[str, Any] | None = None) -> None:
    """Locks the section for this transaction and raises its version. Raises SettingsChanged."""
    organisation_id = current_organisation_id()
    Section.objects.get_or_create(organisation_id=organisation_id, name=name)
    row = Section.objects.select_for_update().get(organisation_id=organisation_id, name=name)
    if row.version != expected:
        raise SettingsChanged(name)
    row.version += 1
    row.previous = None if previous is None else dict(previous)
    row.save(update_fields=["version", "previous", "changed_at"])
