"""Figures of calls: totals and the changes not yet added to them, in one form, so that whoever reads adds them all up."""

from django.db import models
from django.db.models import Q


class CallFigure(models.Model):
    """So many calls of an agent in an hour of a day of `zone`. Rows that are not `folded` are changes, with their sign."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    zone = models.CharField(max_length=40)
    day = models.DateField()
    hour = models.SmallIntegerField()
    # Not a foreign key: a change outlives what it was about until it is folded.
    agent_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    folded = models.BooleanField()
    calls = models.BigIntegerField()
    millis = models.BigIntegerField(help_text="Length in all")
    cost_micros = models.BigIntegerField()
    unpriced = models.BigIntegerField(help_text="Over, and no cost was told")
    out_under_way = models.BigIntegerField()
    out_successful = models.BigIntegerField()
    out_unsuccessful = models.BigIntegerField()
    out_answered = models.BigIntegerField()
    out_transferred = models.BigIntegerField()
    out_voicemail = models.BigIntegerField()
    out_no_answer = models.BigIntegerField()
    out_busy = models.BigIntegerField()
    out_failed = models.BigIntegerField()
    mood_positive = models.BigIntegerField()
    mood_neutral = models.BigIntegerField()
    mood_negative = models.BigIntegerField()

    class Meta:
        db_table = "calls_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "zone", "day", "hour", "agent_id", "currency"],
                condition=Q(folded=True),
                name="call_figure_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "day"], name="call_figure_of_day"),
            models.Index(fields=["organisation", "id"], condition=Q(folded=False), name="call_figure_change"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hour} agent {self.agent_id}: {self.calls}"


class CallLatencyFigure(models.Model):
    """So many calls of an agent on a day whose middle answer took up to `bucket` milliseconds."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    zone = models.CharField(max_length=40)
    day = models.DateField()
    agent_id = models.BigIntegerField()
    bucket = models.IntegerField()
    folded = models.BooleanField()
    calls = models.BigIntegerField()

    class Meta:
        db_table = "calls_latency_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "zone", "day", "agent_id", "bucket"],
                condition=Q(folded=True),
                name="call_latency_figure_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "day"], name="call_latency_figure_of_day"),
            models.Index(fields=["organisation", "id"], condition=Q(folded=False), name="call_latency_change"),
        ]

    def __str__(self) -> str:
        return f"{self.day} agent {self.agent_id} {self.bucket} ms: {self.calls}"
