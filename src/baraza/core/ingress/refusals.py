"""What the door says when it does not take a request: plain, short, and the same whatever the cause behind it."""

from baraza.core.ingress.contract import RawResponse


class Refused(Exception):
    """Ends a request with this answer; `outcome` is its name in the figures."""

    def __init__(self, status: int, text: str, *, outcome: str, retry_after: int | None = None) -> None:
        super().__init__(text)
        self.response = RawResponse(status=status, body=text.encode())
        self.outcome = outcome
        self.retry_after = retry_after


def unknown() -> Refused:
    return Refused(404, "Unknown address.\n", outcome="unknown")


def method_not_allowed() -> Refused:
    return Refused(405, "Method not allowed.\n", outcome="method")


def too_large() -> Refused:
    return Refused(413, "Too large.\n", outcome="too_large")


def content_type() -> Refused:
    return Refused(415, "Content type not accepted.\n", outcome="content_type")


def unverified() -> Refused:
    return Refused(401, "Signature missing or wrong.\n", outcome="unverified")


def unreadable() -> Refused:
    return Refused(400, "The body is not what was expected.\n", outcome="unreadable")


def limited() -> Refused:
    return Refused(429, "Too many requests.\n", outcome="limited", retry_after=1)


def away() -> Refused:
    return Refused(503, "Try again.\n", outcome="unavailable", retry_after=5)


def failed() -> Refused:
    return Refused(500, "Failed.\n", outcome="failed")
