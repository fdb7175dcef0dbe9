"""Which due times staff have been told of."""

from django.db import models
from django.db.models import Q

from baraza.services.complaints.rules.reminders import STAGES


class DueReminder(models.Model):
    """One per case, stage and due time: whoever writes the row tells; another due time is told anew."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "complaints_due_reminder"
        constraints = [
            models.UniqueConstraint(fields=["complaint", "stage", "due_at"], name="due_reminder_once"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="due_reminder_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.complaint_id}"
