"""Views of lists, and with which of them a member's list opens."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import Q

# For so long a removed view can be taken back.
BACK_WITHIN: Final = timedelta(days=1)


class SavedView(models.Model):
    """A query string under a name; read again as carefully as any address."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=40, help_text="The name that its service declared")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "saved_view"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "list", "owner", "name"],
                condition=Q(shared=False, removed_at=None),
                name="view_name_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "list", "name"],
                condition=Q(shared=True, removed_at=None),
                name="view_shared_name_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="view_named"),
        ]

    def __str__(self) -> str:
        return self.name


class FirstView(models.Model):
    """The list of this member opens with it when the address says nothing."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=40)
    view = models.ForeignKey("saved_views.SavedView", on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "saved_view_first"
        constraints = [models.UniqueConstraint(fields=["organisation", "user", "list"], name="first_view_once")]

    def __str__(self) -> str:
        return f"view {self.view_id} of user {self.user_id}"
