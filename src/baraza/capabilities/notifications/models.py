"""Codes that show whose telephone or e-mail address it is."""

import uuid

from django.db import models


class OneTimeCode(models.Model):
    """Six digits, kept as a digest. Without a contact nobody was told: the asker must not learn who is known here.

    `phone_digest` is of the number or the e-mail address. A contact that was made for a code goes when it was in vain.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, null=True, related_name="+")
    purpose = models.CharField(max_length=40)
    phone_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    made_contact = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "notification_code"
        indexes = [models.Index(fields=["organisation", "expires_at"], name="code_by_age")]

    def __str__(self) -> str:
        return str(self.pk)
