"""What is wrong, as RFC 9457 asks: one shape for every refusal, with the id under which the log has it."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import JsonResponse

from baraza.lib.correlation import correlation_id

PROBLEM_TYPE = "application/problem+json"


def problem(status: HTTPStatus, detail: str, *, headers: Mapping[str, str] | None = None) -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "request_id": correlation_id.get(),
    }
    response = JsonResponse(body, status=status.value, content_type=PROBLEM_TYPE, headers=dict(headers or {}))
    response.headers["Cache-Control"] = "no-store"
    return response
