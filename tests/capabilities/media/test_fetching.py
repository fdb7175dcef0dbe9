"""Files from addresses of strangers: every step of a redirect is judged, and nothing inside is ever asked."""

import httpx
import pytest
from tests.fakes.dripping_server import dripping

from baraza.capabilities.media.fetching import NotThere, fetch_file
from baraza.lib.http import AnswerTooLarge, HttpFailure
from baraza.lib.public_addresses import NotPublic

OUTSIDE = "93.184.215.14"
NAMES = {"recordings.example.org": OUTSIDE, "inside.example.org": "10.0.0.5", "10.0.0.5": "10.0.0.5"}


def fetched(answers: dict[str, httpx.Response], *, limit: int = 100) -> tuple[list[str], bytes, Exception | None]:
    """Which addresses were connected to, what was written, and what went wrong."""
    asked: list[str] = []
    written = bytearray()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.url.host} as {request.headers['host']}")
        return answers[request.url.path]

    try:
        fetch_file(
            url="https://recordings.example.org/1.wav",
            write=written.extend,
            limit_bytes=limit,
            total_seconds=5,
            resolve=lambda host: [NAMES[host]],
            transport=httpx.MockTransport(answer),
        )
    except (NotPublic, NotThere, AnswerTooLarge) as error:
        return asked, bytes(written), error
    return asked, bytes(written), None


def moved(to: str) -> httpx.Response:
    return httpx.Response(302, headers={"Location": to})


def test_a_file_is_read_from_the_machine_that_was_judged() -> None:
    assert fetched({"/1.wav": httpx.Response(200, content=b"RIFF")}) == (
        [f"{OUTSIDE} as recordings.example.org"],
        b"RIFF",
        None,
    )


@pytest.mark.parametrize("to", ["https://10.0.0.5/secret", "https://inside.example.org/secret", "http://recordings.example.org/secret"])  # fmt: skip
def test_a_redirect_to_inside_is_refused_and_nobody_there_is_asked(to: str) -> None:
    asked, written, error = fetched({"/1.wav": moved(to), "/secret": httpx.Response(200, content=b"secret")})
    assert (asked, written, type(error)) == ([f"{OUTSIDE} as recordings.example.org"], b"", NotPublic)


def test_a_redirect_to_another_public_address_is_followed_but_not_for_ever() -> None:
    found = fetched({"/1.wav": moved("/2.wav"), "/2.wav": httpx.Response(200, content=b"RIFF")})
    assert (found[1], found[2]) == (b"RIFF", None)
    asked, _, error = fetched({"/1.wav": moved("/1.wav")})
    assert (len(asked), type(error)) == (4, NotThere)


def test_a_file_larger_than_it_says_is_not_read_to_its_end() -> None:
    _, written, error = fetched({"/1.wav": httpx.Response(200, content=b"x" * 200)})
    assert (written, type(error)) == (b"", AnswerTooLarge)


@pytest.mark.parametrize(
    "beginning", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["headers", "body"]
)
def test_a_file_that_drips_for_ever_is_given_up(beginning: bytes) -> None:
    with dripping(beginning) as url, pytest.raises(HttpFailure) as caught:
        fetch_file(url=url, write=len, limit_bytes=10_000, total_seconds=0.15, own_origin=url.rstrip("/"))
    assert caught.value.sent
