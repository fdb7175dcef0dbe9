"""Views of the list of calls that members saved."""

from django.db import models
from django.db.models import Q


class CallView(models.Model):
    """A query string under a name; read again as carefully as any address."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        db_table = "calls_view"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "owner", "name"], condition=Q(shared=False), name="call_view_name_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(shared=True), name="call_view_shared_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="call_view_named"),
        ]

    def __str__(self) -> str:
        return self.name
