"""Which second factors a person has."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from baraza.core.identity.models import User
from baraza.core.identity.second_factor.passkeys import Passkey, list_passkeys
from baraza.core.identity.second_factor.recovery import count_left
from baraza.core.identity.sign_in.standing import must_have_second_factor


@dataclass(frozen=True, kw_only=True)
class Factors:
    """`codes_left` is None when there are no recovery codes; `must` when the organisation asks for a factor."""

    has_app: bool
    passkeys: tuple[Passkey, ...]
    codes_left: int | None
    must: bool

    @property
    def any(self) -> bool:
        return self.has_app or bool(self.passkeys)


def factors_of(*, user: User) -> Factors:
    return Factors(
        has_app=Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists(),
        passkeys=tuple(list_passkeys(user_id=user.pk)),
        codes_left=count_left(user_id=user.pk),
        must=must_have_second_factor(user=user),
    )
