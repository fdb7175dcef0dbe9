"""What is read of a call one at a time: words, analysis, latency, the fields that only the provider knows."""

from django.db import models


class CallDetail(models.Model):
    call = models.OneToOneField("call_analytics.Call", on_delete=models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    transcript = models.TextField(blank=True)
    turns = models.JSONField(null=True, help_text="Who said what when, in the provider's records")
    turns_with_tools = models.JSONField(null=True, help_text="The same with what the agent looked up and did")
    words_at = models.DateTimeField(null=True, help_text="Signed time of the words that stand here")
    words_final = models.BooleanField(default=False)
    words_forgotten_at = models.DateTimeField(null=True, help_text="When its words were removed, for good")
    summary = models.TextField(blank=True)
    custom_analysis = models.JSONField(null=True)
    latency = models.JSONField(null=True)
    tokens = models.JSONField(null=True)
    metadata = models.JSONField(null=True)
    variables = models.JSONField(null=True)
    rest = models.JSONField(default=dict, help_text="Fields that we do not know, as they came last")
    agent_name = models.CharField(max_length=200, blank=True)
    log_url = models.TextField(blank=True)

    class Meta:
        db_table = "calls_detail"

    def __str__(self) -> str:
        return f"detail of {self.call_id}"
