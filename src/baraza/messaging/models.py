"""People's addresses, the messages with them, and what we still have to send."""

from django.db import models
from django.db.models import Q

from baraza.lib import clock
from baraza.messaging.contract import DeliveryStatus


class Contact(models.Model):
    """A person at one or more addresses."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, blank=True)
    text_only = models.BooleanField(default=False)
    told_by = models.CharField(
        max_length=20, blank=True, help_text="The channel that they chose; empty: the one used last"
    )
    profile = models.CharField(max_length=20, blank=True, help_text="How they communicate; empty: not said")
    any_time = models.BooleanField(default=False, help_text="They want to be told in quiet hours, too")
    blocked_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_contact"

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Address(models.Model):
    """Where a person can be reached; a number is one address whatever channel it is used on."""

    class Scheme(models.TextChoices):
        PHONE = "phone"
        WHATSAPP_USER = "whatsapp_user"
        EMAIL = "email"
        PUSH = "push"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    value = models.CharField(max_length=200)
    stopped_at = models.DateTimeField(null=True, help_text="Nothing is sent there any more")
    stopped_for = models.CharField(max_length=20, blank=True, help_text="bounced, complained or unsubscribed")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_address"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "scheme", "value"], name="address_once"),
            models.CheckConstraint(
                condition=~Q(scheme="phone") | Q(value__regex=r"^\+[0-9]{7,15}$"),
                name="address_phone_e164",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} address {self.pk}"


class Device(models.Model):
    """A browser that shows notifications, by the address that its push service gave it; one person's at a time."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    endpoint = models.TextField()
    endpoint_digest = models.CharField(max_length=64, help_text="Endpoints are too long for an index")
    key = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    our_key = models.CharField(max_length=100, help_text="The public key that the browser was given")
    language = models.CharField(max_length=5)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_device"
        constraints = [models.UniqueConstraint(fields=["organisation", "endpoint_digest"], name="device_once")]

    def __str__(self) -> str:
        return f"device {self.pk}"


class Reach(models.Model):
    """A contact on one connection: when they last wrote there (the 24-hour window) and whether it still works."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.CASCADE, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    user_id = models.CharField(max_length=200, blank=True)
    last_inbound_at = models.DateTimeField(null=True)
    unreachable_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messaging_reach"
        constraints = [models.UniqueConstraint(fields=["contact", "connection"], name="reach_once")]

    def __str__(self) -> str:
        return f"reach {self.pk}"


class Consent(models.Model):
    """The ledger of what a person agreed to or withdrew; appended, the newest row of a purpose counts."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    given = models.BooleanField()
    channel = models.CharField(max_length=20)
    text_version = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    proof = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_consent"
        indexes = [models.Index(fields=["contact", "purpose", "-id"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given}"


class Message(models.Model):
    """A line of the thread with a person, in either direction, as it is shown to staff."""

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.PROTECT, null=True, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    external_id = models.CharField(max_length=300, blank=True)
    correlation_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_message"
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "direction", "external_id"], condition=~Q(external_id=""), name="message_once"
            ),
        ]
        indexes = [models.Index(fields=["contact", "-id"], name="message_thread")]

    def __str__(self) -> str:
        return f"{self.direction} {self.channel} {self.pk}"


class OutboxEntry(models.Model):
    """A message to send: stored before anything is sent, claimed with a lease, tried until it is settled."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey("messaging.Message", on_delete=models.CASCADE, related_name="+")
    content = models.JSONField()
    template = models.JSONField(null=True, help_text="The approved text to send instead when the window is closed")
    status = models.CharField(max_length=10, choices=[(s.value, s.name) for s in DeliveryStatus], default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    tries_from = models.PositiveSmallIntegerField(default=0, help_text="Attempts before staff had it sent again")
    tried_since = models.DateTimeField(default=clock.now)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    as_template = models.BooleanField(default=False, help_text="The provider said that the window is closed")
    in_reply_to = models.CharField(max_length=300, blank=True)
    to = models.CharField(max_length=254, blank=True, help_text="An address that is to be proved by a code")
    external_id = models.CharField(max_length=300, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=500, blank=True)
    fallback_of = models.ForeignKey("messaging.OutboxEntry", on_delete=models.SET_NULL, null=True, related_name="+")
    correlation_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messaging_outbox"
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="outbox_key_once")]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status__in=["queued", "sending"]), name="outbox_due"),
            models.Index(
                fields=["contact", "id"], condition=Q(status__in=["queued", "sending"]), name="outbox_contact"
            ),
            models.Index(
                fields=["contact", "id"],
                condition=Q(status="uncertain", lease_until__isnull=False),
                name="outbox_awaiting",
            ),
            models.Index(fields=["connection", "external_id"], name="outbox_by_receipt"),
            models.Index(
                fields=["organisation", "-id"], condition=Q(status__in=["failed", "uncertain"]), name="outbox_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"outbox {self.key} {self.status}"


class Attempt(models.Model):
    """One try to hand an outbox entry to its provider."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("messaging.OutboxEntry", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "messaging_attempt"
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="attempt_number_once")]

    def __str__(self) -> str:
        return f"attempt {self.number}"


class EarlyReceipt(models.Model):
    """A receipt for a message that we do not know (yet): its send call has not been settled, or it is not ours."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=300)
    status = models.CharField(max_length=10)
    error_code = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=500, blank=True)
    failure = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_early_receipt"
        constraints = [
            models.UniqueConstraint(fields=["connection", "external_id", "status"], name="early_receipt_once")
        ]
        indexes = [models.Index(fields=["received_at"], name="early_receipt_age")]

    def __str__(self) -> str:
        return f"early {self.status} {self.pk}"


class WaitingText(models.Model):
    """What a person is told when they next dial: their channel cannot be written to."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messaging_waiting_text"
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="waiting_text_once")]
        indexes = [models.Index(fields=["contact", "id"], condition=Q(shown_at=None), name="waiting_text_unseen")]

    def __str__(self) -> str:
        return f"waiting {self.key}"


class ProviderNotice(models.Model):
    """Something a provider said of the account or of an event that needs no action, kept for the operator."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=80)
    detail = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_provider_notice"
        indexes = [models.Index(fields=["connection", "-id"], name="provider_notice_newest")]

    def __str__(self) -> str:
        return f"notice {self.reason}"


class ConnectionTrouble(models.Model):
    """A connection whose account the provider refuses; the row goes when a send succeeds again."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    connection = models.OneToOneField("ingress.Connection", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messaging_connection_trouble"

    def __str__(self) -> str:
        return f"trouble {self.code}"
