"""What a password must have besides what Django's own validators ask for."""

import string

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from baraza.core.identity.models import User

SPECIAL = frozenset(string.punctuation + " ")


class UpperCaseValidator:
    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django hands it over
        if not any(character.isupper() for character in password):
            raise ValidationError(self.get_help_text(), code="password_no_upper")

    def get_help_text(self) -> str:
        return gettext("Your password must have at least one capital letter.")


class SpecialCharacterValidator:
    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django hands it over
        if not SPECIAL.intersection(password):
            raise ValidationError(self.get_help_text(), code="password_no_special")

    def get_help_text(self) -> str:
        return gettext("Your password must have at least one special character, such as ! ? - or a space.")
