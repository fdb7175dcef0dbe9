"""Outages and notices, and which reports staff keep from the public pages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from baraza.services.complaints.rules.publicity import NOTICE_KINDS


class Notice(models.Model):
    """What an organisation tells its residents for a while; without wards it is for everybody."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    titles = models.JSONField(help_text="By language")
    texts = models.JSONField(help_text="By language")
    wards = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "complaints_notice"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(NOTICE_KINDS)), name="notice_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")), name="notice_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-begins_at", "-id"], name="notice_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class KeptFromPublic(models.Model):
    """A report that staff took off the public pages, or whose words they did; without a row nothing is kept back."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    words_only = models.BooleanField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "complaints_kept_from_public"
        indexes = [models.Index(fields=["organisation", "-at"], name="kept_from_public_newest")]

    def __str__(self) -> str:
        return f"{self.complaint_id} kept from the public"
