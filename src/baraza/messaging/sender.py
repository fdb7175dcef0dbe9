"""Who wrote, in the neutral words in which messages come."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who wrote. WhatsApp may give a user id without a number; USSD and SMS always give a number (E.164)."""

    phone: str | None = None
    user_id: str | None = None
    email: str | None = None
    name: str = ""
