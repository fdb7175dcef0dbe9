"""The optional provider against a real HTTP server: its good answers, and every way it can fail."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes.scripted_server import Reply, ScriptedServer, Seen, scripted_server

from baraza.capabilities.triage.guess import Guess
from baraza.capabilities.triage.offline import guess_offline
from baraza.capabilities.triage.openai_compatible import ProviderAccount, guess_with_provider
from baraza.capabilities.triage.queries import classify_with_provider

TEXT = "there is a big pothole in our road"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as script:
        yield script


def _content(**changes: Any) -> str:
    answer = {"category": "noise", "second": "other", "third": "housing", "priority": "high", "confidence": 0.8}
    return json.dumps({**answer, **changes})


def _completion(content: str | None, *, finish: str = "stop", refusal: str | None = None) -> Reply:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    body = {
        "id": "c1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
    }
    return Reply(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})


def _always(reply: Reply) -> Callable[[Seen], Reply]:
    return lambda _: reply


def _ask(server: ScriptedServer, text: str = TEXT, *, timeout: float = 5.0) -> Guess:
    account = ProviderAccount(url=f"{server.url}/v1", key="sk-test", model="small")
    return guess_with_provider(text=text, language_hint=None, account=account, timeout=httpx.Timeout(timeout))


def test_a_good_answer_is_used_and_the_request_asks_for_the_strict_schema(server: ScriptedServer) -> None:
    server.answer = _always(_completion(_content()))

    guess = _ask(server)

    assert (guess.category, guess.priority, guess.confidence) == ("noise", "high", 0.8)
    assert [code for code, _ in guess.alternatives] == ["noise", "other", "housing"]
    assert guess.model_version == "provider:small"
    [seen] = server.seen
    body = json.loads(seen.body)
    assert (seen.method, seen.path, seen.headers["authorization"]) == ("POST", "/v1/chat/completions", "Bearer sk-test")
    schema = body["response_format"]["json_schema"]
    assert schema["strict"] is True
    assert schema["schema"]["additionalProperties"] is False
    assert sorted(schema["schema"]["required"]) == sorted(schema["schema"]["properties"])


def test_it_is_confident_only_when_the_offline_model_agrees(server: ScriptedServer) -> None:
    server.answer = _always(_completion(_content(category="pothole_road")))
    assert _ask(server).is_confident is True

    server.answer = _always(_completion(_content(category="noise", confidence=1.0)))
    assert _ask(server).is_confident is False


def test_the_provider_cannot_talk_danger_down(server: ScriptedServer) -> None:
    server.answer = _always(_completion(_content(category="electricity_outage", priority="low")))

    guess = _ask(server, "a live wire is sparking on the road")

    assert (guess.priority, guess.is_emergency) == ("critical", True)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(_completion(_content(category="ufo")), id="wrong category code"),
        pytest.param(_completion(_content(priority="urgent")), id="wrong priority"),
        pytest.param(_completion(_content(confidence=7)), id="confidence out of range"),
        pytest.param(_completion(_content(extra=1)), id="extra field"),
        pytest.param(_completion('{"category": "noi', finish="length"), id="truncated"),
        pytest.param(_completion('{"category": "noi'), id="broken JSON"),
        pytest.param(_completion(None), id="no content"),
        pytest.param(Reply(body=b"<html>"), id="no JSON at all"),
        pytest.param(Reply(body=b"[]"), id="another shape"),
    ],
)
def test_an_unreadable_answer_is_asked_for_once_more_and_then_the_offline_guess_is_used(
    server: ScriptedServer, reply: Reply
) -> None:
    server.answer = _always(reply)

    assert _ask(server) == guess_offline(text=TEXT)
    assert len(server.seen) == 2


def test_a_good_second_answer_is_used(server: ScriptedServer) -> None:
    replies = iter([_completion("no json"), _completion(_content())])
    server.answer = lambda _: next(replies)

    assert _ask(server).category == "noise"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(status=429, body=b'{"error":{"code":"insufficient_quota"}}'), id="429"),
        pytest.param(Reply(status=500), id="500"),
        pytest.param(Reply(status=401), id="401"),
        pytest.param(Reply(status=302, headers={"Location": "http://example.org"}), id="redirect"),
        pytest.param(Reply(reset=True), id="reset"),
        pytest.param(_completion(None, refusal="I cannot help with that."), id="refusal"),
        pytest.param(_completion(_content(), finish="content_filter"), id="content filter"),
    ],
)
def test_a_failure_is_not_repeated_and_the_offline_guess_is_used(server: ScriptedServer, reply: Reply) -> None:
    server.answer = _always(reply)

    assert _ask(server) == guess_offline(text=TEXT)
    assert len(server.seen) == 1


def test_a_server_that_hangs_is_left_after_the_time_out(server: ScriptedServer) -> None:
    server.answer = _always(Reply(hang=True))

    assert _ask(server, timeout=0.2) == guess_offline(text=TEXT)


@given(
    number=st.from_regex(r"(\+27|0)[ -]?[678][0-9][ -]?[0-9]{3}[ -]?[0-9]{4}", fullmatch=True),
    email=st.from_regex(r"[a-z]{1,8}@[a-z]{2,8}\.co\.za", fullmatch=True),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_and_addresses_never_reach_the_provider(server: ScriptedServer, number: str, email: str) -> None:
    server.answer = _always(_completion(_content()))
    server.seen.clear()

    _ask(server, f"pipe burst, phone {number} or {email}, id 8001015009087")

    sent = json.loads(server.seen[0].body)["messages"][1]["content"]
    assert sent == "pipe burst, phone [number] or [email], id [number]"
    assert re.sub(r"\D", "", number) not in re.sub(r"\D", "", server.seen[0].body.decode())


def test_without_settings_nothing_is_asked(server: ScriptedServer, settings: Any) -> None:
    settings.TRIAGE_PROVIDER_URL = ""

    assert classify_with_provider(text=TEXT) == guess_offline(text=TEXT)
    assert server.seen == []


def test_the_settings_turn_it_on(server: ScriptedServer, settings: Any) -> None:
    settings.TRIAGE_PROVIDER_URL = server.url
    settings.TRIAGE_PROVIDER_MODEL = "small"
    server.answer = _always(_completion(_content()))

    assert classify_with_provider(text=TEXT).model_version == "provider:small"
    assert "authorization" not in server.seen[0].headers


def test_the_key_is_not_in_the_accounts_text() -> None:
    assert "sk-secret" not in repr(ProviderAccount(url="u", key="sk-secret", model="m"))
