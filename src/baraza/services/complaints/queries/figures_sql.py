"""The SQL of the figures, put together from `rules.figures`: complaints in the form that is counted, and the counts.

Only names from those rules become part of a statement; values are always parameters.
"""

from collections.abc import Iterable

from baraza.services.complaints.rules.figures import DIMENSIONS, MEASURES, NO_DAY, SEPARATOR, STANDING_BY

_DAY = "(c.{} AT TIME ZONE %(zone)s)::date"
# What the triggers write of a complaint, reckoned from the complaint itself.
FORM = {
    **{
        name: f"c.{name}"
        for name in (
            "organisation_id", "state", "category", "priority", "ward_code", "area_code",
            "channel", "language", "team_id", "assignee_id",
        )
    },
    "opened_on": _DAY.format("opened_at"),
    "opened_hour": "extract(hour FROM c.opened_at AT TIME ZONE %(zone)s)::smallint",
    "acknowledged_on": _DAY.format("acknowledged_at"),
    "resolved_on": _DAY.format("resolved_at"),
    "in_time": "coalesce(c.resolved_at <= c.due_at, false)",
    "closed_on": _DAY.format("closed_at"),
    "reopened_on": _DAY.format("reopened_at"),
}  # fmt: skip
COMPLAINTS = (
    "SELECT "  # noqa: S608 - our names
    + ", ".join(f"{expression} AS {name}" for name, expression in FORM.items())
    + ", 1 AS number FROM complaints_complaint AS c WHERE c.organisation_id = %(organisation)s"
)
_NO_DAY = f"DATE '{NO_DAY.isoformat()}'"


def value_of(dimension: str) -> str:
    """The text under which a form's values of the dimension are counted."""
    texts = [f"coalesce({column}::text, '')" for column in DIMENSIONS[dimension]]
    return f" || '{SEPARATOR}' || ".join(texts) or "''"


def every_count(source: str) -> str:
    """(measure, dimension, day, value, number) of all figures of the forms in `source`, in one pass per measure."""
    parts = [_grouped(source, measure="state", day=_NO_DAY, condition="", by=STANDING_BY)]
    parts += [
        _grouped(source, measure=f"'{one.name}'", day=one.day, condition=one.condition, by=one.by)
        for one in MEASURES.values()
    ]
    return "\nUNION ALL\n".join(parts)


def one_count(source: str, *, measures: Iterable[str], dimension: str) -> str:
    """(measure, dimension, day, value, number) of the forms in `source` for some measures; "state" are the standing ones."""
    parts = []
    for name in measures:
        if name == "state":
            label, day, condition = "state", _NO_DAY, "state = ANY(%(states)s)"
        else:
            measure = MEASURES[name]
            label, day, condition = f"'{name}'", measure.day, f"{measure.day} BETWEEN %(first)s AND %(last)s"
            condition += f" AND {measure.condition}" if measure.condition else ""
        parts.append(
            f"SELECT {label} AS measure, '{dimension}' AS dimension, {day} AS day, {value_of(dimension)} AS value,"  # noqa: S608
            f" sum(number) AS number FROM {source} AS form"
            f" WHERE organisation_id = %(organisation)s AND {condition} GROUP BY 1, 2, 3, 4"
        )
    return "\nUNION ALL\n".join(parts)


def _grouped(source: str, *, measure: str, day: str, condition: str, by: tuple[str, ...]) -> str:
    """Grouping sets, and the name of each set from which columns it left out."""
    columns = list(dict.fromkeys(column for name in by for column in DIMENSIONS[name]))
    keys = ["state"] if measure == "state" else [day]
    sets = ", ".join(f"({', '.join([*keys, *DIMENSIONS[name]])})" for name in by)
    masks = {name: _mask(columns, DIMENSIONS[name]) for name in by}
    grouping = f"GROUPING({', '.join(columns)})"
    dimension = " ".join(f"WHEN {mask} THEN '{name}'" for name, mask in masks.items())
    value = " ".join(f"WHEN {masks[name]} THEN {value_of(name)}" for name in by)
    where = " AND ".join(part for part in ("" if measure == "state" else f"{day} IS NOT NULL", condition) if part)
    return (
        f"SELECT {measure} AS measure, CASE {grouping} {dimension} END AS dimension, {day} AS day,"  # noqa: S608
        f" CASE {grouping} {value} END AS value, sum(number) AS number"
        f" FROM {source} AS form {'WHERE ' + where if where else ''}"
        f" GROUP BY GROUPING SETS ({sets}) HAVING sum(number) <> 0"
    )


def _mask(columns: list[str], kept: tuple[str, ...]) -> int:
    """GROUPING's number: a bit for each column that is not part of the set, the first column the highest."""
    return sum(1 << place for place, column in enumerate(reversed(columns)) if column not in kept)


TOTALS = (
    "SELECT measure, dimension, day, value, number FROM complaints_figure WHERE organisation_id = %(organisation)s"
    " AND measure = ANY(%(kept)s) AND dimension = ANY(%(dimensions)s) AND day BETWEEN %(first)s AND %(last)s"
)
