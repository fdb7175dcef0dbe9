"""What an organisation chose for itself beyond its profile: its look, its hours, how long it keeps what."""

from django.db import models
from django.db.models import Q

_COLOUR = "^(#[0-9a-f]{6})?$"


class Section(models.Model):
    """One page of settings: its version refuses a stale form, `previous` is what the last change can be undone to."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    previous = models.JSONField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "organisation_section"
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Branding(models.Model):
    """An organisation's colours and logo; without a row, or with empty colours, ours are shown."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    brand = models.CharField(max_length=7, blank=True)
    header = models.CharField(max_length=7, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(null=True, help_text="A PNG that we wrote ourselves from what was uploaded")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "organisation_branding"
        constraints = [
            models.CheckConstraint(
                condition=Q(brand__regex=_COLOUR) & Q(header__regex=_COLOUR) & Q(accent__regex=_COLOUR),
                name="branding_colours",
            ),
        ]

    def __str__(self) -> str:
        return f"branding of {self.organisation_id}"


class WorkingDay(models.Model):
    """The hours in which the organisation works on one day of the week; Monday is 0. A day without a row is free."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        db_table = "organisation_working_day"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "weekday"], name="working_day_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="working_day_of_week"),
            models.CheckConstraint(condition=Q(opens__lt=models.F("closes")), name="working_day_has_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens}-{self.closes}"


class Holiday(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        db_table = "organisation_holiday"
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class RetentionRule(models.Model):
    """How many days one kind of data is kept; the kinds and their bounds are in `retention.py`."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    data_class = models.CharField(max_length=40)
    days = models.PositiveIntegerField()

    class Meta:
        db_table = "organisation_retention"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "data_class"], name="retention_once"),
            models.CheckConstraint(condition=Q(days__range=(1, 36500)), name="retention_days"),
        ]

    def __str__(self) -> str:
        return f"{self.data_class}: {self.days} days"


class Domain(models.Model):
    """A name under which an organisation wants its residents' pages; it serves them once its owner has proved it is theirs.

    Anybody may claim a name, so that nobody can block it by claiming it first; only one can have it verified.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        VERIFIED = "verified"
        FAILED = "failed"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    host = models.CharField(max_length=253)
    token = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    fault = models.CharField(max_length=20, blank=True, help_text="Why the last check failed")
    misses = models.PositiveSmallIntegerField(default=0, help_text="Checks in a row without the record, once verified")
    checking_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "organisation_domain"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "host"], name="domain_once"),
            models.UniqueConstraint(fields=["host"], condition=Q(state="verified"), name="domain_of_one"),
            models.CheckConstraint(condition=Q(host__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"), name="domain_host"),
        ]

    def __str__(self) -> str:
        return f"{self.host} {self.state}"


class PrivacyText(models.Model):
    """An organisation's own words on privacy in one language, in place of ours."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)
    text = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "organisation_privacy_text"
        constraints = [models.UniqueConstraint(fields=["organisation", "language"], name="privacy_text_once")]

    def __str__(self) -> str:
        return f"privacy in {self.language}"


class SignVideo(models.Model):
    """One page told in one sign language. The film is for everybody to see, so it is kept as it is, with its captions."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=20)
    sign_language = models.CharField(max_length=8)
    film = models.BinaryField()
    mime = models.CharField(max_length=20)
    bytes = models.PositiveIntegerField()
    captions = models.TextField(help_text="WebVTT without faults")
    captions_language = models.CharField(max_length=5)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "organisation_sign_video"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "page", "sign_language"], name="sign_video_once"),
            models.CheckConstraint(condition=~Q(captions=""), name="sign_video_has_captions"),
        ]

    def __str__(self) -> str:
        return f"{self.page} in {self.sign_language}"
