"""Which report turned out to be the same as another one, and how to put it back."""

from django.db import models
from django.db.models import F, Q

from baraza.services.complaints.states import State


class Merge(models.Model):
    """`state_before` and `acknowledged_before` are what the report returns to when it is split off again."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    survivor = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    state_before = models.CharField(max_length=20)
    acknowledged_before = models.DateTimeField(null=True)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_merge"
        constraints = [
            models.UniqueConstraint(fields=["duplicate"], condition=Q(undone_at__isnull=True), name="merge_once"),
            models.CheckConstraint(condition=~Q(duplicate=F("survivor")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(state_before__in=[s.value for s in State if s is not State.DUPLICATE]),
                name="merge_state_before_known",
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"
