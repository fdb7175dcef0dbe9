"""The clock and the pulse of the workers; the queue itself is PgQueuer's."""

from django.db import models


class PeriodicRun(models.Model):
    """When something is due next; whoever moves the row on may enqueue it, so it happens once per period."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    enqueued_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "jobs_periodic"

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """A worker process that says every few seconds that it is well."""

    id = models.UUIDField(primary_key=True)
    host = models.CharField(max_length=200)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    class Meta:
        db_table = "jobs_worker"

    def __str__(self) -> str:
        return f"worker {self.process} on {self.host}"
