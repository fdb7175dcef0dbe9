"""The SQL of boards' figures, from `rules.boards`: calls in the form that is counted. Values are always parameters."""

from baraza.services.call_analytics.rules.boards import ADDED, BUCKET_MS, LONGEST_MS

KEYS = ("zone", "day", "hour", "agent_id", "currency")
LATENCY_KEYS = ("zone", "day", "agent_id", "bucket")
COLUMNS = tuple(ADDED)
_LOCAL = "c.at AT TIME ZONE o.time_zone"
_FROM = (
    "FROM calls_call AS c JOIN organisation AS o ON o.id = c.organisation_id"
    " WHERE c.organisation_id = %(organisation)s AND c.agent_id IS NOT NULL"
)
COUNTED_CALLS = (
    f"SELECT o.time_zone AS zone, ({_LOCAL})::date AS day, extract(hour FROM {_LOCAL})::smallint AS hour, c.agent_id,"  # noqa: S608 - our names
    f" c.currency, {', '.join(f'sum({what}) AS {name}' for name, what in ADDED.items())} {_FROM} GROUP BY 1, 2, 3, 4, 5"
)
COUNTED_LATENCY = (
    f"SELECT o.time_zone AS zone, ({_LOCAL})::date AS day, c.agent_id,"
    f" least(ceil(c.latency_p50_ms / {BUCKET_MS}.0) * {BUCKET_MS}, {LONGEST_MS})::int AS bucket, count(*) AS calls"
    f" {_FROM} AND c.latency_p50_ms IS NOT NULL GROUP BY 1, 2, 3, 4"
)
