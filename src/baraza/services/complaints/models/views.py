"""How members look at the list: views that they saved, columns and keys that they chose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """A query string under a name; read again as carefully as any address."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "complaints_saved_view"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "owner", "name"], condition=Q(shared=False), name="saved_view_name_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(shared=True), name="saved_view_shared_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_named"),
        ]

    def __str__(self) -> str:
        return self.name


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
    default_view = models.ForeignKey("complaints.SavedView", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "complaints_list_preference"
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="list_preference_once")]

    def __str__(self) -> str:
        return f"list of user {self.user_id}"
