"""Forms of single bills: a decision on a call, a credit note, closing a month."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.services.call_analytics.rules.billing import Choice
from baraza.services.call_analytics.rules.money import micros_of
from baraza.web.console.billing.wording import CHOICES

_MOST = Decimal(1_000_000)
# Nobody's names: those are kept without spaces around them.
OF_CALL, NOBODY = " call", " none"


def micros(amount: Decimal) -> int:
    """From what people write: whole units and cents."""
    return micros_of(amount * 100)


class OverrideForm(forms.Form):
    use_required_attribute = False

    choice = forms.ChoiceField(
        label=_("What should happen with this call?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should happen with this call")},
    )
    price = forms.DecimalField(
        label=_("Price"),
        required=False,
        min_value=Decimal(0),
        max_value=_MOST,
        decimal_places=6,
        help_text=_("Only where it is billed at a price of its own, such as 1.50."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It stands on the statement."),
        error_messages={"required": _("Write why")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(code, gettext(name)) for code, name in CHOICES.items()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("choice") == Choice.PRICE and given.get("price") is None and "price" not in self.errors:
            self.add_error("price", gettext("Enter a price, such as 1.50"))
        return given

    def chosen(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "choice": Choice(given["choice"]),
            "reason": given["reason"],
            "price_micros": micros(given["price"]) if given["choice"] == Choice.PRICE else None,
        }


class CreditForm(forms.Form):
    use_required_attribute = False

    amount = forms.DecimalField(
        label=_("Amount"),
        min_value=Decimal("0.01"),
        max_value=_MOST,
        decimal_places=2,
        error_messages={
            "required": _("Enter an amount, such as 12.50"),
            "min_value": _("The amount must be more than nought"),
        },
    )
    client = forms.ChoiceField(
        label=_("Client"),
        help_text=_("The note stands in this client’s part of the statement."),
        error_messages={"required": _("Choose whom the note is for")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The client reads it on the statement."),
        error_messages={"required": _("Write why")},
    )
    external_id = forms.CharField(
        label=_("Call"),
        max_length=120,
        required=False,
        help_text=_("The provider’s number of the call, where it is about one."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, clients: Sequence[str], **kwargs: Any) -> None:
        """Of the statement. Without any there is nothing to choose."""
        super().__init__(*args, **kwargs)
        if not clients:
            del self.fields["client"]
            return
        client = self.fields["client"]
        assert isinstance(client, forms.ChoiceField)
        client.choices = [
            ("", gettext("Choose a client")),
            (OF_CALL, gettext("The one of the call below")),
            *((one, one) for one in clients),
            (NOBODY, gettext("None: it stands in no client’s part")),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("client") == OF_CALL and not given.get("external_id") and "external_id" not in self.errors:
            self.add_error("external_id", gettext("Enter the call that the note is about"))
        return given

    def chosen(self) -> dict[str, Any]:
        given = self.cleaned_data
        client = given.get("client", "")
        return {
            "amount_micros": micros(given["amount"]),
            "reason": given["reason"],
            "client": "" if client in {OF_CALL, NOBODY} else client,
            "external_id": given["external_id"].strip(),
        }


class CloseForm(forms.Form):
    use_required_attribute = False

    sure = forms.BooleanField(
        label=_("I have looked at this statement. It will not change any more."),
        error_messages={"required": _("Tick the box to close the statement")},
    )
