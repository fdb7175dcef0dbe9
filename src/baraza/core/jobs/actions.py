"""What operators do with jobs that were given up, and with the queue's own history."""

from django.db import connection
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder

_REQUEUE = QueryQueueBuilder().build_requeue_jobs_query().replace("$1", "%s")
_HISTORY_DAYS = 7


def replay_dead_letters(*, ids: list[int] | None = None) -> int:
    """Puts these dead letters, or all, back into the queue with their attempts counted anew; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_REQUEUE, [ids if ids is not None else _failed_ids()])
        return int(cursor.rowcount)


def purge_dead_letters(*, ids: list[int] | None = None) -> int:
    """Forgets these dead letters, or all, for good; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM pgqueuer WHERE status = 'failed' AND id = ANY(%s)",
            [ids if ids is not None else _failed_ids()],
        )
        return int(cursor.rowcount)


def forget_history() -> int:
    """The queue's log is kept for a week: long enough to see what happened, too short to grow without end."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pgqueuer_log WHERE created < now() - make_interval(days => %s)", [_HISTORY_DAYS])
        return int(cursor.rowcount)


def _failed_ids() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM pgqueuer WHERE status = 'failed'")
        return [row[0] for row in cursor.fetchall()]
