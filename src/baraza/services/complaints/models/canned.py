"""Replies that staff write once and use often, in each language of the organisation."""

from django.db import models
from django.db.models import Q


class CannedReply(models.Model):
    """`texts` holds the words by language; {reference}, {name} and {category} are filled in when it is used."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=80)
    texts = models.JSONField(default=dict)
    category = models.CharField(max_length=40, blank=True, help_text="Offered first for this category; empty for all")
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "complaints_canned_reply"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="canned_reply_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(texts={}), name="canned_reply_says_something"),
        ]

    def __str__(self) -> str:
        return self.title
