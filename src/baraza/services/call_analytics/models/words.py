"""The words of calls that are over, as they are searched: written by the database itself when a detail changes."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class CallWords(models.Model):
    call = models.OneToOneField("call_analytics.Call", on_delete=models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    document = SearchVectorField()

    class Meta:
        db_table = "calls_words"
        indexes = [GinIndex(fields=["organisation", "document"], name="call_by_words")]

    def __str__(self) -> str:
        return f"words of {self.call_id}"
