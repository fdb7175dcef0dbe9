"""How full somebody's bucket is, kept where all processes see it."""

from django.db import models


class Bucket(models.Model):
    """`key` is a digest: addresses are not kept. `full_at` is when it will hold all of its tokens again."""

    key = models.CharField(max_length=64, primary_key=True)
    full_at = models.DateTimeField()

    class Meta:
        db_table = "identity_bucket"
        indexes = [models.Index(fields=["full_at"], name="bucket_by_age")]

    def __str__(self) -> str:
        return self.key
