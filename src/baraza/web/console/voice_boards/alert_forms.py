"""The form in which a rule is written."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.services.call_analytics.actions.alerts import NewRule
from baraza.services.call_analytics.queries.agents import agent_choices
from baraza.services.call_analytics.rules.alerts import MONEY_KINDS
from baraza.services.call_analytics.rules.money import micros_of
from baraza.web.console.voice_boards.alert_words import KINDS

_NEEDED = {
    "errors": ("percent", "calls"),
    "spend_day": ("amount", "currency"),
    "spend_month": ("amount", "currency"),
    "silence": ("hours",),
}


class RuleForm(forms.Form):
    use_required_attribute = False
    mark_optional = False

    kind = forms.ChoiceField(label=_("What to watch"), error_messages={"required": _("Choose what to watch")})
    agent = forms.ChoiceField(label=_("Agent"), required=False)
    percent = forms.IntegerField(
        label=_("Failed calls, per cent"), required=False, min_value=1, max_value=100, help_text=_("For failed calls.")
    )
    calls = forms.IntegerField(
        label=_("Of the newest so many calls"), required=False, min_value=1, max_value=1000,
        help_text=_("For failed calls. Nothing is told before there are as many."),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=Decimal("0.01"), max_value=Decimal(100_000_000), decimal_places=2,
        help_text=_("For the spend of a day or a month."),
    )  # fmt: skip
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=3, help_text=_("In which the provider charges, such as USD.")
    )
    hours = forms.IntegerField(
        label=_("Usual hours without a call"), required=False, min_value=1, max_value=100,
        help_text=_("For the silence of an agent."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, agents = self.fields["kind"], self.fields["agent"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(agents, forms.ChoiceField)
        kinds.choices = [("", gettext("Choose")), *((code, gettext(name)) for code, name in KINDS.items())]
        agents.choices = [("", gettext("All agents")), *((str(pk), name) for pk, name in agent_choices())]

    def clean_currency(self) -> str:
        value = str(self.cleaned_data["currency"]).strip().upper()
        if value and not (len(value) == 3 and value.isascii() and value.isalpha()):  # noqa: PLR2004 - ISO 4217
            raise forms.ValidationError(gettext("Write the three letters of the currency, such as USD"))
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in _NEEDED.get(cleaned.get("kind", ""), ()):
            if name not in self.errors and cleaned.get(name) in {None, ""}:
                self.add_error(name, gettext("This is needed for what you watch"))
        return cleaned

    def new(self) -> NewRule:
        """Of what was filled in, what its kind needs."""
        given = self.cleaned_data
        is_money = given["kind"] in MONEY_KINDS
        is_errors = given["kind"] == "errors"
        return NewRule(
            kind=given["kind"],
            agent_id=int(given["agent"]) if given["agent"] else None,
            percent=given["percent"] if is_errors else None,
            calls=given["calls"] if is_errors else None,
            limit_micros=micros_of(given["amount"] * 100) if is_money else None,
            currency=given["currency"] if is_money else "",
            hours=given["hours"] if given["kind"] == "silence" else None,
        )
