"""The secret of an endpoint: made here, shown once, kept sealed; two of them sign while the other system changes over."""

import base64
import secrets
from datetime import timedelta
from typing import Final

from baraza.capabilities.webhooks.models import Endpoint
from baraza.core.ingress.secrets import seal, unseal
from baraza.lib.clock import now

OVERLAP: Final = timedelta(hours=24)
_BYTES: Final = 32


def new_secret() -> str:
    """As Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def sealed(*, organisation_id: int, current: str, previous: str = "") -> bytes:
    return seal({"current": current, "previous": previous}, organisation_id=organisation_id)


def signing_secrets(endpoint: Endpoint) -> tuple[str, ...]:
    """Those that are valid now, the newest first. Raises SecretsUnreadable."""
    kept = unseal(endpoint.secrets_sealed, organisation_id=endpoint.organisation_id)
    if kept["previous"] and endpoint.previous_until is not None and endpoint.previous_until > now():
        return kept["current"], kept["previous"]
    return (kept["current"],)
