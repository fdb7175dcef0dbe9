"""Forms of signing in and of one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from baraza.core.identity.actions.account import THEMES, Person
from baraza.core.identity.second_factor.passkeys import LONGEST_NAME
from baraza.web.console.sign_in_form import password_field

# Of an e-mail (RFC 5321).
_LONGEST_EMAIL, _LONGEST_CODE = 254, 20
_PASSWORD_RULES = _(
    "At least 12 characters, with a capital letter and a special character. Not one that many people use, "
    "not your name or e-mail address, not numbers alone. Three or four words with spaces are easy to remember."
)
# Says the same of a code that is wrong, replayed, or a clock's too far off: nobody learns which.
CODE_REFUSED = _(
    "That is not right, or it was used before. Wait for the next code and try again. If that one is refused as well, "
    "the clock of your phone is off: switch on automatic date and time in its settings."
)


class CodeForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(
        label=_("Code"),
        max_length=_LONGEST_CODE,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
    )


class FirstCodeForm(CodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that the app shows now.")


class ConfirmForm(forms.Form):
    use_required_attribute = False
    password = password_field(_("Password"), "current-password", error_messages={"required": _("Enter your password.")})


class EmailForm(forms.Form):
    use_required_attribute = False
    email = forms.EmailField(
        label=_("Email address"),
        max_length=_LONGEST_EMAIL,
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class NewEmailForm(EmailForm):
    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        self.fields["email"].label = _("New e-mail address")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if email == self._person.email.lower():
            raise forms.ValidationError(_("This is the address that you have now."))
        return email


class NewPasswordForm(forms.Form):
    """Twice, because nobody sees what they write."""

    use_required_attribute = False
    new_password = password_field(
        _("New password"),
        "new-password",
        help_text=_PASSWORD_RULES,
        error_messages={"required": _("Enter a new password.")},
    )
    again = password_field(
        _("New password again"), "new-password", error_messages={"required": _("Enter the new password again.")}
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self._person)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"new_password", "again"} <= cleaned.keys() and cleaned["new_password"] != cleaned["again"]:
            self.add_error("again", _("This is not the same as the new password."))
        return cleaned


class ProfileForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Colleagues see it beside what you do."),
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.COMPLETE_LANGUAGES)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, widget=forms.RadioSelect)


class PasskeyNameForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=LONGEST_NAME,
        help_text=_("So that you know it again, for example: my phone."),
        error_messages={"required": _("Give the passkey a name.")},
    )


class PasskeyForm(PasskeyNameForm):
    """What the browser answered comes as JSON in a hidden field."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Your browser gave no passkey. Try again."),
            "invalid": _("Your browser gave no passkey. Try again."),
        },
    )


class CredentialForm(forms.Form):
    credential = forms.JSONField(widget=forms.HiddenInput)
