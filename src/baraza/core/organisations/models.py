"""An organisation: one tenant. What differs between tenants is a row here, never code."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from baraza.core.organisations.fields import NetworkField


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


class OrganisationSecurity(models.Model):
    """One row at most per organisation; without one the defaults hold."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    mfa_roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    idle_minutes = models.PositiveSmallIntegerField(default=30)
    absolute_hours = models.PositiveSmallIntegerField(default=12)
    admin_networks = ArrayField(NetworkField(), default=list, blank=True)

    class Meta:
        db_table = "organisation_security"
        constraints = [
            models.CheckConstraint(condition=Q(idle_minutes__range=(5, 480)), name="security_idle_in_range"),
            models.CheckConstraint(condition=Q(absolute_hours__range=(1, 72)), name="security_absolute_in_range"),
        ]

    def __str__(self) -> str:
        return f"security of {self.organisation_id}"
