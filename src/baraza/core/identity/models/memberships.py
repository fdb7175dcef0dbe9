"""What a person may be in which organisation."""

from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    ORG_ADMIN = "org_admin", "Organisation admin"
    SUPERVISOR = "supervisor", "Supervisor"
    AGENT = "agent", "Clerk"
    ORG_VIEWER = "org_viewer", "Viewer"


class Membership(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "identity_membership"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.organisation_id}"
