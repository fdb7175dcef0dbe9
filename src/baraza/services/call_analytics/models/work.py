"""What the desk adds to a call: tags and notes."""

from django.db import models
from django.db.models import Q


class CallTag(models.Model):
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    call = models.ForeignKey("call_analytics.Call", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=40)

    class Meta:
        db_table = "calls_tag"
        constraints = [
            models.UniqueConstraint(fields=["call", "name"], name="call_tag_once"),
            models.CheckConstraint(condition=~Q(name=""), name="call_tag_named"),
        ]
        indexes = [models.Index(fields=["organisation", "name", "call"], name="call_by_tag")]

    def __str__(self) -> str:
        return self.name


class CallNote(models.Model):
    """For colleagues. A note that was taken back leaves its place without its words."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    call = models.ForeignKey("call_analytics.Call", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    author_name = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calls_note"

    def __str__(self) -> str:
        return f"note on {self.call_id}"
