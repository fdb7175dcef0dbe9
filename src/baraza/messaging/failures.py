"""Why a provider did not take a message, or will not give a file."""

from enum import StrEnum


class Failure(StrEnum):
    """Why a provider did not take a message; the sender decides by it, never by provider codes."""

    TEMPORARY = "temporary"
    THROTTLED = "throttled"
    WINDOW_CLOSED = "window_closed"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    ACCOUNT = "account"
    UNCERTAIN = "uncertain"


class SendError(Exception):
    """A send that did not succeed. `retryable` alone decides whether the same message is tried again there.

    `Failure.UNCERTAIN` means that the request left us and no answer came: the message may have been delivered. It is
    `retryable` only where receipts carry our own key: then a silence after it says that nothing was delivered.
    `retry_after` is in seconds, when the provider said so.
    """

    def __init__(
        self,
        detail: str,
        *,
        failure: Failure,
        retryable: bool,
        code: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.failure = failure
        self.retryable = retryable
        self.code = code
        self.retry_after = retry_after


class MediaRefused(Exception):
    """The file is too large, of a type we do not take, altered on the way, or no longer there."""
