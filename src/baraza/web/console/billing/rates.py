"""Exchange rates: what a unit of the provider's currency was worth, month by month."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.services.call_analytics.actions.errors import RateFixed
from baraza.services.call_analytics.actions.exchange import enter_rate
from baraza.services.call_analytics.queries.exchange import RateRow, RatesPage, rates_page
from baraza.web.console.access import Desk, staff
from baraza.web.console.billing.wording import month_words
from baraza.web.console.shell import shell

PERMISSION = "calls.bill"
_MICROS = 1_000_000


class RateForm(forms.Form):
    """Offers the months that may still be entered."""

    use_required_attribute = False

    of = forms.ChoiceField(label=_("Month and currency"), error_messages={"required": _("Choose a month")})
    rate = forms.DecimalField(
        min_value=Decimal("0.000001"),
        max_value=Decimal(1_000_000),
        decimal_places=6,
        error_messages={
            "required": _("Enter a rate, such as 18.25"),
            "min_value": _("The rate must be more than nought"),
        },
    )

    def __init__(self, *args: Any, page: RatesPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of, rate = self.fields["of"], self.fields["rate"]
        assert isinstance(of, forms.ChoiceField)
        of.choices = [
            (f"{row.month:%Y-%m} {row.currency}", f"{month_words(row.month)}, {row.currency}")
            for row in page.rows
            if not row.is_fixed
        ]
        currencies = sorted({row.currency for row in page.rows})
        rate.label = gettext("What one %(one)s was worth in %(into)s") % {
            "one": currencies[0] if len(currencies) == 1 else gettext("unit"), "into": page.into,
        }  # fmt: skip
        rate.help_text = gettext("As your books have it, such as the month’s average of your bank.")

    def chosen(self) -> dict[str, Any]:
        month, _space, currency = str(self.cleaned_data["of"]).partition(" ")
        rate: Decimal = self.cleaned_data["rate"]
        return {
            "month": date.fromisoformat(f"{month}-01"), "currency": currency, "rate_micros": int(rate * _MICROS),
        }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def rates(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    page = rates_page(actor=desk.actor)
    asked = next((row for row in page.rows if row.rate_micros is None), None)
    initial = {"of": f"{asked.month:%Y-%m} {asked.currency}"} if asked else {}
    form = RateForm(data=request.POST if request.method == "POST" else None, page=page, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                enter_rate(actor=desk.actor, **form.chosen())
        except RateFixed:
            form.add_error("of", gettext("The statement of this month was closed meanwhile. Its rate stays as it is"))
        else:
            messages.success(request, gettext("Rate saved"), extra_tags="toast")
            return redirect("console:billing-rates")
    context = {
        **shell(desk=desk, current="billing"),
        "page": page,
        "rows": [
            {"row": one, "month": month_words(one.month), "says": rate_words(one, page.into)} for one in page.rows
        ],
        "form": form,
        "may_enter": any(not one.is_fixed for one in page.rows),
    }
    return render(request, "console/billing/rates.html", context, status=422 if form.errors else 200)


def rate_words(one: RateRow, into: str) -> str:
    """Empty before somebody has entered it."""
    return "" if one.rate_micros is None else exchange_words(one.currency, one.rate_micros, into)


def exchange_words(currency: str, rate_micros: int, into: str) -> str:
    rate = (Decimal(rate_micros) / _MICROS).normalize()
    places = max(2, -int(rate.as_tuple().exponent))
    return f"1 {currency} = {into} {number_format(rate, decimal_pos=places, use_l10n=True, force_grouping=True)}"
