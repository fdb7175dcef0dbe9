"""Categories as this organisation has them: its names, order and icons over the built-in ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext, override

from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope
from baraza.services.complaints.models import Category
from baraza.services.complaints.rules.categories import CATEGORIES, CATEGORY_NAMES

_FALLBACK_ICON = "other"
CATEGORIES_KEPT = "complaints.categories"
# Room between two built-in ones for an organisation's own.
_STEP = 10


@dataclass(frozen=True, kw_only=True)
class CategoryShown:
    """`name` is in the language of the page; `icon` is a name for the `icon` tag."""

    code: str
    name: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class CategorySettings:
    """Everything that was chosen for one; `names` holds the organisation's own words by language."""

    code: str
    built_in: bool
    icon: str
    order: int
    active: bool = True
    emergency: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    team_id: int | None = None


def list_categories(*, language: str | None = None) -> list[CategoryShown]:
    """Those that may be chosen, in the organisation's order; without `language` in the one of the moment."""
    return [
        CategoryShown(code=one.code, name=_name(one, language), icon=one.icon)
        for one in list_category_settings()
        if one.active
    ]


def category_name(*, code: str, language: str | None = None) -> str:
    """Hidden ones have their names too; a code that nobody knows is shown as it is."""
    found = _all().get(code)
    return _name(found, language) if found else code


def category_icon(*, code: str) -> str:
    found = _all().get(code)
    return found.icon if found else _FALLBACK_ICON


def category_is_known(*, code: str) -> bool:
    """Built in or the organisation's own, hidden or not."""
    return code in _all()


def list_category_settings() -> list[CategorySettings]:
    """Hidden ones too, in the organisation's order."""
    return sorted(_all().values(), key=lambda one: (one.order, one.code))


def category_settings(*, code: str) -> CategorySettings | None:
    return _all().get(code)


def languages_without_name(*, category: CategorySettings) -> list[str]:
    """Where another language's word stands in; a built-in category that was not renamed has all of ours."""
    languages = get_organisation(organisation_id=current_organisation_id()).languages
    if category.built_in:
        return []
    return [code for code in languages if not category.names.get(code)]


def _name(one: CategorySettings, language: str | None) -> str:
    wanted = (language or get_language() or "").split("-")[0]
    own = one.names.get(wanted)
    if own:
        return own
    if one.built_in:
        with override(wanted or None):
            return gettext(CATEGORY_NAMES[one.code])
    first = get_organisation(organisation_id=current_organisation_id()).default_language
    return one.names.get(first) or next(iter(one.names.values()), one.code)


def _all() -> dict[str, CategorySettings]:
    return kept_in_scope(key=CATEGORIES_KEPT, make=_read)


def _read() -> dict[str, CategorySettings]:
    rows = {row.code: row for row in _rows()}
    built_in = {
        code: CategorySettings(code=code, built_in=True, icon=code, order=place * _STEP)
        for place, code in enumerate(CATEGORIES, start=1)
    }
    return built_in | {code: _settings(row) for code, row in rows.items()}


def _rows() -> QuerySet[Category]:
    return Category.objects.filter(organisation_id=current_organisation_id()).select_related("team")


def _settings(row: Category) -> CategorySettings:
    built_in = row.code in CATEGORY_NAMES
    return CategorySettings(
        code=row.code,
        built_in=built_in,
        icon=row.icon or (row.code if built_in else _FALLBACK_ICON),
        order=row.order,
        active=row.active,
        emergency=row.emergency,
        names={str(code): str(name) for code, name in row.names.items() if name},
        keywords=tuple(row.keywords),
        team_id=row.team_id if row.team is not None and row.team.active else None,
    )
