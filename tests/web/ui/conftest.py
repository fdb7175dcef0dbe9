"""A real server on the loopback address and a real Chromium, both for the whole run."""

from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright
from tests.web.ui import site as small_site

ROOT = Path(__file__).resolve().parents[3]
# The page needs no member, no organisation and no database: only what renders and protects it.
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tests.web.ui.site.content_policy",
]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Requests are not news in a test."""


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the small site."""
    overrides = override_settings(
        ROOT_URLCONF="tests.web.ui.site",
        MIDDLEWARE=MIDDLEWARE,
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        ALLOWED_HOSTS=["127.0.0.1"],
        CSRF_COOKIE_SECURE=False,
    )
    with overrides:
        server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), ThreadingServer, QuietHandler)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def _a_fresh_desk() -> None:
    small_site.start_again()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    record = ROOT / "var" / "chromium"
    program = record.read_text().strip() if record.is_file() else "/usr/bin/chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker from the front end's lock file."""
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()
