"""Forms about members, roles, keys and the security of access."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.identity.actions.security import networks_of
from baraza.core.identity.permissions import ORG_VIEWER, Permission
from baraza.core.identity.roles import BUILT_IN, RoleGiven
from baraza.core.identity.scopes import declared_scopes
from baraza.core.organisations.security import SecurityPolicy
from baraza.web.console.members.wording import role_words

KEY_DAYS: Final = ((30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("One year")))


class _Form(forms.Form):
    use_required_attribute = False


def _offer(field: forms.Field, choices: Sequence[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class RoleForm(_Form):
    """Only roles that the person who gives them may give."""

    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role")})
    clients = forms.MultipleChoiceField(
        label=_("Sees these clients alone"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "For a client's own people, with the role of a viewer: they see the calls, boards and closed statements of"
            " the clients you tick, and nothing else. Without a tick they see what everybody with the role sees."
        ),
        error_messages={"invalid_choice": _("No agent speaks for this client any more. Choose again.")},
    )

    def __init__(self, *args: Any, offered: Sequence[RoleGiven], clients: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["role"], [(one.code, role_words(one)) for one in offered])
        if clients:
            _offer(self.fields["clients"], [(one, one) for one in clients])
        else:
            del self.fields["clients"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("clients") and cleaned.get("role") not in {None, ORG_VIEWER}:
            self.add_error(
                "clients", _("Only a viewer can see certain clients alone. Choose that role, or take the ticks away.")
            )
        return cleaned


class InviteForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write an e-mail address"),
            "invalid": _("Write an e-mail address like name@example.org"),
        },
    )
    field_order = ["email", "role", "clients"]


class OwnRoleForm(_Form):
    name = forms.CharField(
        label=_("Name of the role"), max_length=60, error_messages={"required": _("Give the role a name")}
    )
    permissions = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the role may do")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, offered: Sequence[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["permissions"], [(one.name, gettext(one.label)) for one in offered])


class KeyForm(_Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("For example: the map on our website."),
        error_messages={"required": _("Say what the key is for")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the key may do")},
    )
    days = forms.TypedChoiceField(label=_("How long does it last?"), choices=KEY_DAYS, coerce=int, initial=90)

    def __init__(self, *args: Any, services: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in declared_scopes() if one.service in ("", *services)]
        _offer(self.fields["scopes"], [(one.name, gettext(one.label)) for one in offered])


class SecurityForm(_Form):
    mfa_roles = forms.MultipleChoiceField(
        label=_("Who must use a second factor?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A role of your own that opens admins' pages follows the organisation admin's."),
    )
    idle_minutes = forms.IntegerField(
        label=_("Minutes without a click until somebody is signed out"), min_value=5, max_value=480
    )
    absolute_hours = forms.IntegerField(
        label=_("Hours after which everybody signs in again"), min_value=1, max_value=72
    )
    admin_networks = forms.CharField(
        label=_("Addresses from which admin pages open"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("One per line, like 192.0.2.0/24 or 2001:db8::/32. Leave empty to open them from everywhere."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(
            self.fields["mfa_roles"],
            [*((role.value, gettext(str(role.label))) for role in BUILT_IN), ("custom", gettext("Roles of our own"))],
        )

    def clean_admin_networks(self) -> Any:
        try:
            return networks_of(self.cleaned_data["admin_networks"])
        except ValueError as error:
            raise forms.ValidationError(
                gettext("This is no address range: %(error)s"), params={"error": error}
            ) from error

    @staticmethod
    def values_of(policy: SecurityPolicy) -> dict[str, object]:
        return {
            "mfa_roles": sorted(policy.mfa_roles),
            "idle_minutes": policy.idle_minutes,
            "absolute_hours": policy.absolute_hours,
            "admin_networks": "\n".join(str(network) for network in policy.admin_networks),
        }

    def policy(self) -> SecurityPolicy:
        cleaned = self.cleaned_data
        return SecurityPolicy(
            mfa_roles=frozenset(cleaned["mfa_roles"]),
            idle_minutes=cleaned["idle_minutes"],
            absolute_hours=cleaned["absolute_hours"],
            admin_networks=cleaned["admin_networks"],
        )


class JoinForm(_Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name")},
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters, with a capital letter and a special character."),
        error_messages={"required": _("Choose a password")},
    )
