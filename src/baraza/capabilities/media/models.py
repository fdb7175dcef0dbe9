"""Photos: where they came from, what became of them, and what they told before they were stripped."""

import uuid

from django.db import models
from django.db.models import Q


class Media(models.Model):
    """`id` is unguessable, because it is named in addresses that people pass on."""

    class Status(models.TextChoices):
        FETCHING = "fetching"
        READY = "ready"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, null=True, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.JSONField(null=True, help_text="The provider's words for a file that is to be fetched")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.FETCHING)
    reason = models.CharField(max_length=20, blank=True, help_text="Why it was refused, see photos.Refusal")
    attempts = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the stored photo, not of what was sent")
    mime = models.CharField(max_length=40, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    bytes = models.PositiveIntegerField(null=True)
    storage_name = models.CharField(max_length=64, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "media"
        constraints = [
            models.CheckConstraint(condition=~Q(status="ready") | ~Q(storage_name=""), name="media_ready_is_stored"),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(reason=""), name="media_refused_has_reason"),
        ]

    def __str__(self) -> str:
        return f"media {self.pk} {self.status}"
