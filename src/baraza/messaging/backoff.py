"""How long a message waits before it is tried again."""

from datetime import timedelta

from tenacity import RetryCallState, Retrying, wait_exponential, wait_random

from baraza.messaging.contract import Failure, SendError

ATTEMPTS_AT_MOST = 8
TRIED_FOR_AT_MOST = timedelta(hours=24)
# An account that the provider refuses is mended by a person, not by asking again at once.
ACCOUNT_PAUSE_SECONDS = 600.0

# 5 s, 20 s, 80 s … 5.7 h, with a little chance so that many messages do not come back at the same moment.
_WAIT = wait_exponential(multiplier=5, exp_base=4, max=6 * 3600) + wait_random(0, 3)


def pause_before_retry(*, attempts: int, error: SendError) -> timedelta:
    state = RetryCallState(retry_object=Retrying(), fn=None, args=(), kwargs={})
    state.attempt_number = attempts
    seconds = float(_WAIT(state))
    if error.failure is Failure.ACCOUNT:
        seconds = max(seconds, ACCOUNT_PAUSE_SECONDS)
    if error.retry_after is not None:
        seconds = max(seconds, error.retry_after)
    return timedelta(seconds=seconds)
