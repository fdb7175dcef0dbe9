"""What clients are charged, entry by entry. Nothing here is rewritten but the heads that say where things stand."""

from django.db import models
from django.db.models import Q


class Ledger(models.Model):
    """An organisation's: whoever books locks it. `worked_out_number` is the version of rules that all calls follow."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    currency = models.CharField(max_length=3)
    rules_number = models.PositiveIntegerField(default=0)
    worked_out_number = models.PositiveIntegerField(default=0)
    closed_until = models.DateField(null=True, help_text="First day of the newest closed month")
    credit_notes = models.PositiveIntegerField(default=0)
    worked_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calls_ledger"

    def __str__(self) -> str:
        return f"ledger of {self.organisation_id}"


class LedgerEntry(models.Model):
    """A charge, what takes one back, or a credit note. It holds all that a statement says: calls change and go.

    A reversal has the figures of its charge below nought, so that every sum is a sum. Null money is unpriced.
    """

    class Kind(models.TextChoices):
        CHARGE = "charge"
        REVERSAL = "reversal"
        CREDIT = "credit"

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField(help_text="First day of the month whose statement it is in")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    credit_number = models.PositiveIntegerField(null=True)
    calls = models.SmallIntegerField(help_text="1 of a charge, -1 of a reversal, else 0")
    call_id = models.BigIntegerField(null=True)
    external_id = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(null=True)
    day = models.DateField(null=True, help_text="Of the organisation's clock")
    about_month = models.DateField(help_text="Of the call; of a credit note the month that it is about")
    agent_id = models.BigIntegerField(null=True)
    agent_name = models.CharField(max_length=200, blank=True)
    client = models.CharField(max_length=120, blank=True)
    duration_ms = models.BigIntegerField(null=True)
    billable = models.BooleanField()
    rule = models.CharField(max_length=20, help_text="Which kind of rule decided, or what else did")
    rule_place = models.PositiveSmallIntegerField(null=True)
    rules_number = models.PositiveIntegerField(null=True)
    billed_seconds = models.BigIntegerField()
    included_seconds = models.BigIntegerField()
    price_micros = models.BigIntegerField(null=True)
    cost_micros = models.BigIntegerField(null=True, help_text="The provider's total")
    lines_micros = models.BigIntegerField(null=True, help_text="The provider's lines added up; null without lines")
    cost_currency = models.CharField(max_length=3, blank=True)
    reconciled = models.BooleanField(default=True)
    reason = models.CharField(max_length=300, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "calls_ledger_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "credit_number"],
                condition=Q(credit_number__isnull=False),
                name="credit_note_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="charge", calls=1, reverses=None, call_id__isnull=False)
                | Q(kind="reversal", calls=-1, reverses__isnull=False, call_id__isnull=False)
                | Q(kind="credit", calls=0, reverses=None, price_micros__lt=0, credit_number__isnull=False),
                name="entry_is_of_its_kind",
            ),
            models.CheckConstraint(condition=~Q(kind="credit") | ~Q(reason=""), name="credit_note_has_reason"),
            models.CheckConstraint(condition=Q(month__day=1, about_month__day=1), name="entry_months_begin"),
        ]
        indexes = [
            models.Index(fields=["organisation", "month", "id"], name="entry_of_month"),
            models.Index(fields=["organisation", "call_id", "id"], name="entry_of_call"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class Standing(models.Model):
    """The one charge of a call that stands, and the state of the call that it was made from."""

    call_id = models.BigIntegerField(primary_key=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField("call_analytics.LedgerEntry", on_delete=models.PROTECT, related_name="+")
    call_version = models.PositiveIntegerField()

    class Meta:
        db_table = "calls_ledger_standing"

    def __str__(self) -> str:
        return f"charge of {self.call_id}"


class ClosedMonth(models.Model):
    """A statement that was given out. The database refuses entries in a month that has one, or in one before it."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField()
    total_micros = models.BigIntegerField()
    calls = models.IntegerField()
    unpriced = models.IntegerField()
    unreconciled = models.IntegerField()
    rates = models.JSONField(
        default=dict, help_text="Exchange rates by which its costs were counted, see rules/margins"
    )
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField()

    class Meta:
        db_table = "calls_closed_month"
        constraints = [models.UniqueConstraint(fields=["organisation", "month"], name="month_closed_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
