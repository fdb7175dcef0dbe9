"""The form of a connection, made from what its provider says that it needs."""

import secrets
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.ingress.connections import ConnectionSummary, secrets_set
from baraza.messaging.contract import ChannelProvider

_LONGEST = 500
# The one secret that is ours to invent, and that must be typed in at the provider.
_OURS = "verify_token"


class ConnectionForm(forms.Form):
    """Secrets are written, never shown; an empty one keeps what is set."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("For your colleagues, such as: WhatsApp of the call centre."),
        error_messages={"required": _("Write a name by which colleagues know it")},
    )

    def __init__(self, *, provider: ChannelProvider, found: ConnectionSummary | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.provider, self.found = provider, found
        known = secrets_set(connection_id=found.id) if found is not None else frozenset()
        for one in provider.fields:
            already = one.name in known
            self.fields[one.name] = forms.CharField(
                label=one.label,
                help_text=self._help(one.help, secret=one.secret, already=already, name=one.name),
                required=one.required and not already,
                max_length=_LONGEST,
                widget=_widget(name=one.name, secret=one.secret),
                error_messages={"required": gettext("Enter this: %(field)s") % {"field": one.label}},
            )
        if found is None and _OURS in self.fields and not self.is_bound:
            self.initial.setdefault(_OURS, secrets.token_urlsafe(18))

    def _help(self, text: str, *, secret: bool, already: bool, name: str) -> str:
        if already:
            return f"{text} {gettext('It is set. Leave it empty to keep it.')}"
        if name == _OURS and self.found is None:
            return gettext("We made one. Copy it now: it is not shown again, and the provider asks for it.")
        return f"{text} {gettext('It is sealed and never shown again.')}" if secret else text

    @property
    def copied_fields(self) -> list[BoundField]:
        return [self[one.name] for one in self.provider.fields if not one.secret]

    @property
    def secret_fields(self) -> list[BoundField]:
        return [self[one.name] for one in self.provider.fields if one.secret]

    def clean(self) -> dict[str, Any]:
        """What is copied from a page brings blanks along; what holds some inside is cut off somewhere."""
        cleaned = super().clean() or {}
        for one in self.provider.fields:
            value = str(cleaned.get(one.name, "")).strip()
            cleaned[one.name] = value
            if one.secret and any(sign.isspace() or not sign.isprintable() for sign in value):
                self.add_error(one.name, gettext("There is a blank or a line break in it. Copy it once more"))
        return cleaned

    def options(self) -> dict[str, Any]:
        """Settings that this form does not ask for stay."""
        kept = dict(self.found.options) if self.found else {}
        return kept | {one.name: self.cleaned_data[one.name] for one in self.provider.fields if not one.secret}

    def secrets(self) -> dict[str, str]:
        written = {one.name: self.cleaned_data[one.name] for one in self.provider.fields if one.secret}
        return {name: value for name, value in written.items() if value}


def _widget(*, name: str, secret: bool) -> forms.Widget:
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    if secret and name != _OURS:
        return forms.PasswordInput(attrs={**attrs, "autocomplete": "new-password"}, render_value=False)
    return forms.TextInput(attrs=attrs)
