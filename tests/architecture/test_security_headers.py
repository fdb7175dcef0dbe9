"""Every answer of the web process tells browsers what to refuse: pages, errors, files, doors, health, what is refused early."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.urls import clear_url_caches, path
from pytest_django import Settings
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation

from baraza.config import urls as pages
from baraza.web.ui.security import CONTENT_POLICY, SecurityHeaders

# The web process says the same, see config/asgi.py.
pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators")
EXPECTED = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-xss-protection": "0",
}
SECRET = "The password of the database is hunter2"
SAMPLES = [
    ("GET", "/", 200),
    ("GET", "/city/", 200),
    ("GET", "/city", 301),
    ("GET", "/console/complaints/", 302),
    ("GET", "/console/sign-in/", 200),
    ("GET", "/nowhere/at/all/", 404),
    ("GET", "/fails/", 500),
    ("GET", "/refuses/", 403),
    ("POST", "/city/report/", 403),
    ("GET", "/i18n/language/", 302),
    ("GET", "/static/mark.svg", 200),
    ("GET", "/static/nothing.js", 404),
    ("GET", "/livez", 200),
    ("GET", "/readyz", 503),
    ("GET", "/metrics", 200),
    ("GET", "/in/whatsapp.meta_cloud/unknown/", 404),
    ("POST", "/in/whatsapp.meta_cloud/unknown/", 404),
    ("POST", "/csp-reports", 204),
    ("GET", "/csp-reports", 405),
]


def fail(_request: Any) -> Any:
    raise RuntimeError(SECRET)


def refuse(_request: Any) -> Any:
    raise PermissionDenied


@asynccontextmanager
async def living(application: Any) -> AsyncIterator[None]:
    """As the server starts and ends it: connections are opened and closed."""
    orders: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    answers: asyncio.Queue[Any] = asyncio.Queue()
    life = asyncio.create_task(application({"type": "lifespan"}, orders.get, answers.put))
    await orders.put({"type": "lifespan.startup"})
    await answers.get()
    yield
    await orders.put({"type": "lifespan.shutdown"})
    await life


@pytest.fixture
async def web(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr(pages, "urlpatterns", [path("fails/", fail), path("refuses/", refuse), *pages.urlpatterns])
    clear_url_caches()
    await sync_to_async(make_organisation)(slug="city")
    # Loaded when it is wanted: it reads the models of the triage.
    from baraza.config import asgi

    transport = httpx.ASGITransport(app=asgi.application, raise_app_exceptions=False)
    async with living(asgi.application), httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client
    await sync_to_async(connections.close_all)()
    clear_url_caches()


async def test_every_answer_carries_every_header(web: httpx.AsyncClient) -> None:
    wrong = []
    for method, address, status in SAMPLES:
        answer = await web.request(method, address)
        given = {name: answer.headers.get_list(name) for name in EXPECTED}
        if answer.status_code != status or given != {name: [value] for name, value in EXPECTED.items()}:
            wrong.append((method, address, answer.status_code, given))

    assert wrong == []


async def test_a_body_that_is_too_large_and_a_foreign_name_are_refused_with_the_same_headers(
    web: httpx.AsyncClient,
) -> None:
    large = await web.post("/city/report/", headers={"Content-Length": str(60 * 1024 * 1024)})
    foreign = await web.get("/", headers={"Host": "evil.example"})

    assert (large.status_code, foreign.status_code) == (413, 404)
    for answer in (large, foreign):
        assert {name: answer.headers[name] for name in EXPECTED} == EXPECTED


@pytest.mark.parametrize("address", ["/fails/", "/refuses/", "/nowhere/at/all/"])
async def test_an_error_tells_its_number_and_nothing_of_its_cause(
    web: httpx.AsyncClient, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await web.get(address)

    number = answer.headers["X-Correlation-Id"]
    assert len(number) == 32
    assert f"give this number: {number}" in " ".join(answer.text.replace('<span class="ba-words">', "").split())
    for leak in (SECRET, "Traceback", "RuntimeError", "baraza.", "/src/", "Django"):
        assert leak not in answer.text


async def test_the_cookie_of_forms_is_out_of_reach_for_scripts(web: httpx.AsyncClient) -> None:
    answer = await web.get("/console/sign-in/")

    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("csrftoken=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_content_policy_allows_nothing_inline_and_no_other_place() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_POLICY.split("; "))

    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY
    assert "*" not in CONTENT_POLICY


async def test_production_asks_for_https_for_a_year_with_all_names_below(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    sent: list[Any] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"X-Frame-Options", b"SAMEORIGIN")]})

    async def send(message: Any) -> None:
        sent.append(message)

    await SecurityHeaders(behind=behind)({"type": "http"}, None, send)

    headers = dict(sent[0]["headers"])
    assert headers[b"strict-transport-security"] == b"max-age=31536000; includeSubDomains; preload"
    assert headers[b"X-Frame-Options"] == b"SAMEORIGIN"
    assert b"x-frame-options" not in headers
