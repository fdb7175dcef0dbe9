"""What we were told of a call, event by event, as it came: the words themselves are kept once, with the detail."""

from django.db import models


class CallEvent(models.Model):
    """`raw` is empty and `cut` set where there was more than is kept."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    call = models.ForeignKey("call_analytics.Call", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=300)
    event = models.CharField(max_length=40)
    by_webhook = models.BooleanField()
    signed_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    raw = models.JSONField()
    cut = models.BooleanField(default=False)

    class Meta:
        db_table = "calls_event"
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="call_event_once")]

    def __str__(self) -> str:
        return f"{self.event} of {self.call_id}"
