"""Saved views and how a member looks at the list."""

from dataclasses import dataclass

from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import ListPreference
from baraza.services.complaints.rules.columns import COLUMNS, SHOWN_FIRST


@dataclass(frozen=True, kw_only=True)
class View:
    """`query` is a query string, to be read as carefully as one out of an address; `own` may be changed by the member."""

    id: int
    name: str
    query: str
    shared: bool
    own: bool


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a member chose; `default_view` opens the list when its address says nothing."""

    columns: tuple[str, ...] = SHOWN_FIRST
    compact: bool = False
    keys: bool = True
    default_view_id: int | None = None


_BOTH = """
SELECT p.columns, p.density, p.keys, p.default_view_id, v.id, v.name, v.query, v.shared, v.owner_id
FROM (VALUES (1)) AS one
LEFT JOIN complaints_list_preference AS p ON p.organisation_id = %(organisation)s AND p.user_id = %(user)s
LEFT JOIN complaints_saved_view AS v ON v.organisation_id = %(organisation)s AND (v.owner_id = %(user)s OR v.shared)
ORDER BY v.shared, lower(v.name), v.id
"""


def look_and_views(*, user_id: int) -> tuple[Look, list[View]]:
    """What the member chose, and the views: their own, then those of the organisation, each by name."""
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, {"organisation": current_organisation_id(), "user": user_id})
        rows = cursor.fetchall()
    views = [
        View(id=pk, name=name, query=query, shared=shared, own=owner_id == user_id)
        for *_, pk, name, query, shared, owner_id in rows
        if pk is not None
    ]
    columns, density, keys, default_view_id = rows[0][:4]
    if density is None:
        return Look(), views
    # A column that went away with a release is passed over.
    shown = SHOWN_FIRST if columns is None else tuple(name for name in COLUMNS if name in columns)
    compact = density == ListPreference.Density.COMPACT
    return Look(columns=shown, compact=compact, keys=keys, default_view_id=default_view_id), views
