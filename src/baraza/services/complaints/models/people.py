"""Residents who asked for a person."""

from django.db import models
from django.db.models import Q


class PersonRequest(models.Model):
    """A resident who asked to talk to a person; open until staff answered."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.SET_NULL, null=True, related_name="+")
    source_key = models.CharField(max_length=120)
    text = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "complaints_person_request"
        constraints = [models.UniqueConstraint(fields=["organisation", "source_key"], name="person_request_once")]
        indexes = [
            models.Index(
                fields=["organisation", "id"],
                condition=Q(answered_at__isnull=True),
                name="person_request_open",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
