"""The form of the sign-in, which stands on its page and on any page whose session has ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Of an e-mail (RFC 5321), and more than any password needs: hashing costs time.
_LONGEST_EMAIL, _LONGEST_PASSWORD = 254, 1024


def password_field(label: Any, autocomplete: str, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=_LONGEST_PASSWORD, widget=widget, **options)


class SignInForm(forms.Form):
    """The field is called `username` because password managers look for that."""

    use_required_attribute = False
    username = forms.EmailField(
        label=_("Email address"),
        max_length=_LONGEST_EMAIL,
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none"}),
    )
    password = password_field(_("Password"), "current-password", error_messages={"required": _("Enter your password.")})
