"""A complaint and who follows it."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When

from baraza.services.complaints.rules.categories import PRIORITIES
from baraza.services.complaints.states import OPEN, SETTLED, State


class Complaint(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    source_key = models.CharField(max_length=120, help_text="Unique to the act that opened it: a repeat opens nothing")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.SET_NULL, null=True, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    description = models.TextField()
    category = models.CharField(max_length=40)
    priority = models.CharField(max_length=10)
    guessed_category = models.CharField(max_length=40, blank=True)
    guessed_priority = models.CharField(max_length=10, blank=True)
    guess_confidence = models.FloatField(null=True)
    guess_model = models.CharField(max_length=40, blank=True)
    emergency = models.BooleanField(default=False)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    place_text = models.CharField(max_length=500, blank=True)
    area_code = models.CharField(max_length=20, blank=True)
    area_name = models.CharField(max_length=120, blank=True)
    area_edition = models.CharField(max_length=40, blank=True)
    area_approximate = models.BooleanField(default=False)
    ward_code = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.name) for s in State], default=State.SUBMITTED)
    assignee = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey("identity.Team", on_delete=models.SET_NULL, null=True, related_name="+")
    duplicate_of = models.ForeignKey("complaints.Complaint", on_delete=models.SET_NULL, null=True, related_name="+")
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True, help_text="The last time; kept when it is resolved again")
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)
    forget_soon = models.BooleanField(
        default=False, db_default=False, help_text="Its person had themselves removed: the words go once it is settled"
    )
    # The database reckons these two for its indexes: one order for what is open and what is not, priorities by weight.
    settled = models.GeneratedField(
        expression=Case(When(state__in=sorted(SETTLED), then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    urgency = models.GeneratedField(
        expression=Case(
            *(When(priority=code, then=Value(place)) for place, code in enumerate(PRIORITIES)),
            default=Value(len(PRIORITIES)),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        db_table = "complaints_complaint"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="complaint_reference_once"),
            models.UniqueConstraint(fields=["organisation", "source_key"], name="complaint_source_once"),
            models.CheckConstraint(condition=Q(priority__in=PRIORITIES), name="complaint_priority_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="complaint_state_known"),
            models.CheckConstraint(condition=~Q(description=""), name="complaint_described"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # "Is set" is said as well: a comparison with nothing is no breach to the database.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="complaint_position_on_earth",
            ),
            # Of the same organisation and never in a circle: a trigger sees to that, see the migration of merges.
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")) & Q(state=State.DUPLICATE),
                name="complaint_duplicate_of_another",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-opened_at", "-id"], name="complaint_newest"),
            models.Index(fields=["organisation", "settled", "-opened_at", "-id"], name="complaint_open"),
            models.Index(fields=["organisation", "settled", "due_at", "id"], name="complaint_due"),
            models.Index(fields=["organisation", "settled", "urgency", "due_at", "id"], name="complaint_urgent"),
            models.Index(fields=["organisation", "-changed_at", "-id"], name="complaint_changed"),
            models.Index(fields=["organisation", "state", "-opened_at", "-id"], name="complaint_by_state"),
            # Whatever is rare among these is found by it, alone or together: a list is never walked to its end.
            GinIndex(
                fields=[
                    "organisation",
                    "category",
                    "ward_code",
                    "area_code",
                    "channel",
                    "language",
                    "team",
                    "priority",
                ],
                fastupdate=False,
                name="complaint_facets",
            ),
            models.Index(fields=["organisation", "assignee", "settled", "-opened_at"], name="complaint_mine"),
            models.Index(
                fields=["organisation", "-opened_at"], condition=Q(emergency=True), name="complaint_emergency"
            ),
            models.Index(fields=["organisation", "contact", "-id"], name="complaint_of_contact"),
            models.Index(fields=["organisation", "id"], condition=Q(forget_soon=True), name="complaint_forget_soon"),
            # Medians of a period are read from these two alone.
            models.Index(
                fields=["organisation", "acknowledged_at"],
                include=["opened_at"],
                condition=Q(acknowledged_at__isnull=False),
                name="complaint_acknowledged",
            ),
            models.Index(
                fields=["organisation", "resolved_at"],
                include=["opened_at", "due_at"],
                condition=Q(resolved_at__isnull=False),
                name="complaint_resolved",
            ),
            models.Index(
                fields=["organisation", "reopened_at"],
                condition=Q(reopened_at__isnull=False),
                name="complaint_reopened",
            ),
            models.Index(fields=["organisation", "category", "latitude"], name="complaint_near"),
            models.Index(
                fields=["organisation", "latitude", "longitude"],
                condition=Q(state__in=sorted(OPEN)),
                name="complaint_near_open",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Follower(models.Model):
    """Someone who has the same problem or wants to be told."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    merged_from = models.ForeignKey(
        "complaints.Complaint",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="The merged report that brought them here; empty for who chose to follow",
    )
    told_only = models.BooleanField(
        default=False, help_text="A reporter's own browser that is told of news, nobody else with the same problem"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "complaints_follower"
        constraints = [models.UniqueConstraint(fields=["complaint", "contact"], name="follower_once")]

    def __str__(self) -> str:
        return f"follower {self.pk}"
