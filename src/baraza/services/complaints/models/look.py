"""How members look at the list: columns and keys that they chose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ListPreference(models.Model):
    """One member's own list."""

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable"
        COMPACT = "compact"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    columns = ArrayField(models.CharField(max_length=20), null=True, help_text="Empty: those that we show first")
    density = models.CharField(max_length=12, choices=Density.choices, default=Density.COMFORTABLE)
    keys = models.BooleanField(default=True, help_text="Whether single letters move through the list")

    class Meta:
        db_table = "complaints_list_preference"
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="list_preference_once")]

    def __str__(self) -> str:
        return f"list of user {self.user_id}"
