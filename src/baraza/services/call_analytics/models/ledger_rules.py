"""The rules by which calls are charged, version by version, and what people decided of single calls."""

from django.db import models
from django.db.models import Q


class RuleBook(models.Model):
    """All rules of one version, in order. It is never changed: whoever edits makes the next one."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    starts_on = models.DateField()
    rules = models.JSONField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "calls_rule_book"
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="rule_book_numbered_once")]

    def __str__(self) -> str:
        return f"rules {self.number}"


class CallOverride(models.Model):
    """What a person decided of a call. The newest one counts; the older ones stay to be read."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    call_id = models.BigIntegerField()
    choice = models.CharField(max_length=5)
    price_micros = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "calls_override"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.CheckConstraint(
                condition=~Q(choice="price") | Q(price_micros__gte=0), name="override_price_is_told"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "call_id", "-id"], name="override_of_call")]

    def __str__(self) -> str:
        return f"{self.choice} {self.call_id}"
