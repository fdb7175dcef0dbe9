"""The sandbox of the Graph API refuses what Meta refuses, goes wrong when told to, and calls back as Meta does."""

import base64
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pywa.utils import webhook_updates_validator
from tests.fakes.scripted_server import Reply, scripted_server

from baraza.lib.authorities import trusted
from baraza.operations.demo.graph_api import Sandbox, sandbox

PHONE = "+250788123456"
NUMBER_ID = "106540352242922"
HEADERS = {"Authorization": "Bearer any"}
Json = dict[str, Any]


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with sandbox() as started:
        yield started


@pytest.fixture
def graph(running: Sandbox) -> Iterator[httpx.Client]:
    running.state.clear()
    with httpx.Client(base_url=running.url, headers=HEADERS, timeout=5, verify=trusted()) as client:
        yield client


def message(body: str = "Hello", **changes: object) -> Json:
    return {"messaging_product": "whatsapp", "to": PHONE, "type": "text", "text": {"body": body}, **changes}


def post(graph: httpx.Client, content: Json) -> httpx.Response:
    return graph.post(f"/v25.0/{NUMBER_ID}/messages", json=content)


def control(graph: httpx.Client, name: str, **body: object) -> Json:
    answer = graph.post(f"/_control/{name}", json=body)
    assert answer.status_code == 200
    found: Json = answer.json()
    return found


def code_of(answer: httpx.Response) -> int:
    code: int = answer.json()["error"]["code"]
    return code


def test_a_message_within_the_window_is_taken_and_listed(graph: httpx.Client) -> None:
    control(graph, "inbound", phone=PHONE)
    answer = post(graph, message())
    assert answer.status_code == 200
    message_id = answer.json()["messages"][0]["id"]
    assert answer.json()["contacts"] == [{"input": PHONE, "wa_id": PHONE[1:]}]
    (kept,) = graph.get("/_control/messages", params={"phone": PHONE}).json()
    assert (kept["id"], kept["address"], kept["message"]) == (message_id, PHONE, message())
    assert graph.get("/_control/messages", params={"since": kept["sequence"]}).json() == []
    assert graph.get("/_control/messages", params={"phone": "+250788000111"}).json() == []


def test_the_window_is_opened_by_the_person_and_closes_after_a_day(graph: httpx.Client) -> None:
    assert code_of(post(graph, message())) == 131047
    control(graph, "inbound", phone=PHONE, at=time.time() - 86_390)
    assert post(graph, message()).status_code == 200
    control(graph, "inbound", phone=PHONE, at=time.time() - 86_410)
    assert code_of(post(graph, message())) == 131047
    template = {"name": "hello", "language": {"code": "en"}}
    assert post(graph, message(type="template", template=template)).status_code == 200


def test_one_person_is_not_flooded(graph: httpx.Client) -> None:
    control(graph, "settings", window=False, pair_limit=2, pair_seconds=60)
    answers = [post(graph, message(str(number))).status_code for number in range(3)]
    assert answers == [200, 200, 400]
    assert code_of(post(graph, message())) == 131056
    assert post(graph, message(to="+250788000111")).status_code == 200


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({}, 100),
        (message(messaging_product="telegram"), 100),
        (message(type="hologram"), 100),
        (message(biz_opaque_callback_data="x" * 513), 100),
        (message(to=""), 131008),
        (message(text=None), 131008),
        (message(body=""), 131008),
        (message("x" * 4097), 131009),
    ],
)
def test_what_meta_would_not_take_is_refused_with_metas_code(graph: httpx.Client, content: Json, code: int) -> None:
    control(graph, "inbound", phone=PHONE)
    answer = post(graph, content)
    assert (answer.status_code, code_of(answer)) == (400, code)
    assert graph.get("/_control/messages").json() == []


def test_a_body_that_is_no_object_is_refused(graph: httpx.Client) -> None:
    for body in (b"", b"[]", b"{"):
        assert graph.post(f"/v25.0/{NUMBER_ID}/messages", content=body).status_code == 400


def test_the_token_is_checked(graph: httpx.Client) -> None:
    control(graph, "settings", token="right", window=False)
    assert code_of(post(graph, message())) == 190
    assert graph.post(f"/v25.0/{NUMBER_ID}/messages", json=message(), headers={"Authorization": ""}).status_code == 401
    right = {"Authorization": "Bearer right"}
    assert graph.post(f"/v25.0/{NUMBER_ID}/messages", json=message(), headers=right).status_code == 200


def test_the_next_calls_fail_as_told_and_then_all_is_well(graph: httpx.Client) -> None:
    control(graph, "settings", window=False)
    control(graph, "fail", times=2, status=429, code=130429, retry_after=3)
    control(graph, "fail", mode="cut")
    first, second = post(graph, message()), post(graph, message())
    assert [(each.status_code, code_of(each), each.headers["retry-after"]) for each in (first, second)] == [
        (429, 130429, "3"),
        (429, 130429, "3"),
    ]
    with pytest.raises(httpx.RemoteProtocolError):
        post(graph, message())
    assert post(graph, message()).status_code == 200


def test_a_hanging_call_answers_only_after_its_time(graph: httpx.Client) -> None:
    control(graph, "settings", window=False)
    control(graph, "fail", mode="hang", seconds=30)
    with pytest.raises(httpx.ReadTimeout):
        graph.post(f"/v25.0/{NUMBER_ID}/messages", json=message(), timeout=0.2)


def test_a_file_is_uploaded_and_fetched_by_an_address_that_expires(graph: httpx.Client, running: Sandbox) -> None:
    content = b"\xff\xd8\xff a photo\r\nwith lines\r\n"
    fields = {"messaging_product": "whatsapp", "type": "image/jpeg"}
    uploaded = graph.post(f"/v25.0/{NUMBER_ID}/media", data=fields, files={"file": ("a.jpg", content, "image/jpeg")})
    file_id = uploaded.json()["id"]
    facts = graph.get(f"/v25.0/{file_id}").json()
    assert (facts["mime_type"], facts["file_size"]) == ("image/jpeg", str(len(content)))
    assert facts["sha256"] == hashlib.sha256(content).hexdigest()
    assert graph.get(facts["url"]).content == content
    assert graph.get(facts["url"], headers={"Authorization": ""}).status_code == 401
    assert graph.get(facts["url"].replace("hash=", "hash=0")).status_code == 404
    expired = running.state.file_facts(file_id, base_url=running.url, valid_seconds=-1)
    assert expired is not None
    assert graph.get(expired["url"]).status_code == 404
    assert code_of(graph.get("/v25.0/999")) == 100


def test_a_persons_photo_is_put_in_through_the_control(graph: httpx.Client) -> None:
    content = base64.b64encode(b"photo").decode()
    reference = control(graph, "media", content=content, mime_type="image/jpeg")
    assert reference["sha256"] == base64.b64encode(hashlib.sha256(b"photo").digest()).decode()
    facts = graph.get(f"/v25.0/{reference['id']}").json()
    assert graph.get(facts["url"]).content == b"photo"


def test_receipts_are_posted_signed_in_order_and_again_when_not_taken(graph: httpx.Client) -> None:
    with scripted_server() as ours:
        statuses = iter([500])
        ours.answer = lambda _: Reply(status=next(statuses, 200))
        control(graph, "settings", window=False, callback_url=f"{ours.url}/in/x/", app_secret="secret")
        message_id = post(graph, message(biz_opaque_callback_data="turn:1")).json()["messages"][0]["id"]
        until = time.monotonic() + 10
        while len(ours.seen) < 4 and time.monotonic() < until:
            time.sleep(0.02)
        seen = list(ours.seen)
    receipts = [httpx.Response(200, content=each.body).json() for each in seen]
    told = [each["entry"][0]["changes"][0]["value"]["statuses"][0] for each in receipts]
    assert [(each["id"], each["status"]) for each in told] == [
        (message_id, "sent"),
        (message_id, "sent"),
        (message_id, "delivered"),
        (message_id, "read"),
    ]
    assert {(each["recipient_id"], each["biz_opaque_callback_data"]) for each in told} == {(PHONE[1:], "turn:1")}
    for each in seen:
        assert webhook_updates_validator("secret", each.body, each.headers["x-hub-signature-256"])


@pytest.mark.parametrize(
    ("path", "body"),
    [("settings", {"colour": "red"}), ("inbound", {}), ("media", {"content": "?"}), ("fail", {"times": "x"})],
)
def test_a_control_that_makes_no_sense_is_refused(graph: httpx.Client, path: str, body: Json) -> None:
    assert graph.post(f"/_control/{path}", json=body).status_code == 400


def test_an_unknown_control_is_not_found(graph: httpx.Client) -> None:
    assert graph.post("/_control/explode", json={}).status_code == 404
    assert graph.delete("/_control/messages").status_code == 404


def test_it_runs_as_a_program(tmp_path: object) -> None:
    with scripted_server() as free:
        port = int(free.url.rpartition(":")[2])
    command = [
        sys.executable,
        "-m",
        "baraza.operations.demo.graph_api",
        "--port",
        str(port),
        "--settings",
        '{"window": false}',
    ]
    program = subprocess.Popen(command, env={**os.environ, "PYTHONWARNINGS": ""})
    try:
        answer = None
        until = time.monotonic() + 30
        while answer is None and time.monotonic() < until:
            try:
                answer = httpx.post(
                    f"http://127.0.0.1:{port}/v25.0/1/messages", json=message(), headers=HEADERS, verify=trusted()
                )
            except httpx.ConnectError:
                time.sleep(0.1)
        assert answer is not None
        assert answer.status_code == 200
    finally:
        program.terminate()
        assert program.wait(timeout=10) is not None
