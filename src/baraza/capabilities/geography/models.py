"""Dated editions of official boundary layers. Reference data: the same for every organisation, so no tenant column."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate


class EditionQuerySet(models.QuerySet["Edition"]):
    def begun(self, *, on: dt.date) -> EditionQuerySet:
        """Editions already valid on that day, the one in force first within each country and kind.

        An edition without a date of its own counts from the day it was imported.
        """
        return (
            self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
            .annotate(begins=Coalesce("valid_from", TruncDate("imported_at")))
            .order_by("country", "kind", "-begins", "-imported_at", "-pk")
        )


class Edition(models.Model):
    """One publication of one layer, such as the municipalities of South Africa of 2018.

    Which edition is in force follows from the dates (see `EditionQuerySet.begun`), so that an edition imported ahead
    of an election takes effect on its day without anybody pressing a button.
    """

    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=60)
    valid_from = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField()
    source = models.CharField(max_length=300, blank=True)
    # Of the cleaned content: the same file in another wrapping is the same edition.
    digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Edition]] = EditionQuerySet.as_manager()

    class Meta:
        db_table = "geography_edition"
        constraints = [
            models.UniqueConstraint(fields=["country", "kind", "label"], name="geography_edition_once"),
            models.CheckConstraint(condition=Q(country__regex=r"^[A-Z]{2}$"), name="geography_edition_country"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.kind} {self.label}"


class Area(models.Model):
    """One area of an edition. The code is its identity; names repeat and change."""

    edition = models.ForeignKey("geography.Edition", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    parent_code = models.CharField(max_length=40, blank=True)
    geometry = models.BinaryField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    # A point that is certainly inside, for maps and for the centre of a list.
    latitude = models.FloatField()
    longitude = models.FloatField()
    properties = models.JSONField(default=dict)

    class Meta:
        db_table = "geography_area"
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="geography_area_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="geography_area_named"),
            models.CheckConstraint(
                condition=Q(south__lte=models.F("north")) & Q(west__lte=models.F("east")), name="geography_area_box"
            ),
        ]
        indexes = [models.Index(fields=["edition", "parent_code"], name="geography_area_by_parent")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AreaImport(models.Model):
    """A layer that somebody uploaded on a page: the file until a job has read it, then what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True, help_text="Gone when the import has ended")
    request = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    lines = models.JSONField(default=list)
    by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "geography_import"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "refused"]), name="geography_import_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"
