"""Endpoints, what happened, its way to each endpoint, and every try."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Endpoint(models.Model):
    """`secrets_sealed` holds `current` and, until `previous_until`, `previous`: both sign meanwhile."""

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        STOPPED = "stopped"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=60))
    secrets_sealed = models.BinaryField()
    previous_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.ACTIVE)
    stopped_because = models.CharField(max_length=10, blank=True, help_text="gone or failing")
    failing_since = models.DateTimeField(null=True, help_text="Nothing was taken since")
    taken_at = models.DateTimeField(null=True, help_text="When it last took something")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "webhooks_endpoint"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stopped_because=""), name="webhooks_stopped_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """`id` is the message's own and the same in every try and replay; `key` keeps it from being told twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "webhooks_event"
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="webhooks_event_once")]
        indexes = [models.Index(fields=["organisation", "at"], name="webhooks_event_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Delivery(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        FAILED = "failed"
        HELD = "held"

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    endpoint = models.ForeignKey("webhooks.Endpoint", on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey("webhooks.Event", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0, help_text="Since it was last sent off")
    next_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "webhooks_delivery"
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="webhooks_delivery_once")]
        indexes = [models.Index(fields=["endpoint", "-id"], name="webhooks_delivery_newest")]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.endpoint_id}"


class Try(models.Model):
    """One request. `status` is empty where there was no answer; `trouble` says why, as a code."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    delivery = models.ForeignKey("webhooks.Delivery", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=10, blank=True)
    excerpt = models.CharField(max_length=500, blank=True, help_text="How the answer begins")

    class Meta:
        db_table = "webhooks_try"

    def __str__(self) -> str:
        return f"{self.status or self.trouble} at {self.at}"
