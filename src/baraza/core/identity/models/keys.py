"""Keys by which other systems read an organisation's data."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class ApiKey(models.Model):
    """`prefix` is shown and finds the row; of the secret only a digest is kept.

    It works as long as its keeper may do what it does: whoever made it, or took it over later.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    secret_digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40))
    created_by_id = models.BigIntegerField()
    created_by_name = models.CharField(max_length=120)
    keeper_id = models.BigIntegerField(default=0, help_text="Who answers for it now; 0 is the operator")
    keeper_name = models.CharField(max_length=120, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_api_key"
        constraints = [models.CheckConstraint(condition=Q(scopes__len__gte=1), name="api_key_may_something")]
        indexes = [models.Index(fields=["organisation", "id"], name="api_key_of_organisation")]

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}"


class ApiKeyUse(models.Model):
    """When a key was used in the last minute, counted where all processes see it; and when last of all."""

    key = models.OneToOneField("identity.ApiKey", on_delete=models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    last_used_at = models.DateTimeField()
    recent = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        db_table = "identity_api_key_use"

    def __str__(self) -> str:
        return f"use of {self.key_id}"
