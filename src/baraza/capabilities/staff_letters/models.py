"""What each member chose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Choice(models.Model):
    """Without a row a member gets every letter and no digest. `told_until` is how far the digests have told."""

    class Digest(models.TextChoices):
        NONE = "none"
        DAY = "day"
        WEEK = "week"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    stopped = ArrayField(models.CharField(max_length=40), default=list, help_text="Kinds that are not wanted")
    digest = models.CharField(max_length=4, choices=Digest.choices, default=Digest.NONE)
    hour = models.PositiveSmallIntegerField(default=7)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="Of a weekly digest; 0 is Monday")
    next_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_letters_choice"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="letters_chosen_once"),
            models.CheckConstraint(condition=Q(hour__lte=23, weekday__lte=6), name="letters_at_a_time"),
            models.CheckConstraint(
                condition=Q(digest="none", next_at__isnull=True) | ~Q(digest="none") & Q(next_at__isnull=False),
                name="letters_digest_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "next_at"], condition=Q(next_at__isnull=False), name="letters_digest_due"
            )
        ]

    def __str__(self) -> str:
        return f"letters of {self.user_id}"
