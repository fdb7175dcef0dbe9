"""Copies of public pages: one is made for all, nobody gets another's, and what changed is seen in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation
from tests.web.portal.standing_in import PAGE_SECONDS, Clock, Pages

from baraza.core.tenancy.scope import organisation_scope
from baraza.web.portal import explore_cache
from baraza.web.portal.public_pages import WISH, PublicPages
from baraza.web.ui.tries import Tries

PAGE = "/city/"
PUBLIC = ("/", "/city/", "/city/explore/", "/city/explore/figures/", "/city/explore/notices/", "/city/privacy/")


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
async def web(pages: Pages, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=PublicPages(behind=pages, seconds=PAGE_SECONDS, clock=clock))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


async def settled() -> None:
    """What goes on behind the answers has come to its end."""
    mine = asyncio.current_task()
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not mine and "_make" in repr(task)))


async def test_fifty_people_at_once_cost_one_page(web: httpx.AsyncClient, pages: Pages) -> None:
    answers = await asyncio.gather(*(web.get(PAGE) for _ in range(50)))

    assert len(pages.asked) == 1
    assert {answer.text for answer in answers} == {"1 /city/? "}


async def test_a_page_is_made_from_nothing_of_whoever_asks(web: httpx.AsyncClient, pages: Pages) -> None:
    own = {"Cookie": "csrftoken=mine; django_language=zu", "User-Agent": "my telephone", "Referer": "http://mine/"}

    answer = await web.get(PAGE, headers={**own, "Accept-Language": "af-ZA,en;q=0.5", "X-Forwarded-For": "192.0.2.1"})

    (scope,) = pages.asked
    assert sorted(scope["headers"]) == [
        (b"accept-language", b"zu;q=1.00, af;q=0.99, en;q=0.98"),
        (b"host", b"localhost"),
        (b"x-forwarded-for", b"192.0.2.1"),
    ]
    assert "x-correlation-id" not in answer.headers


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {}),
        ("PUT", {}),
        ("OPTIONS", {}),
        ("GET", {"Cookie": "sessionid=abc"}),
        ("GET", {"Cookie": "django_language=en; sessionid=abc"}),
        ("GET", {"Cookie": 'bad[]="; sessionid=abc'}),
        ("GET", {"Cookie": "messages=abc"}),
        ("GET", {"Cookie": "of_somebody_else=1"}),
        ("GET", {"Authorization": "Bearer abc"}),
        ("GET", {"Range": "bytes=0-1"}),
        ("GET", {"HX-Request": "true"}),
    ],
)
async def test_who_has_something_of_their_own_never_meets_a_copy(
    web: httpx.AsyncClient, pages: Pages, method: str, headers: dict[str, str]
) -> None:
    await web.get(PAGE)

    answers = [await web.request(method, PAGE, headers=headers) for _ in range(2)]

    assert [answer.text[0] for answer in answers] == ["2", "3"]
    assert all(WISH not in scope for scope in pages.asked[1:])
    assert (await web.get(PAGE)).text[0] == "1"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/other/", {}),
        ("/city/explore/", {}),
        ("/city/?ward=1", {}),
        (PAGE, {"Host": "other.example"}),
        (PAGE, {"X-Forwarded-Proto": "https"}),
        (PAGE, {"Accept-Language": "zu"}),
        (PAGE, {"Cookie": "django_language=zu"}),
    ],
)
async def test_another_organisation_page_name_or_language_is_another_copy(
    web: httpx.AsyncClient, address: str, headers: dict[str, str]
) -> None:
    await web.get(PAGE)

    first, again = [await web.get(address, headers=headers) for _ in range(2)]

    assert first.text == again.text
    assert first.text.startswith("2 ")


@pytest.mark.parametrize(
    "address",
    [
        "/city/report/kind/",
        "/city/report/?back=check",
        "/city/report/near/",
        "/city/track/code/",
        "/console/",
        "/livez",
        "/city/my-data/",
        "/in/a/b/",
    ],
)
async def test_what_is_not_the_same_for_all_is_asked_for_by_each(
    web: httpx.AsyncClient, pages: Pages, address: str
) -> None:
    answers = [await web.get(address) for _ in range(2)]

    assert [answer.text[0] for answer in answers] == ["1", "2"]
    assert all(WISH not in scope for scope in pages.asked)


@pytest.mark.parametrize("wrong", [{"grants": False}, {"cookie": b"csrftoken=secret"}])
async def test_an_answer_with_something_of_one_visitor_goes_to_nobody_else(
    web: httpx.AsyncClient, pages: Pages, wrong: dict[str, Any]
) -> None:
    for name, value in wrong.items():
        setattr(pages, name, value)

    answers = await asyncio.gather(*(web.get(PAGE) for _ in range(3)))

    assert len({answer.text for answer in answers}) == 3
    assert all(answer.headers["x-correlation-id"] for answer in answers)


async def test_a_form_is_not_tried_again_to_be_made_for_all(web: httpx.AsyncClient, pages: Pages) -> None:
    pages.cookie = b"csrftoken=secret"
    await web.get(PAGE)

    await web.get(PAGE)

    assert [WISH in scope for scope in pages.asked] == [True, False, False]


async def test_at_an_organisations_own_name_its_pages_are_kept_without_its_slug(web: httpx.AsyncClient) -> None:
    address = "http://reports.city.example/explore/figures/"

    assert [(await web.get(address)).text[0] for _ in range(2)] == ["1", "1"]


async def test_a_page_that_fails_fails_for_each_and_is_made_again(web: httpx.AsyncClient, pages: Pages) -> None:
    pages.fails = True
    with pytest.raises(RuntimeError, match="broken"):
        await web.get(PAGE)
    pages.fails = False

    assert (await web.get(PAGE)).status_code == 200


async def test_while_one_makes_the_next_page_the_others_get_the_old_one(
    web: httpx.AsyncClient, pages: Pages, clock: Clock
) -> None:
    await web.get(PAGE)
    clock.now += PAGE_SECONDS / 2
    pages.may_go_on.clear()

    old = [(await web.get(PAGE)).text[0] for _ in range(3)]
    pages.may_go_on.set()
    await settled()

    assert old == ["1"] * 3
    assert (await web.get(PAGE)).text[0] == "2"
    assert len(pages.asked) == 2


async def test_after_its_seconds_nobody_gets_a_page_any_more(
    web: httpx.AsyncClient, pages: Pages, clock: Clock
) -> None:
    fresh = await web.get(PAGE)
    clock.now += 3
    later = await web.get(PAGE)
    clock.now += PAGE_SECONDS - 3

    assert (await web.get(PAGE)).text[0] == "2"
    assert [one.headers["cache-control"] for one in (fresh, later)] == ["private, max-age=10", "private, max-age=7"]


async def test_who_has_the_page_already_is_told_so(web: httpx.AsyncClient) -> None:
    tag = (await web.get(PAGE)).headers["etag"]

    same = await web.get(PAGE, headers={"If-None-Match": f'"other", {tag}'})
    other = await web.get(PAGE, headers={"If-None-Match": '"other"'})
    head = await web.head(PAGE)

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (other.status_code, head.status_code, head.content) == (200, 200, b"")


async def test_public_pages_are_each_organisations_and_languages_own_and_carry_no_token(
    city_web: httpx.AsyncClient,
) -> None:
    found = {}
    for address in (*PUBLIC, "/town/", "/town/explore/"):
        for language in ("en", "zu"):
            answers = [await city_web.get(address, headers={"Accept-Language": language}) for _ in range(2)]
            found[address, language] = answers
            city_web.cookies.clear()

    kept = [again for _, again in found.values()]
    assert all("x-correlation-id" not in one.headers and "set-cookie" not in one.headers for one in kept)
    assert all("csrfmiddlewaretoken" not in one.text for one in kept)
    assert [key for key, (_, one) in found.items() if f'<html lang="{key[1]}"' not in one.text] == []
    assert all(
        ("Theirs" in one.text) == key[0].startswith("/town/") for key, (_, one) in found.items() if key[0] != "/"
    )
    assert all(one.headers["content-security-policy"].startswith("default-src 'none'") for one in kept)


async def test_pages_that_are_looked_at_all_the_time_are_made_again_on_nobodys_account(
    city_web: httpx.AsyncClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore_cache, "MADE_ANEW", Tries(per_minute=1, at_once=1))
    statuses = []
    for _ in range(3):
        statuses.append((await city_web.get("/city/explore/offices/")).status_code)
        await settled()
        clock.now += PAGE_SECONDS * 0.6

    another = await city_web.get("/city/explore/offices/?n=1")

    assert (statuses, another.status_code) == ([200] * 3, 429)


async def test_a_change_is_seen_within_the_seconds(city_web: httpx.AsyncClient, clock: Clock) -> None:
    def report() -> str:
        with organisation_scope(organisation_id=organisation.id):
            return str(make_complaint(category="burst_pipe").reference)

    organisation = await sync_to_async(make_organisation)(slug="village")
    await city_web.get("/village/explore/")
    reference = await sync_to_async(report)()
    at_once = await city_web.get("/village/explore/")
    clock.now += PAGE_SECONDS

    assert reference not in at_once.text
    assert reference in (await city_web.get("/village/explore/")).text
