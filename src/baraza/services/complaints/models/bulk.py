"""One act on many complaints: what was asked for, and what became of each row."""

from django.db import models


class BulkAct(models.Model):
    class Stage(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.UUIDField(help_text="Of the form: sent twice, done once")
    act = models.CharField(max_length=20)
    value = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RUNNING)
    total = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_bulk_act"
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="bulk_act_once")]

    def __str__(self) -> str:
        return f"{self.act} on {self.total}"


class BulkRow(models.Model):
    """A complaint in such an act; `before` holds what an undo puts back, `version_after` tells later changes."""

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        CHANGED = "changed"
        SAME = "same"
        MEANWHILE = "meanwhile"
        NOT_POSSIBLE = "not_possible"
        NOT_ALLOWED = "not_allowed"
        GONE = "gone"
        UNDONE = "undone"
        KEPT = "kept"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    bulk = models.ForeignKey("complaints.BulkAct", on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=20)
    version = models.PositiveIntegerField(help_text="That the person saw")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    before = models.JSONField(default=dict)
    version_after = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "complaints_bulk_row"
        constraints = [models.UniqueConstraint(fields=["bulk", "reference"], name="bulk_row_once")]
        indexes = [models.Index(fields=["bulk", "outcome", "id"], name="bulk_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.outcome}"
