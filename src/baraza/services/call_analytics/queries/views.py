"""What a member narrows the list with: their views and those that are shared, tags in use, agents and clients."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Agent, CallTag, CallView

_MOST_TAGS = 200


@dataclass(frozen=True, kw_only=True)
class View:
    """`query` is a query string, to be read as carefully as one out of an address; `own` may be removed by the member."""

    id: int
    name: str
    query: str
    shared: bool
    own: bool


def list_views(*, user_id: int) -> list[View]:
    """The member's own, then those of the organisation, each by name."""
    rows = CallView.objects.filter(Q(owner_id=user_id) | Q(shared=True), organisation_id=current_organisation_id())
    return [
        View(id=one.pk, name=one.name, query=one.query, shared=one.shared, own=one.owner_id == user_id)
        for one in rows.order_by("shared", Lower("name"), "pk")
    ]


def tags_in_use() -> list[str]:
    rows = CallTag.objects.filter(organisation_id=current_organisation_id())
    return list(rows.order_by("name").values_list("name", flat=True).distinct()[:_MOST_TAGS])


def agents_with_clients() -> list[tuple[int, str, str]]:
    """Id, name and client; archived ones too, for their calls are still there."""
    rows = Agent.objects.filter(organisation_id=current_organisation_id()).order_by("name", "pk")
    return list(rows.values_list("pk", "name", "client"))
