"""An organisation's categories: built-in ones named anew, hidden and ordered, own ones added."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.queries import list_teams
from baraza.core.settings.sections import claim_section
from baraza.core.tenancy.scope import current_organisation_id, forget_in_scope
from baraza.services.complaints.actions.assign import NobodyOfOurs
from baraza.services.complaints.models import Category
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.categories import CATEGORIES_KEPT, CategorySettings, list_category_settings

SECTION: Final = "categories"
# A WhatsApp list row holds no more.
LONGEST_NAME: Final = 24
MOST_OWN: Final = 40
_LONGEST_CODE: Final = 30
_LAST_BEFORE_OTHER: Final = 1


class CategoryUnknown(LookupError):
    """There is no such category, built in or own."""


class CategoryUnnamed(ValueError):
    """An own category has no name in any language."""


class LastCategory(ValueError):
    """Residents must have one to choose."""


class TooManyCategories(ValueError):
    """Nobody finds theirs among so many."""


@dataclass(frozen=True, kw_only=True)
class CategoryChange:
    """`names` by language; an empty one means: the built-in word, or another language's."""

    names: Mapping[str, str] = field(default_factory=dict)
    icon: str = ""
    keywords: Sequence[str] = ()
    team_id: int | None = None
    emergency: bool = False
    active: bool = True


def add_category(*, actor: Actor, change: CategoryChange, version: int) -> str:
    """Its code is made from its first name and never changes. Raises what `change_category` raises, TooManyCategories."""
    require(actor=actor, act="arrange")
    known = list_category_settings()
    if sum(not one.built_in for one in known) >= MOST_OWN:
        raise TooManyCategories(MOST_OWN)
    names = _kept(change.names)
    if not names:
        raise CategoryUnnamed
    claim_section(name=SECTION, expected=version)
    code = _code_of(next(iter(names.values())), taken={one.code for one in known})
    last = next((one.order for one in known if one.code == "other"), known[-1].order + 1)
    row = Category(organisation_id=current_organisation_id(), code=code, order=last - _LAST_BEFORE_OTHER)
    _write(row, change)
    _audit(actor, code, "category.added", {"names": names})
    return code


def change_category(*, actor: Actor, code: str, change: CategoryChange, version: int) -> None:
    """Raises NotAllowed, SettingsChanged, CategoryUnknown, CategoryUnnamed, LastCategory, NobodyOfOurs."""
    require(actor=actor, act="arrange")
    before = _known(code)
    if not before.built_in and not _kept(change.names):
        raise CategoryUnnamed(code)
    if not change.active:
        _check_not_last(code)
    claim_section(name=SECTION, expected=version)
    row = _row(before)
    _write(row, change)
    after = {
        "names": dict(row.names),
        "icon": row.icon,
        "keywords": list(row.keywords),
        "team": row.team_id,
        "emergency": row.emergency,
        "active": row.active,
    }
    _audit(actor, code, "category.changed", _differences(before, after))


def show_category(*, actor: Actor, code: str, active: bool, version: int) -> None:
    """Hides it from residents or shows it again; reports keep theirs. Raises as `change_category`."""
    require(actor=actor, act="arrange")
    before = _known(code)
    if not active:
        _check_not_last(code)
    claim_section(name=SECTION, expected=version)
    row = _row(before)
    row.active = active
    row.save()
    forget_in_scope(key=CATEGORIES_KEPT)
    _audit(actor, code, "category.shown" if active else "category.hidden", {"active": [before.active, active]})


def move_category(*, actor: Actor, code: str, up: bool, version: int) -> None:
    """One place up or down; at the end it stays where it is. Raises as `change_category`."""
    require(actor=actor, act="arrange")
    _known(code)
    ordered = list_category_settings()
    place = next(number for number, one in enumerate(ordered) if one.code == code)
    other = place - 1 if up else place + 1
    claim_section(name=SECTION, expected=version)
    if not 0 <= other < len(ordered):
        return
    ordered[place], ordered[other] = ordered[other], ordered[place]
    for number, one in enumerate(ordered, start=1):
        row = _row(one)
        row.order = number * 10
        row.save()
    forget_in_scope(key=CATEGORIES_KEPT)
    _audit(actor, code, "category.moved", {"place": [place + 1, other + 1]})


def _known(code: str) -> CategorySettings:
    found = next((one for one in list_category_settings() if one.code == code), None)
    if found is None:
        raise CategoryUnknown(code)
    return found


def _check_not_last(code: str) -> None:
    if all(one.code == code for one in list_category_settings() if one.active):
        raise LastCategory(code)


def _row(settings: CategorySettings) -> Category:
    """What was chosen so far, as a row: a built-in category has none until something of it is changed."""
    organisation_id = current_organisation_id()
    row = Category.objects.select_for_update().filter(organisation_id=organisation_id, code=settings.code).first()
    return row or Category(organisation_id=organisation_id, code=settings.code, order=settings.order)


def _write(row: Category, change: CategoryChange) -> None:
    if change.team_id not in {None, row.team_id} and change.team_id not in {team.id for team in list_teams()}:
        raise NobodyOfOurs(change.team_id)
    row.names, row.icon = _kept(change.names), change.icon
    row.keywords = list(dict.fromkeys(word.strip() for word in change.keywords if word.strip()))
    row.team_id, row.emergency, row.active = change.team_id, change.emergency, change.active
    row.save()
    forget_in_scope(key=CATEGORIES_KEPT)


def _kept(names: Mapping[str, str]) -> dict[str, str]:
    return {code: name.strip()[:LONGEST_NAME] for code, name in names.items() if name.strip()}


def _code_of(name: str, *, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: _LONGEST_CODE - 3].strip("_")
    stem = stem if re.fullmatch(r"[a-z][a-z0-9_]+", stem) else f"own_{stem}".rstrip("_")
    numbers = (f"{stem}_{number}" for number in range(2, MOST_OWN + 2))
    return next(code for code in (stem, *numbers) if code not in taken)


def _differences(before: CategorySettings, after: Mapping[str, object]) -> dict[str, object]:
    was: dict[str, object] = {
        "names": dict(before.names),
        "icon": before.icon,
        "keywords": list(before.keywords),
        "team": before.team_id,
        "emergency": before.emergency,
        "active": before.active,
    }
    return {name: [was[name], value] for name, value in after.items() if was[name] != value}


def _audit(actor: Actor, code: str, action: str, changes: Mapping[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="category", subject_id=code, changes=changes)
