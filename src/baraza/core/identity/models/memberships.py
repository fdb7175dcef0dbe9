"""What a person may be in which organisation."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """`CUSTOM` stands for a role that the organisation made; which one is in the column beside it."""

    ORG_ADMIN = "org_admin", "Organisation admin"
    SUPERVISOR = "supervisor", "Supervisor"
    AGENT = "agent", "Clerk"
    ORG_VIEWER = "org_viewer", "Viewer"
    CUSTOM = "custom", "Own role"


# The same for whoever is a member and whoever is invited to be one.
_ONE_ROLE = Q(role="custom", custom_role__isnull=False) | (~Q(role="custom") & Q(custom_role__isnull=True))


# Whoever sees certain clients alone reads, and nothing else.
_CLIENTS_READ = Q(clients=[]) | Q(role="org_viewer")


class Membership(models.Model):
    """`clients` are those of the organisation whose matters this member sees; empty is all."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    custom_role = models.ForeignKey("identity.CustomRole", on_delete=models.PROTECT, null=True, related_name="+")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    clients = ArrayField(models.CharField(max_length=120), default=list, db_default=[], blank=True)

    class Meta:
        db_table = "identity_membership"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(condition=_ONE_ROLE, name="membership_one_role"),
            models.CheckConstraint(condition=_CLIENTS_READ, name="membership_clients_read"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.organisation_id}"


class Invitation(models.Model):
    """Somebody may become a member by the link that was mailed; of the link only a digest is kept."""

    class Mail(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    custom_role = models.ForeignKey("identity.CustomRole", on_delete=models.PROTECT, null=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by_id = models.BigIntegerField()
    invited_by_name = models.CharField(max_length=120)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    mail_state = models.CharField(max_length=7, choices=Mail.choices, default=Mail.WAITING)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    clients = ArrayField(models.CharField(max_length=120), default=list, db_default=[], blank=True)

    class Meta:
        db_table = "identity_invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"], condition=Q(used_at__isnull=True), name="invitation_open_once"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(condition=_ONE_ROLE, name="invitation_one_role"),
            models.CheckConstraint(condition=_CLIENTS_READ, name="invitation_clients_read"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.organisation_id}"


class AccessReview(models.Model):
    """Somebody looked through who has access and found it right; `people` and `keys` say how much there was."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    people = models.PositiveIntegerField()
    keys = models.PositiveIntegerField()

    class Meta:
        db_table = "identity_access_review"
        indexes = [models.Index(fields=["organisation", "-at"], name="access_review_newest")]

    def __str__(self) -> str:
        return f"review by {self.by_name}"
