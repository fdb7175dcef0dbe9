"""How long a message waits before it is tried again."""

from datetime import timedelta

from django.conf import settings
from tenacity import RetryCallState, Retrying, wait_exponential, wait_random
from tenacity.wait import wait_base

from baraza.messaging.contract import Failure, SendError

ATTEMPTS_AT_MOST = 8
# A message that nobody acknowledged may have arrived each time, so it is not repeated as often as a refused one.
UNANSWERED_AT_MOST = 3
TRIED_FOR_AT_MOST = timedelta(hours=24)
# An account that the provider refuses is mended by a person, not by asking again at once.
ACCOUNT_PAUSE_SECONDS = 600.0

_LONGEST_PAUSE_SECONDS = 6 * 3600


def pause_before_retry(*, attempts: int, error: SendError) -> timedelta:
    state = RetryCallState(retry_object=Retrying(), fn=None, args=(), kwargs={})
    state.attempt_number = attempts
    seconds = float(_wait()(state))
    if error.failure is Failure.ACCOUNT:
        seconds = max(seconds, ACCOUNT_PAUSE_SECONDS)
    if error.retry_after is not None:
        seconds = max(seconds, error.retry_after)
    return timedelta(seconds=seconds)


def _wait() -> wait_base:
    """5 s, 20 s, 80 s … 5.7 h, with a little chance so that many messages do not come back at the same moment."""
    first = settings.SEND_FIRST_RETRY_MILLISECONDS / 1000
    return wait_exponential(multiplier=first, exp_base=4, max=_LONGEST_PAUSE_SECONDS) + wait_random(0, first * 0.6)
