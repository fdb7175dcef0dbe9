"""What members were told in the console."""

from django.db import models
from django.db.models import Q


class MemberNotice(models.Model):
    """One thing that concerns one member; `kind`, `subject` and `facts` become words when the page is made."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "live_member_notice"
        constraints = [models.UniqueConstraint(fields=["organisation", "user", "key"], name="member_notice_once")]
        indexes = [
            models.Index(fields=["organisation", "user", "-id"], name="member_notice_newest"),
            models.Index(
                fields=["organisation", "user"], condition=Q(read_at__isnull=True), name="member_notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
