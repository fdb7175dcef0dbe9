"""What every worker does each second beside its jobs: say that it is well, and enqueue what is due by the clock."""

import os
import socket
import uuid
from datetime import timedelta

from django.db import connections, transaction

from baraza.core.jobs.models import PeriodicRun, Worker
from baraza.core.jobs.queue import enqueue
from baraza.core.jobs.registry import PERIODIC_PREFIX, Period, periods
from baraza.lib.clock import now

FORGOTTEN_AFTER = timedelta(hours=1)


class Pulse:
    """One per worker process."""

    def __init__(self, *, worker_id: uuid.UUID) -> None:
        self._worker_id = worker_id

    def beat(self) -> None:
        try:
            moment = now()
            Worker.objects.update_or_create(
                id=self._worker_id,
                defaults={"beat_at": moment},
                create_defaults={
                    "host": socket.gethostname(),
                    "process": os.getpid(),
                    "started_at": moment,
                    "beat_at": moment,
                },
            )
            enqueue_what_is_due()
        finally:
            connections.close_all()

    def stop(self) -> None:
        try:
            Worker.objects.filter(id=self._worker_id).delete()
            Worker.objects.filter(beat_at__lt=now() - FORGOTTEN_AFTER).delete()
        finally:
            connections.close_all()


def enqueue_what_is_due() -> None:
    """Whoever moves a row on enqueues its job, in the same transaction: once per period among all workers."""
    known = dict(PeriodicRun.objects.values_list("name", "due_at"))
    moment = now()
    for period in periods():
        if period.name not in known:
            PeriodicRun.objects.get_or_create(name=period.name, defaults={"due_at": moment})
        elif known[period.name] > moment:
            continue
        with transaction.atomic():
            _claim(period)


def _claim(period: Period) -> None:
    moment = now()
    row = PeriodicRun.objects.select_for_update(skip_locked=True).filter(name=period.name, due_at__lte=moment).first()
    if row is None:
        return
    step = timedelta(seconds=period.every_seconds)
    # On the old beat, so that it does not drift, and only once for all periods that were missed.
    row.due_at += step * ((moment - row.due_at) // step + 1)
    row.enqueued_at = moment
    row.save(update_fields=["due_at", "enqueued_at"])
    enqueue(job=PERIODIC_PREFIX + period.name, organisation_id=None, arguments={}, key="due")
