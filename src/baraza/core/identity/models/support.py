"""Help from the platform: when its people worked inside an organisation, and what they did to the platform itself."""

from django.db import models
from django.db.models import F, Q

from baraza.core.identity.models.memberships import Role


class SupportAccess(models.Model):
    """A super admin acts in an organisation, in a role or in a member's place, until `ends_at` at the latest."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    user_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    member = models.ForeignKey("identity.User", on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_support_access"
        constraints = [
            models.CheckConstraint(
                condition=(~Q(role="") & Q(member__isnull=True)) | (Q(role="") & Q(member__isnull=False)),
                name="support_role_or_member",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="support_has_reason"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="support_ends"),
        ]
        indexes = [models.Index(fields=["organisation", "-started_at"], name="support_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id} until {self.ends_at}"


class PlatformEntry(models.Model):
    """What was done to the platform as a whole, which belongs to no organisation's trail; appended, never changed."""

    at = models.DateTimeField(auto_now_add=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=254)
    changes = models.JSONField(default=dict)

    class Meta:
        db_table = "identity_platform_entry"

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
