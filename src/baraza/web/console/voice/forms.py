"""Forms of accounts and agents."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_KEY_ATTRS = {"autocomplete": "new-password", "spellcheck": "false"}
# What the adapter sends at all; real keys have some thirty signs.
_SHORTEST_KEY = 8


class AccountForm(forms.Form):
    """The key is written, never shown; an empty one keeps what is set."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("For your colleagues, such as: Retell account of the agency."),
        error_messages={"required": _("Write a name by which colleagues know it")},
    )
    api_key = forms.CharField(
        label=_("API key"),
        max_length=200,
        help_text=_(
            "On dashboard.retellai.com under API keys: the one with the webhook badge. It is sealed and never shown again."
        ),
        widget=forms.PasswordInput(attrs=_KEY_ATTRS, render_value=False),
        error_messages={"required": _("Enter the API key")},
    )

    def __init__(self, *args: Any, key_is_set: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if key_is_set:
            self.fields["api_key"].required = False
            self.fields["api_key"].help_text = gettext("It is set. Leave it empty to keep it.")

    def clean_api_key(self) -> str:
        value = str(self.cleaned_data["api_key"]).strip()
        if any(sign.isspace() or not sign.isprintable() for sign in value):
            raise forms.ValidationError(gettext("There is a blank or a line break in it. Copy it once more"))
        if value and len(value) < _SHORTEST_KEY:
            raise forms.ValidationError(gettext("This is too short to be an API key. Copy it once more"))
        return value


class NewAgentForm(forms.Form):
    """It stands on one page with the form of the account, which has a name, too."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "new_agent_%s", **kwargs})

    external_id = forms.CharField(
        label=_("Agent ID"),
        max_length=120,
        help_text=_("It stands under the agent's name on dashboard.retellai.com and often begins with agent_."),
        error_messages={"required": _("Enter the agent ID")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Write a name")})
    client = forms.CharField(label=_("Client"), max_length=120, required=False, help_text=_("For whom it speaks."))

    def clean_external_id(self) -> str:
        value = str(self.cleaned_data["external_id"]).strip()
        if any(sign.isspace() or not sign.isprintable() for sign in value):
            raise forms.ValidationError(gettext("There is a blank in it. Copy it once more"))
        return value


class AgentForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Write a name")})
    client = forms.CharField(label=_("Client"), max_length=120, required=False, help_text=_("For whom it speaks."))
    version = forms.IntegerField(widget=forms.HiddenInput)
