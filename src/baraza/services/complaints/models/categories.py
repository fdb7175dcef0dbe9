"""An organisation's own words, order and rules for categories, over the built-in ones."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Category(models.Model):
    """A built-in category as this organisation shows it, or one of its own.

    `names` holds the words by language; where one is missing the built-in name, else the first language's is shown.
    The trigger `complaints_category_known` lets a report have a built-in category or one that stands here.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=30)
    names = models.JSONField(default=dict)
    icon = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    keywords = ArrayField(models.CharField(max_length=60), default=list)
    team = models.ForeignKey("identity.Team", on_delete=models.SET_NULL, null=True, related_name="+")
    emergency = models.BooleanField(default=False)

    class Meta:
        db_table = "complaints_category"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="category_once"),
            models.CheckConstraint(condition=Q(code__regex="^[a-z][a-z0-9_]{1,29}$"), name="category_code"),
        ]

    def __str__(self) -> str:
        return self.code


class DuePolicy(models.Model):
    """Whether due times count only the organisation's working hours; danger to life always counts every hour."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    working_time = models.BooleanField(default=False)

    class Meta:
        db_table = "complaints_due_policy"

    def __str__(self) -> str:
        return f"working time: {self.working_time}"
