"""Saved views and how a member looks at the list."""

from dataclasses import dataclass

from django.db.models import Q

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import ListPreference, SavedView
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


def list_views(*, user_id: int) -> list[View]:
    """The member's own, then those of the organisation, each by name."""
    rows = SavedView.objects.filter(Q(owner_id=user_id) | Q(shared=True), organisation_id=current_organisation_id())
    return [
        View(id=row.pk, name=row.name, query=row.query, shared=row.shared, own=row.owner_id == user_id)
        for row in rows.order_by("shared", "name", "pk")
    ]


def get_look(*, user_id: int) -> Look:
    row = ListPreference.objects.filter(organisation_id=current_organisation_id(), user_id=user_id).first()
    if row is None:
        return Look()
    # A column that went away with a release is passed over.
    columns = SHOWN_FIRST if row.columns is None else tuple(name for name in COLUMNS if name in row.columns)
    return Look(
        columns=columns,
        compact=row.density == ListPreference.Density.COMPACT,
        keys=row.keys,
        default_view_id=row.default_view_id,
    )
