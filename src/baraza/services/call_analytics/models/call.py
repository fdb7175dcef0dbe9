"""A call: what lists, boards and bills ask of it. What is read one call at a time stands in its detail."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from baraza.services.call_analytics.states import State


class Call(models.Model):
    """Without `agent` it waits until the agent is added: nobody reads it, nothing of it is lost.

    `at` orders lists: when it began, or when we first heard of it. Money is in millionths of the minor unit.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    connection = models.ForeignKey("ingress.Connection", on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey(
        "call_analytics.Agent", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    agent_external_id = models.CharField(max_length=120, blank=True)
    agent_version = models.CharField(max_length=20, blank=True)
    medium = models.CharField(max_length=10, blank=True, help_text="phone or web")
    direction = models.CharField(max_length=10, blank=True, help_text="inbound or outbound")
    from_number = models.CharField(max_length=60, blank=True)
    to_number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told_duration_ms = models.BigIntegerField(null=True, help_text="As the provider told it, believable or not")
    duration_ms = models.BigIntegerField(null=True)
    state = models.CharField(max_length=13, choices=[(state.value, state.value) for state in State])
    reason = models.CharField(max_length=60, blank=True, help_text="Why it ended, in the provider's word")
    outcome = models.CharField(max_length=12)
    sentiment = models.CharField(max_length=20, blank=True)
    successful = models.BooleanField(null=True)
    in_voicemail = models.BooleanField(null=True)
    cost_micros = models.BigIntegerField(null=True, help_text="Null is unpriced, never nought")
    currency = models.CharField(max_length=3, blank=True)
    billed_seconds = models.IntegerField(null=True)
    latency_p50_ms = models.IntegerField(null=True)
    latency_p95_ms = models.IntegerField(null=True)
    doubts = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    stage = models.PositiveSmallIntegerField(default=0, help_text="How final the event was that told us most")
    first_heard_at = models.DateTimeField()
    started_heard_at = models.DateTimeField(null=True, help_text="By webhook, as the two after it")
    ended_heard_at = models.DateTimeField(null=True)
    analyzed_heard_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="When the back-fill last saw it at the provider")
    repaired = models.BooleanField(default=False, help_text="The back-fill brought or corrected it")
    disposition = models.CharField(max_length=20, blank=True, help_text="What the desk made of it")
    forgotten_at = models.DateTimeField(null=True, help_text="When numbers and fields were taken out, for good")
    asked_to_forget_at = models.DateTimeField(
        null=True, help_text="When it was cleared because the caller asked; what went before was too old to be kept"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "calls_call"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "external_id"], name="call_once"),
            models.CheckConstraint(
                condition=Q(duration_ms=None) | Q(duration_ms__gte=0), name="call_duration_positive"
            ),
            models.CheckConstraint(condition=Q(cost_micros=None) | ~Q(currency=""), name="call_cost_has_currency"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-at", "-id"], name="call_newest"),
            models.Index(fields=["agent", "-at", "-id"], name="call_newest_of_agent"),
            models.Index(fields=["organisation", "outcome", "-at", "-id"], name="call_newest_of_outcome"),
            models.Index(fields=["organisation", "state", "-at", "-id"], name="call_newest_of_state"),
            # Few are settled: without it, who looks for those reads all the others.
            models.Index(
                fields=["organisation", "disposition", "-at", "-id"],
                condition=~Q(disposition=""),
                name="call_newest_settled",
            ),
            models.Index(
                fields=["organisation", "sentiment", "-at", "-id"],
                condition=Q(sentiment__in=["negative", "unknown"]),
                name="call_newest_of_rare_mood",
            ),
            models.Index(fields=["organisation", "duration_ms"], name="call_by_length"),
            models.Index(fields=["organisation", "cost_micros"], name="call_by_cost"),
            models.Index(
                fields=["organisation", "agent_external_id"], condition=Q(agent=None), name="call_without_agent"
            ),
        ]

    def __str__(self) -> str:
        return self.external_id
