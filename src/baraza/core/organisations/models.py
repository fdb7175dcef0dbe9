"""An organisation: one tenant. What differs between tenants is a row here, never code."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, help_text="ISO 3166 two-letter code")
    time_zone = models.CharField(max_length=40, default="Africa/Johannesburg")
    currency = models.CharField(max_length=3, default="ZAR")
    languages = ArrayField(models.CharField(max_length=5), help_text="Codes, the default first")
    phone_region = models.CharField(max_length=2, help_text="Region for numbers written without a country code")
    reference_prefix = models.CharField(max_length=4, default="MI")
    home_area_code = models.CharField(max_length=20, blank=True, help_text="Code of the municipality it serves, if one")
    services = ArrayField(models.CharField(max_length=40), default=list)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "organisation"
        constraints = [
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="organisation_country_code"),
            models.CheckConstraint(condition=Q(languages__len__gte=1), name="organisation_has_language"),
            models.CheckConstraint(condition=Q(reference_prefix__regex="^[A-Z]{2,4}$"), name="organisation_prefix"),
        ]

    def __str__(self) -> str:
        return self.name
