"""Roles that an organisation makes for itself: sets of permissions under a name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class CustomRole(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    permissions = ArrayField(models.CharField(max_length=60))
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "identity_role"
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="role_name_once"),
            models.UniqueConstraint(fields=["organisation", "id"], name="role_of_organisation"),
            models.CheckConstraint(condition=Q(permissions__len__gte=1), name="role_may_something"),
        ]

    def __str__(self) -> str:
        return self.name
