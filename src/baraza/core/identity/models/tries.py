"""How often somebody was wrong about a password or a code, counted where all processes see it."""

from django.db import models


class Tries(models.Model):
    """`key` is a digest: who has no account here must not be kept by name."""

    key = models.CharField(max_length=64, primary_key=True)
    minute_began_at = models.DateTimeField()
    in_minute = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0, help_text="One after the other, without a success between")
    failed_at = models.DateTimeField(null=True)
    refused_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_tries"
        indexes = [models.Index(fields=["minute_began_at"], name="tries_by_age")]

    def __str__(self) -> str:
        return self.key
