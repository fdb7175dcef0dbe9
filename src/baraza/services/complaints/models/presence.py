"""Who has a report open at this moment, so that two clerks do not do the same work."""

from django.db import models


class Presence(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_presence"
        constraints = [models.UniqueConstraint(fields=["complaint", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"presence {self.pk}"
