"""What an organisation wants to be told of by itself, and what it was told."""

from django.db import models
from django.db.models import Q


class AlertRule(models.Model):
    """`agent` None means all agents together, and each one by itself for silence."""

    class Kind(models.TextChoices):
        ERRORS = "errors"
        SPEND_DAY = "spend_day"
        SPEND_MONTH = "spend_month"
        SILENCE = "silence"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    agent = models.ForeignKey("call_analytics.Agent", on_delete=models.CASCADE, null=True, related_name="+")
    percent = models.PositiveSmallIntegerField(null=True, help_text="Of the newest `calls`, that failed")
    calls = models.PositiveIntegerField(null=True)
    limit_micros = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, help_text="Usual hours without a call")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "calls_alert_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="errors", percent__range=(1, 100), percent__isnull=False, calls__gte=1, calls__isnull=False
                )
                | Q(kind__in=["spend_day", "spend_month"], limit_micros__gt=0, limit_micros__isnull=False)
                & ~Q(currency="")
                | Q(kind="silence", hours__gte=1, hours__isnull=False),
                name="alert_rule_has_its_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation_id}"


class Alert(models.Model):
    """One for each episode: from when the rule was first met until it no longer was. It outlives its rule."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    rule = models.ForeignKey("call_analytics.AlertRule", on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=AlertRule.Kind.choices)
    agent = models.ForeignKey("call_analytics.Agent", on_delete=models.CASCADE, null=True, related_name="+")
    about = models.CharField(max_length=20, help_text="The agent's id; empty for all together")
    episode = models.CharField(max_length=40, help_text="The day or month of a spend; else when it began")
    facts = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by_id = models.BigIntegerField(null=True)
    acknowledged_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "calls_alert"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "about"], condition=Q(ended_at__isnull=True), name="alert_open_once"
            ),
            models.UniqueConstraint(fields=["rule", "about", "episode"], name="alert_once_per_episode"),
        ]
        indexes = [models.Index(fields=["organisation", "-began_at", "-id"], name="alert_newest")]

    def __str__(self) -> str:
        return f"{self.kind} since {self.began_at}"


class AlertLetter(models.Model):
    """An e-mail to one person. One that was being sent when its worker died may have gone: it is not sent again."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    alert = models.ForeignKey("call_analytics.Alert", on_delete=models.CASCADE, related_name="+")
    user_id = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up = models.BooleanField(default=False)

    class Meta:
        db_table = "calls_alert_letter"
        constraints = [models.UniqueConstraint(fields=["alert", "user_id"], name="alert_letter_once")]

    def __str__(self) -> str:
        return f"letter to {self.user_id} about {self.alert_id}"
