"""What a member narrows the list with: tags in use, agents and clients."""

from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Agent

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
SELECT name FROM tag WHERE name IS NOT NULL LIMIT %(most)s
"""


def tags_in_use() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TAGS, {"organisation": current_organisation_id(), "most": _MOST_TAGS})
        return [name for (name,) in cursor.fetchall()]


def agents_with_clients() -> list[tuple[int, str, str]]:
    """Id, name and client; archived ones too, for their calls are still there."""
    rows = Agent.objects.filter(organisation_id=current_organisation_id()).order_by("name", "pk")
    return list(rows.values_list("pk", "name", "client"))
