"""Figures kept up to date: totals, the changes not yet added to them, and the time zone whose days they count by.

Triggers write the changes, a job folds them into the totals, and a reader adds both (see docs/decisions/0050).
"""

from django.db import models
from django.db.models import Q


class FigureZone(models.Model):
    """The days of an organisation's figures are those of this zone. Until they are `counted`, readers count themselves."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    time_zone = models.CharField(max_length=40)
    counted = models.BooleanField()

    class Meta:
        db_table = "complaints_figure_zone"

    def __str__(self) -> str:
        return self.time_zone


class Figure(models.Model):
    """So many complaints of a measure, on a day, with one value of a dimension (see `rules.figures`)."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    measure = models.CharField(max_length=20)
    dimension = models.CharField(max_length=20)
    day = models.DateField()
    value = models.CharField(max_length=80, blank=True)
    number = models.BigIntegerField()

    class Meta:
        db_table = "complaints_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "measure", "dimension", "day", "value"], name="figure_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation"], condition=Q(number=0), name="figure_empty")]

    def __str__(self) -> str:
        return f"{self.measure} {self.dimension} {self.day} {self.value}: {self.number}"


class FigureChange(models.Model):
    """What the figures see of a complaint, with +1 for its new form and -1 for its old one; only ever added to."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    state = models.CharField(max_length=20)
    category = models.CharField(max_length=40)
    priority = models.CharField(max_length=10)
    ward_code = models.CharField(max_length=20)
    area_code = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    # Not foreign keys: a change outlives the team or the person until it is folded.
    team_id = models.BigIntegerField(null=True)
    assignee_id = models.BigIntegerField(null=True)
    opened_on = models.DateField()
    opened_hour = models.SmallIntegerField()
    acknowledged_on = models.DateField(null=True)
    resolved_on = models.DateField(null=True)
    in_time = models.BooleanField()
    closed_on = models.DateField(null=True)
    reopened_on = models.DateField(null=True)
    number = models.IntegerField()

    class Meta:
        db_table = "complaints_figure_change"
        indexes = [models.Index(fields=["organisation", "id"], name="figure_change_oldest")]

    def __str__(self) -> str:
        return f"{self.state} {self.number:+d}"
