"""The agents that the provider lists, asked for by a person and fetched by a job."""

from django.db import models


class AgentOffer(models.Model):
    connection = models.OneToOneField(
        "ingress.Connection", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    agents = models.JSONField(default=list)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "calls_agent_offer"

    def __str__(self) -> str:
        return f"agents offered on {self.connection_id}"
