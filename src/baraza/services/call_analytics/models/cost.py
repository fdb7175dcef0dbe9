"""What the provider charged for a call, line by line, in millionths of the minor unit."""

from django.db import models


class CostLine(models.Model):
    """`cost_micros` is null where the provider named a product without a price."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    call = models.ForeignKey("call_analytics.Call", on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    product = models.CharField(max_length=80)
    unit_price_micros = models.BigIntegerField(null=True, help_text="Per second")
    cost_micros = models.BigIntegerField(null=True)

    class Meta:
        db_table = "calls_cost_line"
        constraints = [models.UniqueConstraint(fields=["call", "position"], name="cost_line_place")]

    def __str__(self) -> str:
        return f"{self.product} of {self.call_id}"
