"""Compares the kept figures with a full count, all of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.queries.figures_read import figures_zone
from baraza.services.complaints.queries.figures_sql import COMPLAINTS, every_count

_COMPARE = f"""
WITH form AS MATERIALIZED ({COMPLAINTS}), waiting AS MATERIALIZED (
    SELECT * FROM complaints_figure_change WHERE organisation_id = %(organisation)s
), kept AS (
    SELECT measure, dimension, day, value, sum(number) AS number FROM (
        SELECT measure, dimension, day, value, number FROM complaints_figure WHERE organisation_id = %(organisation)s
        UNION ALL {every_count("waiting")}
    ) AS both_parts GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0
), counted AS ({every_count("form")})
SELECT measure, dimension, day, value, coalesce(kept.number, 0)::bigint, coalesce(counted.number, 0)::bigint
FROM kept FULL JOIN counted USING (measure, dimension, day, value)
WHERE kept.number IS DISTINCT FROM counted.number
ORDER BY 1, 2, 3, 4 LIMIT %(limit)s
"""  # noqa: S608 - our names


@dataclass(frozen=True, kw_only=True)
class Difference:
    measure: str
    dimension: str
    day: date
    value: str
    kept: int
    counted: int


def figure_differences(*, limit: int = 100) -> list[Difference]:
    """Figures that differ from a full count at this moment; both are read in one statement."""
    values: dict[str, Any] = {"organisation": current_organisation_id(), "zone": figures_zone().name, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_COMPARE, values)
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    return [
        Difference(measure=measure, dimension=dimension, day=day, value=value, kept=kept, counted=counted)
        for measure, dimension, day, value, kept, counted in rows
    ]
