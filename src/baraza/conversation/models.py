"""Where each person stands in their conversation, whatever channel they were last on."""

from django.db import models


class Session(models.Model):
    """`state` is the engine's, null when no dialogue is under way; `screen` is the renderer's memory of what was shown.

    `version` rises with each turn: a turn that was computed on an older one is not stored.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=20)
    state = models.JSONField(null=True)
    screen = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "conversation_session"
        indexes = [models.Index(fields=["updated_at"], name="conversation_session_age")]

    def __str__(self) -> str:
        return f"conversation of contact {self.contact_id}"
