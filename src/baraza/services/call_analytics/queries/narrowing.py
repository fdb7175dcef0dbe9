"""What a member narrows the list with: tags in use, agents and clients."""

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Agent, CallTag

_MOST_TAGS = 200


def tags_in_use() -> list[str]:
    rows = CallTag.objects.filter(organisation_id=current_organisation_id())
    return list(rows.order_by("name").values_list("name", flat=True).distinct()[:_MOST_TAGS])


def agents_with_clients() -> list[tuple[int, str, str]]:
    """Id, name and client; archived ones too, for their calls are still there."""
    rows = Agent.objects.filter(organisation_id=current_organisation_id()).order_by("name", "pk")
    return list(rows.values_list("pk", "name", "client"))
