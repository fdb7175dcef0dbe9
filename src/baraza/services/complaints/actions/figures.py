"""Keeps the figures: folds changes into totals, counts anew. Both may be killed at any moment and run at once."""

import logging

from django.db import connection
from django.db.models import F

from baraza.core.organisations.queries import get_organisation, list_organisations
from baraza.core.tenancy.scope import organisation_scope
from baraza.core.tenancy.searching import organisations_having
from baraza.services.complaints.models import FigureChange, FigureZone
from baraza.services.complaints.queries.figures_sql import COMPLAINTS, every_count

logger = logging.getLogger(__name__)

BATCH = 20_000
# Of this lock and the organisation's number: whoever writes totals has it, and readers need none.
_LOCK = 0x6669_6775
# The same number stands in the triggers' migration.
_ZONE_LOCK = 1718122606
_EMPTY = "DELETE FROM complaints_figure WHERE organisation_id = %s AND number = 0"
_FOLD = f"""
WITH form AS MATERIALIZED (
    DELETE FROM complaints_figure_change WHERE id IN (
        SELECT id FROM complaints_figure_change WHERE organisation_id = %(organisation)s ORDER BY id LIMIT %(batch)s)
    RETURNING *
), counts AS ({every_count("form")}), written AS (
    INSERT INTO complaints_figure AS kept (organisation_id, measure, dimension, day, value, number)
    SELECT %(organisation)s, measure, dimension, day, value, number FROM counts
    ON CONFLICT (organisation_id, measure, dimension, day, value)
        DO UPDATE SET number = kept.number + EXCLUDED.number
)
SELECT count(*) FROM form
"""  # noqa: S608 - our names
_REBUILD = f"""
WITH form AS MATERIALIZED ({COMPLAINTS}), gone AS (
    DELETE FROM complaints_figure_change WHERE organisation_id = %(organisation)s
), counts AS MATERIALIZED ({every_count("form")}), written AS (
    INSERT INTO complaints_figure (organisation_id, measure, dimension, day, value, number)
    SELECT %(organisation)s, measure, dimension, day, value, number FROM counts
    ON CONFLICT (organisation_id, measure, dimension, day, value) DO UPDATE SET number = EXCLUDED.number
), emptied AS (
    DELETE FROM complaints_figure AS kept WHERE organisation_id = %(organisation)s AND NOT EXISTS (
        SELECT FROM counts WHERE (counts.measure, counts.dimension, counts.day, counts.value)
            = (kept.measure, kept.dimension, kept.day, kept.value))
), zoned AS (
    UPDATE complaints_figure_zone SET counted = true WHERE organisation_id = %(organisation)s
)
SELECT count(*) FROM form
"""  # noqa: S608 - our names


def fold_figures() -> int:
    """Every organisation's waiting changes; counts anew where that is due. The number of changes folded."""
    everybody = [one.id for one in list_organisations()]
    moved = FigureZone.objects.exclude(counted=True, time_zone=F("organisation__time_zone"))
    waiting = organisations_having(FigureChange.objects.all(), moved, among=everybody)
    return sum(fold_organisation(organisation_id=one) for one in waiting)


def fold_organisation(*, organisation_id: int) -> int:
    """The number of changes folded; 0 when there are none or another process is at it."""
    if not _counted_by_its_days(organisation_id=organisation_id):
        rebuild_figures(organisation_id=organisation_id)
    folded = 0
    while number := _fold_batch(organisation_id=organisation_id):
        folded += number
    return folded


def _counted_by_its_days(*, organisation_id: int) -> bool:
    """Not after an upgrade, and not when the organisation has moved to another time zone."""
    with organisation_scope(organisation_id=organisation_id):
        kept = FigureZone.objects.filter(pk=organisation_id).first()
        wanted = get_organisation(organisation_id=organisation_id).time_zone
        return kept is None or (kept.counted and kept.time_zone == wanted)


def _fold_batch(*, organisation_id: int) -> int:
    with organisation_scope(organisation_id=organisation_id):
        if not FigureChange.objects.filter(organisation_id=organisation_id).exists():
            return 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, organisation_id])
            if not cursor.fetchone()[0]:
                return 0
            cursor.execute(_FOLD, {"organisation": organisation_id, "batch": BATCH})
            folded = int(cursor.fetchone()[0])
            cursor.execute(_EMPTY, [organisation_id])
            return folded


def rebuild_figures(*, organisation_id: int) -> int:
    """Counts all complaints anew by the organisation's present time zone; the number counted. Nobody waits for it.

    The count, the removal of the changes it contains and the new totals are one statement and see one moment: what is
    committed while it runs stays in its changes.
    """
    _move_to_its_zone(organisation_id=organisation_id)
    with organisation_scope(organisation_id=organisation_id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, organisation_id])
        zone = FigureZone.objects.get(pk=organisation_id).time_zone
        cursor.execute(_REBUILD, {"organisation": organisation_id, "zone": zone})
        number = int(cursor.fetchone()[0])
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    logger.info("Counted %d complaints of organisation %d anew.", number, organisation_id)
    return number


def _move_to_its_zone(*, organisation_id: int) -> None:
    """Changes that are being written still have the old zone's days: they end before the new zone holds for anybody."""
    with organisation_scope(organisation_id=organisation_id), connection.cursor() as cursor:
        zone = get_organisation(organisation_id=organisation_id).time_zone
        if FigureZone.objects.filter(pk=organisation_id, time_zone=zone).exists():
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ZONE_LOCK, organisation_id])
        FigureZone.objects.update_or_create(
            organisation_id=organisation_id, defaults={"time_zone": zone, "counted": False}
        )
