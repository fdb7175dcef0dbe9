"""Categories as this organisation has them: its names, order and icons over the built-in ones."""

from dataclasses import dataclass

from django.utils.translation import gettext

from baraza.services.complaints.rules.categories import CATEGORY_NAMES

_FALLBACK_ICON = "other"


@dataclass(frozen=True, kw_only=True)
class CategoryShown:
    """`name` is in the language of the page; `icon` is a name for the `icon` tag."""

    code: str
    name: str
    icon: str


def list_categories() -> list[CategoryShown]:
    """Those that may be chosen, in the organisation's order, in the language of the moment."""
    return [CategoryShown(code=code, name=gettext(name), icon=code) for code, name in CATEGORY_NAMES.items()]


def category_name(*, code: str) -> str:
    """In the language of the moment, hidden ones too; a code that nobody knows is shown as it is."""
    name = CATEGORY_NAMES.get(code)
    return gettext(name) if name else code


def category_icon(*, code: str) -> str:
    return code if code in CATEGORY_NAMES else _FALLBACK_ICON
