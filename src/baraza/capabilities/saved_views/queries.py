"""Views that a member may open: their own, then those of the organisation."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from baraza.capabilities.saved_views.models import BACK_WITHIN, FirstView, SavedView
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock


@dataclass(frozen=True, kw_only=True)
class View:
    """`query` is to be read as carefully as one out of an address; `own` may be changed by the member, `first` opens first."""

    id: int
    name: str
    query: str
    shared: bool
    own: bool
    first: bool = False


def list_views(*, of: str, user_id: int) -> list[View]:
    """By name."""
    return _views(of, user_id, Q(removed_at=None))


def removed_views(*, of: str, user_id: int) -> list[View]:
    """Those whose removal can still be taken back."""
    return _views(of, user_id, Q(removed_at__gte=clock.now() - BACK_WITHIN))


def _views(of: str, user_id: int, which: Q) -> list[View]:
    first = FirstView.objects.filter(view_id=OuterRef("pk"), user_id=user_id)
    rows = SavedView.objects.filter(
        Q(owner_id=user_id) | Q(shared=True), which, organisation_id=current_organisation_id(), list=of
    ).annotate(first=Exists(first))
    return [
        View(id=one.pk, name=one.name, query=one.query, shared=one.shared, own=one.owner_id == user_id, first=one.first)
        for one in rows.order_by("shared", Lower("name"), "pk")
    ]
