"""What browsers report of the content policy is written to the log: little of it, and no one's words."""

import json
from typing import Any

import pytest

from baraza.operations.policy_reports import PolicyReports

PATH = "/csp-reports"
REPORT = {
    "csp-report": {
        "document-uri": "https://desk.example.org/console/complaints/?text=Thandi",
        "violated-directive": "script-src",
        "blocked-uri": "https://evil.example/x.js" + "x" * 500,
        "original-policy": "default-src 'none'",
    }
}


async def behind(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})


async def asked(reports: PolicyReports, *chunks: bytes, method: str = "POST", path: str = PATH) -> int:
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks[:-1]]
    messages.append({"type": "http.request", "body": chunks[-1] if chunks else b"", "more_body": False})
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await reports({"type": "http", "path": path, "method": method}, receive, send)
    return int(sent[0]["status"])


@pytest.fixture
def reports() -> PolicyReports:
    return PolicyReports(behind=behind, path=PATH)


async def test_a_report_is_written_short_and_without_what_people_searched_for(
    reports: PolicyReports, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps(REPORT).encode()

    assert await asked(reports, body[:50], body[50:]) == 204

    (line,) = caplog.messages
    assert "script-src" in line
    assert "https://desk.example.org/console/complaints/'" in line
    assert "Thandi" not in line
    assert "x" * 201 not in line


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b'{"csp-report": 5}', b'{"csp-report": {}}', b"\xff", b"[" * 9000]
)
async def test_what_is_no_report_is_taken_and_not_written(
    reports: PolicyReports, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    assert await asked(reports, body) == 204
    assert caplog.messages == []


async def test_a_body_that_is_too_long_is_not_written(reports: PolicyReports, caplog: pytest.LogCaptureFixture) -> None:
    assert await asked(reports, b'{"csp-report": {"blocked-uri": "', b"x" * 20_000, b'"}}') == 204
    assert caplog.messages == []


async def test_nobody_can_fill_the_log(reports: PolicyReports, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(50):
        await asked(reports, json.dumps(REPORT).encode())

    assert len(caplog.messages) == 20


async def test_it_is_posted_only_and_everything_else_goes_on(reports: PolicyReports) -> None:
    assert await asked(reports, b"", method="GET") == 405
    assert await asked(reports, b"", path="/console/") == 299
