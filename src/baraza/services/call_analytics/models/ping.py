"""The last test of an agent's own address: a signed event that we posted there, and whether it was kept."""

from django.db import models


class AgentPing(models.Model):
    """`mark` tells tests apart: what an older one finds is not written down any more."""

    class Result(models.TextChoices):
        WAITING = "waiting"
        KEPT = "kept"
        TURNED_AWAY = "turned_away"
        NOT_REACHED = "not_reached"

    agent = models.OneToOneField("call_analytics.Agent", on_delete=models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, choices=Result.choices, default=Result.WAITING)
    status = models.PositiveSmallIntegerField(null=True, help_text="What our door answered")
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "calls_agent_ping"

    def __str__(self) -> str:
        return f"test of the address of agent {self.agent_id}"
