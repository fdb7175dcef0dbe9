"""How far the back-fill has come with a connection, and what it found, day by day."""

from django.db import models


class Backfill(models.Model):
    """One pass runs at a time: from `since` to `until`, page by page. `done_until` is how far all is known."""

    connection = models.OneToOneField(
        "ingress.Connection", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    cursor = models.CharField(max_length=500, blank=True)
    legacy = models.BooleanField(default=False)
    deep = models.BooleanField(default=False, help_text="A pass over whole days, which counts them anew")
    counts = models.JSONField(default=dict, help_text="Of a deep pass so far: day to number of calls")
    done_until = models.DateTimeField(null=True)
    deep_done_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "calls_backfill"

    def __str__(self) -> str:
        return f"back-fill of {self.connection_id}"


class DayReport(models.Model):
    """What asking the provider showed of one day, in UTC; what webhooks told is counted from the calls themselves."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    at_provider = models.PositiveIntegerField(null=True, help_text="Null until a whole day was counted there")
    missing = models.PositiveIntegerField(default=0, help_text="Calls that no webhook had told of")
    differing = models.PositiveIntegerField(default=0, help_text="Calls that webhooks had told otherwise or in part")
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "calls_day_report"
        constraints = [models.UniqueConstraint(fields=["connection", "day"], name="day_report_once")]

    def __str__(self) -> str:
        return f"{self.day} of {self.connection_id}"
