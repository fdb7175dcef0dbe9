"""What allauth's second factor asks of us: a seal for secrets, and the names that passkeys and apps show."""

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken
from django.conf import settings

from baraza.lib import sealing


class SecretUnreadable(RuntimeError):
    """None of BARAZA_SECRETS_KEYS opens this second factor."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    def encrypt(self, text: str) -> str:
        return sealing.box(keys=settings.SECRETS_KEYS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return sealing.box(keys=settings.SECRETS_KEYS).decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise SecretUnreadable("None of BARAZA_SECRETS_KEYS opens this second factor.") from error

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the name in the address bar; another site's cannot be used here, nor ours there."""
        return {"id": context.request.get_host().partition(":")[0], "name": settings.MFA_TOTP_ISSUER}
