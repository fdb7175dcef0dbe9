"""What an organisation tells its residents: numbers, offices; and its own due times."""

from django.db import models
from django.db.models import Q


class DueHours(models.Model):
    """An organisation's own time for a category and priority."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=40)
    priority = models.CharField(max_length=10)
    hours = models.PositiveIntegerField()

    class Meta:
        db_table = "complaints_due_hours"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "category", "priority"], name="due_hours_once"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="due_hours_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.priority}: {self.hours} h"


class EmergencyNumber(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=30)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "complaints_emergency_number"
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="emergency_number_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Office(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=200)
    hours = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "complaints_office"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="office_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="office_on_earth_or_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name
