"""A recording: wanted while its address at the provider holds, then ours, sealed, or refused with a reason."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Recording(models.Model):
    """`url` is emptied once the file is here or will never be."""

    class Status(models.TextChoices):
        WANTED = "wanted"
        READY = "ready"
        REFUSED = "refused"

    class Kind(models.TextChoices):
        MIXED = "mixed"
        CHANNELS = "channels"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey("call_analytics.Call", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WANTED)
    reason = models.CharField(max_length=20, blank=True)
    url = models.TextField(blank=True)
    file_id = models.UUIDField(null=True, help_text="Of the sealed file, see capabilities/media/recordings.py")
    mime = models.CharField(max_length=60, blank=True)
    bytes = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    peaks = ArrayField(
        models.SmallIntegerField(), null=True, help_text="Loudness from 0 to 100; null until worked out, else none"
    )
    seconds = models.FloatField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calls_recording"
        constraints = [
            models.UniqueConstraint(fields=["call", "kind"], name="recording_once"),
            models.CheckConstraint(condition=~Q(status="ready") | Q(file_id__isnull=False), name="recording_has_file"),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(reason=""), name="recording_has_reason"),
        ]
        indexes = [
            models.Index(fields=["organisation", "next_try_at"], condition=Q(status="wanted"), name="recording_wanted")
        ]

    def __str__(self) -> str:
        return f"recording of {self.call_id}"
