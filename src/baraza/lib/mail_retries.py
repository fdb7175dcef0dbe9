"""A mail server that does not take a letter: whether it ever will, and when to ask again."""

import smtplib
from datetime import timedelta
from typing import Final

# About a day and a half in all: a mail server that is down over a weekend night loses nothing.
MOST_ATTEMPTS: Final = 12
_LONGEST_PAUSE: Final = timedelta(hours=6)
# RFC 5321: codes of 400 mean "later", those of 500 "never".
_NEVER: Final = 500


def pause_after(*, attempts: int) -> timedelta:
    return min(timedelta(minutes=2**attempts), _LONGEST_PAUSE)


def is_given_up(*, error: Exception, attempts: int) -> bool:
    """Tried often enough, or refused for good: the address or the sender is none to this server."""
    return attempts >= MOST_ATTEMPTS or _is_refused_for_good(error)


def _is_refused_for_good(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code >= _NEVER
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _NEVER for code, _ in error.recipients.values())
    return False
