"""Forms of endpoints."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.capabilities.webhooks.kinds import declared


class EndpointForm(forms.Form):
    """`version` is that of the endpoint when its page was opened; 0 of a new one."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("For your colleagues, such as: customer system of Karoo Dental."),
        error_messages={"required": _("Write a name by which colleagues know it")},
    )
    url = forms.CharField(
        label=_("Web address"),
        max_length=500,
        help_text=_("Where the other system waits for events. It begins with https:// and is on the public internet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        error_messages={"required": _("Write the address, such as https://crm.example.org/hooks")},
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, services: Collection[str], chosen: Collection[str] = (), **kwargs: Any) -> None:
        """Events of services that are switched on, and those that are `chosen` already."""
        super().__init__(*args, **kwargs)
        offered = [one for one in declared() if one.service in services or one.name in chosen]
        events = self.fields["events"]
        assert isinstance(events, forms.MultipleChoiceField)
        events.choices = [(one.name, f"{gettext(one.label)} ({one.name})") for one in offered]

    def clean_url(self) -> str:
        return str(self.cleaned_data["url"]).strip()


class SinceForm(forms.Form):
    """From when on what was not taken is sent again."""

    use_required_attribute = False

    hours = forms.TypedChoiceField(
        label=_("What was not taken in"),
        coerce=int,
        choices=[
            (1, _("the last hour")),
            (24, _("the last 24 hours")),
            (168, _("the last 7 days")),
            (720, _("the last 30 days")),
        ],
        initial=24,
    )
    with_taken = forms.BooleanField(label=_("Also what was taken"), required=False)
