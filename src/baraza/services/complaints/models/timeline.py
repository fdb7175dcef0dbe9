"""What was said and what happened."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """A line of a complaint's timeline: words of the resident or of staff, or a change."""

    class Kind(models.TextChoices):
        COMMENT = "comment"
        REPLY = "reply"
        NOTE = "note"
        CHANGE = "change"
        PHOTO = "photo"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    source_key = models.CharField(max_length=120, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    media_id = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(null=True, help_text="Of the complaint after this change")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "complaints_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "source_key"],
                condition=~Q(source_key=""),
                name="entry_source_once",
            ),
        ]
        indexes = [
            models.Index(fields=["complaint", "id"], name="entry_timeline"),
            models.Index(fields=["organisation", "-id"], name="entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
