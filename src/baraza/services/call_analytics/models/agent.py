"""An agent that an organisation looks after: who answers and makes its calls at the provider."""

from django.db import models
from django.db.models import Q


class Agent(models.Model):
    """`path_token` is the unguessable last part of its webhook address; `client` is for whom it speaks."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60, help_text="As the connection's: ids of two providers may be alike")
    external_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    client = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=20, blank=True)
    path_token = models.CharField(max_length=64, unique=True)
    events_at_provider = models.JSONField(default=list, help_text="What it sends, as the provider listed it last")
    imported = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calls_agent"
        constraints = [
            # Of all organisations: an agent's calls are one organisation's and nobody else's. Archiving lets it go.
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=Q(archived_at=None), name="agent_of_one_organisation"
            ),
            models.UniqueConstraint(fields=["organisation", "source", "external_id"], name="agent_once"),
            models.CheckConstraint(condition=~Q(external_id="") & ~Q(path_token=""), name="agent_is_named"),
        ]
        indexes = [models.Index(fields=["organisation", "name"], name="agent_by_name")]

    def __str__(self) -> str:
        return self.name
