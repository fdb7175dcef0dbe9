"""Files that were asked for, schedules that ask by themselves, and the letters that tell of them."""

import uuid

from django.db import models
from django.db.models import Q


class Format(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"
    PDF = "pdf", "PDF"


class Schedule(models.Model):
    class Every(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        MONTH = "month"

    class Period(models.TextChoices):
        ALL = "all"
        LAST = "last"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    format = models.CharField(max_length=4, choices=Format.choices)
    narrowing = models.JSONField(default=dict)
    narrowed_by = models.JSONField(default=list, help_text="The same in words, for people")
    period = models.CharField(max_length=4, choices=Period.choices, default=Period.ALL)
    every = models.CharField(max_length=5, choices=Every.choices)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="0 is Monday")
    day = models.PositiveSmallIntegerField(default=1, help_text="Of the month; the last one where there is none")
    hour = models.PositiveSmallIntegerField(help_text="By the organisation's clock")
    active = models.BooleanField(default=True)
    next_at = models.DateTimeField()
    created_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "exports_schedule"
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lte=23, weekday__lte=6, day__gte=1, day__lte=31), name="exports_schedule_on_the_clock"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "next_at"], condition=Q(active=True), name="exports_due")]

    def __str__(self) -> str:
        return self.title


class Recipient(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    schedule = models.ForeignKey("exports.Schedule", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "exports_recipient"
        constraints = [models.UniqueConstraint(fields=["schedule", "user"], name="exports_recipient_once")]

    def __str__(self) -> str:
        return f"{self.user_id} of schedule {self.schedule_id}"


class Export(models.Model):
    """`id` names the file on the disk, too; it is in addresses, so it cannot be guessed."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    format = models.CharField(max_length=4, choices=Format.choices)
    narrowing = models.JSONField(default=dict)
    narrowed_by = models.JSONField(default=list)
    language = models.CharField(max_length=5, default="en")
    asked_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_name = models.CharField(max_length=120)
    schedule = models.ForeignKey("exports.Schedule", on_delete=models.SET_NULL, null=True, related_name="+")
    run_key = models.CharField(max_length=60, blank=True, help_text="One file per time of a schedule")
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    failure = models.CharField(max_length=20, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="The worker of an earlier one stops")
    cancel_asked = models.BooleanField(default=False)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    bytes = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exports_export"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "run_key"], condition=~Q(run_key=""), name="exports_one_per_time"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(failure=""), name="exports_failed_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(bytes__isnull=False, expires_at__isnull=False),
                name="exports_done_has_a_file",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-asked_at", "-id"], name="exports_newest"),
            models.Index(fields=["organisation", "asked_by", "-asked_at"], name="exports_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.format} {self.state}"


class Letter(models.Model):
    """One e-mail about one file to one person; the constraint decides that there is no second."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNCERTAIN = "uncertain"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    export = models.ForeignKey("exports.Export", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "exports_letter"
        constraints = [models.UniqueConstraint(fields=["export", "user"], name="exports_letter_once")]

    def __str__(self) -> str:
        return f"letter of {self.export_id} to {self.user_id}"


class Keeping(models.Model):
    """For how many days an organisation keeps its files; 7 without a row."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    days = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "exports_keeping"
        constraints = [models.CheckConstraint(condition=Q(days__gte=1, days__lte=90), name="exports_keeping_days")]

    def __str__(self) -> str:
        return f"{self.days} days"
