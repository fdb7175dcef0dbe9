"""The HTTP client of all adapters, over real sockets and over one that is scripted."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from tests.fakes.dripping_server import dripping
from tests.fakes.scripted_server import Reply, ScriptedServer, scripted_server

from baraza.lib.http import AnswerTooLarge, HostRefused, HttpAnswer, HttpClient, HttpFailure

QUICK = httpx.Timeout(0.3)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


@pytest.fixture
def client() -> Iterator[HttpClient]:
    with HttpClient(allowed_hosts=("127.0.0.1",), timeout=QUICK) as made:
        yield made


def get(client: HttpClient, url: str, *, limit_bytes: int = 1000) -> HttpAnswer:
    return client.request(method="GET", url=url, limit_bytes=limit_bytes)


def test_an_answer_of_any_status_is_handed_back(server: ScriptedServer, client: HttpClient) -> None:
    server.answer = lambda _: Reply(status=418, body=b'{"a":1}', headers={"X-Kind": "Tea"})
    answer = client.request(method="POST", url=server.url, headers={"X-Ours": "1"}, json={"b": 2})
    assert (answer.status, answer.json(), answer.headers["x-kind"]) == (418, {"a": 1}, "Tea")
    (seen,) = server.seen
    assert (seen.method, seen.body, seen.headers["x-ours"]) == ("POST", b'{"b":2}', "1")


@pytest.mark.parametrize(
    ("allowed", "url", "covered"),
    [
        ("example.org", "https://example.org/", True),
        ("example.org", "https://EXAMPLE.org/", True),
        ("example.org", "https://www.example.org/", False),
        ("*.example.org", "https://a.b.example.org/", True),
        ("*.example.org", "https://example.org/", False),
        ("*.example.org", "https://evilexample.org/", False),
        ("example.org", "https://example.org@evil.test/", False),
        ("example.org", "https://evil.test/?https://example.org/", False),
        ("example.org", "http://[", False),
        ("example.org", "", False),
    ],
)
def test_only_named_hosts_are_called(allowed: str, url: str, covered: bool) -> None:  # noqa: FBT001
    called: list[httpx.URL] = []

    def transport(request: httpx.Request) -> httpx.Response:
        called.append(request.url)
        return httpx.Response(200)

    with HttpClient(allowed_hosts=(allowed,), transport=httpx.MockTransport(transport)) as client:
        try:
            get(client, url)
            reached = True
        except HostRefused:
            reached = False
    assert (reached, len(called)) == (covered, int(covered))


def test_without_a_list_any_host_is_called(server: ScriptedServer) -> None:
    with HttpClient(allowed_hosts=None, timeout=QUICK) as client:
        assert get(client, server.url).status == 200


def test_a_redirect_is_handed_back_and_not_followed(server: ScriptedServer, client: HttpClient) -> None:
    server.answer = lambda _: Reply(status=302, headers={"Location": "/elsewhere"})
    assert get(client, server.url).headers["location"] == "/elsewhere"
    assert len(server.seen) == 1


def test_no_connection_means_that_nothing_was_sent(client: HttpClient) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(HttpFailure) as caught:
            get(client, f"http://127.0.0.1:{bound.getsockname()[1]}/")
    assert not caught.value.sent


@pytest.mark.parametrize("reply", [Reply(reset=True), Reply(hang=True)])
def test_no_answer_means_that_it_may_have_been_sent(server: ScriptedServer, client: HttpClient, reply: Reply) -> None:
    server.answer = lambda _: reply
    with pytest.raises(HttpFailure) as caught:
        get(client, server.url)
    assert caught.value.sent
    assert len(server.seen) == 1


@pytest.mark.parametrize("headers", [{}, {"Content-Length": ""}])
def test_an_answer_beyond_the_limit_is_cut_off(
    server: ScriptedServer, client: HttpClient, headers: dict[str, str]
) -> None:
    server.answer = lambda _: Reply(body=b"x" * 1001, headers=headers)
    with pytest.raises(AnswerTooLarge):
        get(client, server.url)
    server.answer = lambda _: Reply(body=b"x" * 1000, headers=headers)
    assert len(get(client, server.url).body) == 1000


def test_a_compressed_answer_is_refused_and_none_is_asked_for(server: ScriptedServer, client: HttpClient) -> None:
    server.answer = lambda _: Reply(headers={"Content-Encoding": "gzip"})
    with pytest.raises(HttpFailure, match="compressed"):
        get(client, server.url)
    assert server.seen[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "beginning",
    [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"],
    ids=["headers", "body"],
)
def test_an_answer_that_drips_for_ever_ends(beginning: bytes) -> None:
    with (
        dripping(beginning) as url,
        # No single read ever waits so long.
        HttpClient(allowed_hosts=("127.0.0.1",), timeout=httpx.Timeout(30.0), total_seconds=0.15) as client,
        pytest.raises(HttpFailure, match="ReadTimeout") as caught,
    ):
        get(client, url, limit_bytes=2_000_000)
    assert caught.value.sent


def test_two_names_that_lead_to_one_machine_never_share_a_connection() -> None:
    """What was proved for the first name's certificate would else be believed of the second one's."""
    with keeping_open() as (port, callers), HttpClient(allowed_hosts=None, aim=lambda _: "127.0.0.1") as client:
        for name in ("first.example", "second.example"):
            assert get(client, f"http://{name}:{port}/").body == f"{name}:{port}".encode()
    assert len(set(callers)) == 2


@contextmanager
def keeping_open() -> Iterator[tuple[int, list[int]]]:
    """Answers with the name that it was asked by and hangs up on nobody; yields its port, and who called."""
    callers: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            callers.append(self.client_address[1])
            name = self.headers["Host"].encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(name)))
            self.end_headers()
            self.wfile.write(name)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.005})
        thread.start()
        yield running.server_address[1], callers
        running.shutdown()
        thread.join()


def test_a_client_that_nobody_holds_any_more_hangs_up() -> None:
    client = HttpClient(allowed_hosts=None)
    inner = client._client
    del client
    assert inner.is_closed


def test_a_cookie_of_one_call_is_not_told_to_the_next(server: ScriptedServer, client: HttpClient) -> None:
    server.answer = lambda _: Reply(headers={"Set-Cookie": "session=of-another-organisation; Path=/"})
    get(client, server.url)
    get(client, server.url)
    assert "cookie" not in server.seen[1].headers


def test_a_header_that_cannot_be_written_is_not_repeated_in_the_error(
    server: ScriptedServer, client: HttpClient
) -> None:
    with pytest.raises(HttpFailure) as caught:
        client.request(method="GET", url=server.url, headers={"Authorization": "Bearer secret\r\nX: 1"})
    assert (caught.value.sent, caught.value.__cause__, caught.value.__suppress_context__) == (False, None, True)
    assert str(caught.value) == "The request could not be written."


def test_an_answer_shows_neither_headers_nor_body() -> None:
    assert repr(HttpAnswer(200, {"x": "y"}, b"+250788123456")) == "HttpAnswer(status=200)"
