"""What one unit of the provider's currency was worth in an organisation's own, month by month, as its staff entered it."""

from django.db import models
from django.db.models import F, Q


class ExchangeRate(models.Model):
    """Never changed: the newest of a month counts. In a closed month there is no newer one."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField()
    currency = models.CharField(max_length=3, help_text="The provider's")
    into = models.CharField(max_length=3, help_text="The organisation's own")
    rate_micros = models.BigIntegerField(help_text="Millionths of a unit of `into` for one unit of `currency`")
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "calls_exchange_rate"
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="rate_month_begins"),
            models.CheckConstraint(condition=Q(rate_micros__gt=0), name="rate_is_positive"),
            models.CheckConstraint(
                condition=~Q(currency=F("into")) & ~Q(currency=""), name="rate_is_of_two_currencies"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "month", "currency", "-id"], name="rate_of_month")]

    def __str__(self) -> str:
        return f"{self.currency} in {self.into}, {self.month:%Y-%m}"
