"""What residents thought of how their matter was dealt with."""

from django.db import models
from django.db.models import Q


class Rating(models.Model):
    """One per complaint; who rates again corrects the first."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    stars = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_rating"
        constraints = [models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="rating_one_to_five")]
        indexes = [models.Index(fields=["organisation", "rated_at"], name="rating_by_day")]

    def __str__(self) -> str:
        return f"{self.stars} of 5"
