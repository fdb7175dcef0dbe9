"""What somebody said once."""

from django.db import models
from django.db.models import Q


class Feedback(models.Model):
    """Without a name: neither the resident nor the member. `source_key` is unique to the act of giving it."""

    class Source(models.TextChoices):
        RESIDENT = "resident"
        MEMBER = "member"

    class Mood(models.TextChoices):
        GOOD = "good"
        MIXED = "mixed"
        BAD = "bad"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=8, choices=Source.choices)
    source_key = models.CharField(max_length=64)
    mood = models.CharField(max_length=5, choices=Mood.choices, blank=True)
    words = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "feedback_given"
        constraints = [models.UniqueConstraint(fields=["organisation", "source_key"], name="feedback_once")]
        indexes = [
            models.Index(fields=["organisation", "-given_at", "-id"], name="feedback_newest"),
            models.Index(
                fields=["organisation", "given_at"], condition=Q(read_at__isnull=True), name="feedback_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
