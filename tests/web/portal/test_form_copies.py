"""Copies of forms: one page for all, in which each visitor finds a token of their own, and nobody anything of another's."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlencode

import brotli
import httpx
import pytest
from tests.web.portal.standing_in import PAGE_SECONDS, Clock

from baraza.web.portal.form_copies import STAND_IN, NoHole, form_copy_of, token_for

FORMS = ("report/", "report/place/", "track/", "track/phone/", "my-data/phone/", "accessibility/")
_INPUT = '<input type="hidden" name="csrfmiddlewaretoken" value="%s">'
_A_TOKEN = "Zx9" * 21 + "A"
_WORDS = "<p>Water runs down the street – amanzi ayaphuma.</p>\n"


def token_of(text: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "page",
    [
        "{token}",
        _WORDS + "{token}" + _WORDS,
        _WORDS * 9 + "{token}" + _WORDS * 9 + "{token}" + _WORDS * 3,
        "".join(f"{number} {_WORDS}" for number in range(900)) + "{token}" + _WORDS * 900,
    ],
    ids=["nothing else", "short", "two forms", "longer than deflate looks back"],
)
def test_a_page_packed_around_its_token_unpacks_to_the_page_with_the_visitors_token(page: str) -> None:
    body = page.format(token=_INPUT % _A_TOKEN).encode()

    copy = form_copy_of(status=200, headers=[(b"set-cookie", b"csrftoken=secret")], body=body, at=0)

    token = _A_TOKEN[::-1].encode()
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)):
        packed = copy.filled(token=token, encoding=encoding)
        headers = dict(packed.headers)
        assert unpack(packed.body) == body.replace(_A_TOKEN.encode(), token)
        assert headers.get(b"content-encoding", b"") == encoding.encode()
        assert headers[b"content-length"] == str(len(packed.body)).encode()
        assert b"set-cookie" not in headers


@pytest.mark.parametrize(
    "body",
    [b"<form></form>", _INPUT.encode() % b"short", _INPUT.encode() % _A_TOKEN.encode() + STAND_IN],
    ids=["no token", "no whole token", "what is packed in its place stands on the page"],
)
def test_what_cannot_be_packed_around_a_token_is_no_copy(body: bytes) -> None:
    with pytest.raises(NoHole):
        form_copy_of(status=200, headers=[], body=body, at=0)


def test_a_visitors_secret_is_kept_and_one_that_is_none_is_replaced() -> None:
    secret = b"csrftoken=" + b"s" * 32

    tokens, cookies = zip(
        *(token_for(cookie=cookie) for cookie in (secret, secret, b"csrftoken=<none>", b"")), strict=True
    )

    assert len(set(tokens)) == 4
    assert [value.startswith(secret + b";") for _, value in cookies] == [True, True, False, False]
    assert len({value.split(b";")[0] for _, value in cookies}) == 3


async def test_a_form_is_made_once_and_each_visitor_finds_a_token_of_their_own(city_web: httpx.AsyncClient) -> None:
    for form in FORMS:
        answers = []
        for encoding in ("br", "gzip", "identity"):
            answers.append(await city_web.get(f"/city/{form}", headers={"Accept-Encoding": encoding}))
            city_web.cookies.clear()

        tokens = [token_of(one.text) for one in answers]
        assert [one.headers.get("content-encoding") for one in answers] == ["br", "gzip", None]
        assert all(not {"x-correlation-id", "etag"} & set(one.headers) for one in answers)
        assert len(set(tokens)) == len({one.cookies["csrftoken"] for one in answers}) == 3
        assert len({one.text.replace(token, "") for one, token in zip(answers, tokens, strict=True)}) == 1
        assert {one.headers["cache-control"] for one in answers} == {"private, no-cache"}
        assert {one.headers["vary"] for one in answers} == {"Accept-Language, Accept-Encoding, Cookie"}
        assert all(one.headers["content-security-policy"].startswith("default-src 'none'") for one in answers)


async def test_a_form_about_a_report_that_is_none_is_said_to_be_none_from_a_copy_too(
    city_web: httpx.AsyncClient,
) -> None:
    answers = [await city_web.get("/city/explore/reports/MI-2026-222222/follow/") for _ in range(2)]

    assert [one.status_code for one in answers] == [404, 404]
    assert all(not {"x-correlation-id", "set-cookie"} & set(one.headers) for one in answers)


async def test_a_form_from_a_copy_is_taken_with_its_own_token_and_with_no_other(city_web: httpx.AsyncClient) -> None:
    other = token_of((await city_web.get("/city/report/")).text)
    city_web.cookies.clear()
    own = token_of((await city_web.get("/city/report/")).text)
    written = {"description": "The street lamp is dark"}

    async def posted(**fields: str) -> int:
        content = urlencode({**written, **fields})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return (await city_web.post("/city/report/", content=content, headers=headers)).status_code

    refused = [await posted(), await posted(csrfmiddlewaretoken=other)]
    # A second tab renews the token and not the secret: the first one still works.
    await city_web.get("/city/report/")

    assert refused == [403, 403]
    assert await posted(csrfmiddlewaretoken=own) == 302
    city_web.cookies.clear()
    assert await posted(csrfmiddlewaretoken=own) == 403


async def test_who_began_a_report_sees_it_and_never_a_copy(city_web: httpx.AsyncClient) -> None:
    token = token_of((await city_web.get("/city/report/")).text)
    fields = {"description": "Words of one person", "csrfmiddlewaretoken": token}
    await city_web.post("/city/report/", data=fields)

    own = await city_web.get("/city/report/")
    city_web.cookies.clear()
    others = await city_web.get("/city/report/")

    assert "Words of one person" in own.text
    assert own.headers["cache-control"] == "private, no-store"
    assert "x-correlation-id" in own.headers
    assert "Words of one person" not in others.text
    assert "x-correlation-id" not in others.headers


async def test_a_form_is_each_languages_own_and_changes_within_the_seconds(
    city_web: httpx.AsyncClient, clock: Clock
) -> None:
    texts = [(await city_web.get("/city/track/", headers={"Accept-Language": code})).text for code in ("en", "zu")]
    clock.now += PAGE_SECONDS

    again = await city_web.get("/city/track/", headers={"Accept-Language": "zu"})

    assert ['<html lang="en"' in texts[0], '<html lang="zu"' in texts[1], '<html lang="zu"' in again.text] == [True] * 3
    assert token_of(again.text) not in texts[1]
