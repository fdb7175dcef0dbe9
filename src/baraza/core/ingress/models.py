"""Channel connections and what came in through them."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q


class Connection(models.Model):
    """One organisation's account at one provider; `path_token` is the unguessable part of its webhook address."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60, help_text="Name in the catalogue, e.g. whatsapp.meta_cloud")
    name = models.CharField(max_length=120)
    path_token = models.CharField(max_length=64, unique=True)
    secrets_sealed = models.BinaryField(help_text="Encrypted JSON, see core/ingress/secrets.py")
    options = models.JSONField(default=dict)
    active = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, help_text="Closed for good: its secrets are gone, its past stays")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "ingress_connection"
        constraints = [models.CheckConstraint(condition=~Q(path_token=""), name="connection_path_token_set")]

    def __str__(self) -> str:
        return f"{self.source} {self.name}"


class ConnectionCheck(models.Model):
    """The last test of a connection: asked for by a person, done by a job, shown line by line."""

    connection = models.OneToOneField(
        "ingress.Connection", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(
        max_length=40, help_text="Of the test that was asked for last; an older one's result is late"
    )
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    lines = models.JSONField(default=list)
    templates = models.JSONField(default=list, help_text="Approved texts, as the provider listed them")

    class Meta:
        db_table = "ingress_connection_check"

    def __str__(self) -> str:
        return f"check of {self.connection_id}"


class InboundEvent(models.Model):
    """One item that a provider sent. The unique constraint, not a look-up, decides whether it is new."""

    class State(models.TextChoices):
        RECEIVED = "RECEIVED"
        HANDLED = "HANDLED"
        FAILED = "FAILED"

    # No indexes of their own: every webhook pays for each, and the unique constraint serves the connection's.
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    connection = models.ForeignKey("ingress.Connection", on_delete=models.PROTECT, related_name="+", db_index=False)
    item_id = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    sender = models.CharField(max_length=160, blank=True)
    payload = models.JSONField()
    correlation_id = models.CharField(max_length=64)
    received_at = models.DateTimeField(db_default=TransactionNow())
    state = models.CharField(max_length=10, choices=State.choices, db_default=State.RECEIVED)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    retry_at = models.DateTimeField(null=True, help_text="Not before this, after a failed attempt")
    handled_at = models.DateTimeField(null=True)
    error = models.TextField(db_default="")
    answer = models.JSONField(null=True, help_text="What an inline source answered; a repeated request gets it again")

    class Meta:
        db_table = "ingress_event"
        constraints = [models.UniqueConstraint(fields=["connection", "item_id"], name="inbound_event_once")]
        indexes = [
            models.Index(
                fields=["connection", "sender", "id"],
                condition=Q(state="RECEIVED"),
                name="inbound_event_pending",
            ),
            models.Index(fields=["organisation", "id"], condition=Q(state="FAILED"), name="inbound_event_failed"),
            models.Index(fields=["received_at"], name="inbound_event_received"),
            models.Index(
                fields=["connection", "sender", "-id"],
                condition=Q(payload__has_key="session"),
                name="inbound_event_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class Refusal(models.Model):
    """How often the door turned a connection's requests away on a day (UTC), by what was wrong with them."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    connection = models.ForeignKey("ingress.Connection", on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    outcome = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "ingress_refusal"
        constraints = [models.UniqueConstraint(fields=["connection", "day", "outcome"], name="refusal_once")]
        indexes = [models.Index(fields=["organisation", "day"], name="refusal_of_day")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.day}"
