"""The rules as one form: each kind with its own fields, moved by buttons, kept in the page until they are saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.services.call_analytics.rules.billing import MOST_RULES, ROUNDINGS, Kind, Rule
from baraza.services.call_analytics.rules.money import minor_of
from baraza.services.call_analytics.rules.words import RULES
from baraza.web.console.billing.forms import micros
from baraza.web.console.billing.wording import EXPLAINED
from baraza.web.ui.forms import DateInput

_FIELDS: Final = {
    Kind.START_DATE: ("day", "agents"),
    Kind.TEST_AGENTS: ("agents",),
    Kind.TEST_NUMBERS: ("numbers",),
    Kind.VOICEMAIL: (),
    Kind.MINIMUM: ("seconds",),
    Kind.ROUNDING: ("step",),
    Kind.RATE: ("rate", "agents"),
    Kind.INCLUDED: ("minutes",),
}
_OPTIONAL_AGENTS: Final = {Kind.START_DATE, Kind.RATE}


class RuleForm(forms.Form):
    """Only the fields of its kind are left."""

    use_required_attribute = False
    mark_optional = False

    rate = forms.DecimalField(
        min_value=Decimal(0),
        max_value=Decimal(100_000),
        decimal_places=6,
        error_messages={"required": _("Enter what a minute costs, such as 1.50")},
    )
    day = forms.DateField(label=_("First day"), widget=DateInput(), error_messages={"required": _("Enter a day")})
    numbers = forms.CharField(
        label=_("Numbers"),
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter at least one number")},
    )
    seconds = forms.IntegerField(
        label=_("Shorter than, in seconds"),
        min_value=1,
        max_value=86_400,
        error_messages={"required": _("Enter a number of seconds")},
    )
    step = forms.ChoiceField(label=_("Round up to"))
    minutes = forms.IntegerField(
        label=_("Minutes a month"),
        min_value=1,
        max_value=1_000_000,
        error_messages={"required": _("Enter a number of minutes")},
    )
    agents = forms.MultipleChoiceField(
        label=_("Agents"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one agent")},
    )

    def __init__(self, *args: Any, kind: Kind, agents: Sequence[tuple[int, str]], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.title, self.explained = kind, gettext(RULES[kind]), gettext(EXPLAINED[kind])
        for name in [name for name in self.fields if name not in _FIELDS[kind]]:
            del self.fields[name]
        if "agents" in self.fields:
            self._offer("agents", [(str(pk), name) for pk, name in agents])
            if kind in _OPTIONAL_AGENTS:
                self.fields["agents"].required = False
                self.fields["agents"].help_text = gettext("Without a tick it is for all agents.")
        if "step" in self.fields:
            words = {1: gettext("A second"), 6: gettext("6 seconds"), 60: gettext("A whole minute")}
            self._offer("step", [(str(one), words[one]) for one in ROUNDINGS])
        if "rate" in self.fields:
            self.fields["rate"].label = gettext("Price of a minute in %(currency)s") % {"currency": currency}

    def rule(self) -> Rule:
        given = self.cleaned_data
        amounts = [given.get(name) for name in ("seconds", "step", "minutes")]
        amount = next((int(one) for one in amounts if one not in (None, "")), None)
        return Rule(
            kind=self.kind,
            agents=tuple(sorted(int(one) for one in given.get("agents", ()))),
            numbers=tuple(line.strip() for line in given.get("numbers", "").splitlines() if line.strip()),
            amount=micros(given["rate"]) if "rate" in given else amount,
            day=given.get("day"),
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class StartForm(forms.Form):
    use_required_attribute = False

    starts_on = forms.DateField(
        label=_("In force from"),
        help_text=_("Calls from this day on are worked out anew. It may lie in the past, in any month that is open."),
        widget=DateInput(),
        error_messages={"required": _("Enter the day from which these rules count")},
    )
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ShownForm(forms.Form):
    """The effect that was on the page when somebody pressed to save."""

    shown_at = forms.CharField(max_length=40)
    shown_mark = forms.CharField(max_length=64)

    def clean_shown_at(self) -> datetime:
        try:
            at = datetime.fromisoformat(self.cleaned_data["shown_at"])
        except ValueError as error:
            raise forms.ValidationError("No moment.") from error
        if at.tzinfo is None:
            raise forms.ValidationError("No moment.")
        return at


@dataclass(frozen=True, kw_only=True)
class Written:
    """A rule as it stands in the page, right or wrong."""

    kind: Kind
    values: dict[str, Any]


def written_of(rule: Rule) -> Written:
    plain = "" if rule.amount is None else str(rule.amount)
    price = "" if rule.amount is None else _price(minor_of(rule.amount) / 100)
    values = {
        "agents": [str(one) for one in rule.agents],
        "numbers": "\n".join(rule.numbers),
        "day": rule.day,
        "rate": price,
        **dict.fromkeys(("seconds", "step", "minutes"), plain),
    }
    return Written(kind=rule.kind, values={name: values[name] for name in _FIELDS[rule.kind]})


def _price(amount: Decimal) -> str:
    """With cents, and with more where there is more."""
    cents = amount.quantize(Decimal("0.01"))
    return f"{cents if cents == amount else amount.normalize():f}"


def read(data: QueryDict) -> list[Written]:
    """Whatever was posted; kinds that nobody knows are left out."""
    count = int(found) if (found := data.get("count", "")).isascii() and found.isdigit() and len(found) < 4 else 0  # noqa: PLR2004
    several = []
    for place in range(min(count, MOST_RULES + 1)):
        kind = data.get(f"r{place}-kind", "")
        if kind in Kind.__members__.values():
            names = _FIELDS[Kind(kind)]
            values = {
                name: data.getlist(f"r{place}-{name}") if name == "agents" else data.get(f"r{place}-{name}", "")
                for name in names
            }
            several.append(Written(kind=Kind(kind), values=values))
    return several


def moved(several: list[Written], deed: str, *, kind: str) -> list[Written]:
    """After one press: up:2, down:2, remove:2, add."""
    what, _colon, place = deed.partition(":")
    rows = list(several)
    if what == "add" and kind in Kind.__members__.values():
        return [*rows, Written(kind=Kind(kind), values={})]
    if not (place.isascii() and place.isdigit()) or int(place) >= len(rows):
        return rows
    at = int(place)
    if what == "remove":
        del rows[at]
    other = {"up": at - 1, "down": at + 1}.get(what, at)
    if what in {"up", "down"} and 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    return rows


def rule_forms(
    several: Sequence[Written], *, agents: Sequence[tuple[int, str]], currency: str, bound: bool
) -> list[RuleForm]:
    """`bound` says what is wrong with them; otherwise they are shown as they are."""
    made = []
    for place, one in enumerate(several):
        prefix = f"r{place}"
        options: dict[str, Any] = {"kind": one.kind, "agents": agents, "currency": currency, "prefix": prefix}
        if bound:
            data = QueryDict(mutable=True)
            for name, value in one.values.items():
                data.setlist(f"{prefix}-{name}", value if isinstance(value, list) else [value])
            made.append(RuleForm(data=data, **options))
        else:
            made.append(RuleForm(initial=one.values, **options))
    return made
