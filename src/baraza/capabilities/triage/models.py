"""What staff decided about a guess: kept to measure triage and to train the next model."""

from django.db import models
from django.db.models import F, Q

from baraza.lib.clock import now


class Correction(models.Model):
    """One matter's guess and what a person made of it; an unchanged guess is a confirmation."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80, help_text="The matter's reference, or a digest of its text")
    text = models.TextField(help_text="With numbers, addresses and introduced names masked")
    language = models.CharField(max_length=5)
    guessed_category = models.CharField(max_length=30)
    guessed_priority = models.CharField(max_length=10)
    confidence = models.FloatField()
    model_version = models.CharField(max_length=80)
    chosen_category = models.CharField(max_length=30)
    chosen_priority = models.CharField(max_length=10)
    decided_by = models.BigIntegerField(null=True, help_text="The member's user id; empty for a resident or the system")
    decided_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "triage_correction"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "subject"], name="triage_correction_once_per_subject"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="triage_correction_confidence"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "decided_at"], name="triage_correction_by_time")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.guessed_category} → {self.chosen_category}"


def category_was_right() -> Q:
    return Q(guessed_category=F("chosen_category"))


def priority_was_right() -> Q:
    return Q(guessed_priority=F("chosen_priority"))
