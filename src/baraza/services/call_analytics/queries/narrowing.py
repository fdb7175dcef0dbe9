"""What a member narrows the list with: tags in use, agents and clients."""

from django.db import connection

from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.queries.filters import agents_seen

_MOST_TAGS = 200
# From each name to the one after it in the index, however many calls have it: a DISTINCT would read all of them.
_TAGS = """
WITH RECURSIVE tag AS (
    (SELECT name FROM calls_tag WHERE organisation_id = %(organisation)s ORDER BY name LIMIT 1)
    UNION ALL
    SELECT (SELECT further.name FROM calls_tag AS further
            WHERE further.organisation_id = %(organisation)s AND further.name > tag.name
            ORDER BY further.name LIMIT 1)
    FROM tag WHERE tag.name IS NOT NULL
)
SELECT name FROM tag WHERE name IS NOT NULL
    AND (%(clients)s::text[] = '{}' OR EXISTS (
        SELECT FROM calls_tag AS own JOIN calls_call AS call ON call.id = own.call_id
        JOIN calls_agent AS agent ON agent.id = call.agent_id
        WHERE own.organisation_id = %(organisation)s AND own.name = tag.name AND agent.client = ANY(%(clients)s)))
LIMIT %(most)s
"""


def tags_in_use(*, actor: Actor) -> list[str]:
    values: dict[str, int | list[str]] = {
        "organisation": current_organisation_id(),
        "most": _MOST_TAGS,
        "clients": sorted(actor.clients),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAGS, values)
        return [name for (name,) in cursor.fetchall()]


def agents_with_clients(*, actor: Actor) -> list[tuple[int, str, str]]:
    """Id, name and client; archived ones too, for their calls are still there."""
    rows = agents_seen(actor=actor).order_by("name", "pk")
    return list(rows.values_list("pk", "name", "client"))
