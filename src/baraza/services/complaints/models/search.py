"""What the search reads: the words of each complaint, and every word once for mistyped ones. Triggers keep both."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchText(models.Model):
    """The words of a complaint, its timeline and its resident's name, by weight."""

    complaint_id = models.BigIntegerField(primary_key=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    document = SearchVectorField()

    class Meta:
        db_table = "complaints_search"
        indexes = [
            GinIndex(fields=["organisation", "document"], fastupdate=False, name="complaint_search_words"),
            models.Index(fields=["organisation", "-complaint_id"], name="complaint_search_newest"),
        ]

    def __str__(self) -> str:
        return f"words of complaint {self.pk}"


class SearchWord(models.Model):
    """A word that residents and staff wrote; two writers at once may note it twice, so neither waits for the other."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=40)

    class Meta:
        db_table = "complaints_search_word"
        indexes = [
            models.Index(fields=["organisation", "word"], name="search_word_known"),
            GinIndex(fields=["organisation", "word"], opclasses=["int8_ops", "gin_trgm_ops"], name="search_word_alike"),
        ]

    def __str__(self) -> str:
        return self.word
